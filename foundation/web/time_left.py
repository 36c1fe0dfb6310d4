"""The time until or since an instant in words, written as the countdowns of pages do
(frontend/behaviours/countdown.ts): two units at most, so that nothing moves when scripts start.
"""

from datetime import datetime

from django.utils import timezone
from django.utils.translation import pgettext

MINUTE = 60
HOUR = 60 * MINUTE
DAY = 24 * HOUR


def time_left(at: datetime, now: datetime | None = None) -> str:
    """Write the time until an instant, or since: in 2 d 3 h, 5 min ago."""
    seconds = round((at - (now or timezone.now())).total_seconds())
    frame = pgettext("time left", "in {time}") if seconds >= 0 else pgettext("time past", "{time} ago")
    return frame.format(time=duration(abs(seconds)))


def bare_time_left(at: datetime, now: datetime | None = None) -> str:
    """Write the time until an instant with no word before it, and none when it is past."""
    return duration(max(0, round((at - (now or timezone.now())).total_seconds())))


def duration(seconds: int) -> str:
    """Write a length of time: 2 d 3 h, 3 h 25 min, 14 min, and seconds in the last two minutes."""
    days, hours, minutes = seconds // DAY, seconds % DAY // HOUR, seconds % HOUR // MINUTE
    if seconds < 2 * MINUTE:
        parts = [(seconds, pgettext("unit: seconds", "s"))]
    elif days:
        parts = [(days, pgettext("unit: days", "d")), (hours, pgettext("unit: hours", "h"))]
    else:
        parts = [(hours, pgettext("unit: hours", "h")), (minutes, pgettext("unit: minutes", "min"))]
    return " ".join(f"{amount}\u00a0{unit}" for amount, unit in parts if amount or len(parts) == 1)
