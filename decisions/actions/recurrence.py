"""When something that recurs is due next. Imports nothing of ours: reads and gives plain days."""

from calendar import monthrange
from datetime import date, timedelta
from typing import Literal, get_args

type Unit = Literal["day", "week", "month"]
UNITS: tuple[Unit, ...] = get_args(Unit.__value__)
MOST = 366
"""At most so many days, weeks or months lie between two."""


def next_day(first: date, every: int, unit: Unit, *, after: date) -> date:
    """Return the first day after `after` among first, first + every, first + 2 × every … Months count from the first
    day, so that the 31st is the 28th in February and the 31st again in March.

    :raises ValueError: when it would recur less than once or more than `MOST` apart.
    :raises OverflowError: when that day is beyond the calendar.
    """
    if not 1 <= every <= MOST:
        raise ValueError(every)
    if first > after:
        return first
    if unit == "month":
        apart = (after.year - first.year) * 12 + after.month - first.month
        steps = max(apart // every, 0)
        found = months_later(first, steps * every)
        return found if found > after else months_later(first, (steps + 1) * every)
    days = every * (7 if unit == "week" else 1)
    return first + timedelta(days * ((after - first).days // days + 1))


def months_later(day: date, months: int) -> date:
    """Return the same day of the month so many months later; the month's last where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if year > date.max.year:
        raise OverflowError(year)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
