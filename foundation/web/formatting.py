"""Money, numbers and times as the reader writes them: in their language, zone and separators."""

import re
from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any

from babel import Locale
from babel.dates import format_date
from babel.lists import format_list
from babel.numbers import format_currency, format_decimal, get_currency_symbol
from django.utils import timezone
from django.utils.translation import gettext

from foundation.web.languages import current_language, language_of
from foundation.web.pagination import moment_in

A_WEEK = 7
ISO_DAYS = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})(?: – ([0-9]{4}-[0-9]{2}-[0-9]{2}))?")


def babel_locale() -> str:
    """Return the reader's locale for Babel: `fr` or `en_GB` (24-hour clock, day before month)."""
    return current_language().locale


def language_name(code: str) -> str:
    """Name a language inside a sentence: French, français."""
    return str(Locale.parse(babel_locale()).languages[language_of(code).code])


def locale_tag() -> str:
    """Return the reader's locale for scripts: `en-GB`."""
    return current_language().tag


def money(amount: Decimal | int | None, currency: str = "EUR") -> str:
    """Write an amount with the reader's separators, without cents when there are none: 3 200 €."""
    return "–" if amount is None else money_in(amount, currency, babel_locale())


def currency_sign(currency: str) -> str:
    """Write the sign of a currency as the reader knows it: €."""
    return str(get_currency_symbol(currency, locale=babel_locale()))


@lru_cache(maxsize=4096)
def money_in(amount: Decimal | int, currency: str, locale: str) -> str:
    """Write an amount in a locale; kept, as a tree of circles writes hundreds, and a page the same ones each time. What
    a person sent as -0 is nothing: it would be kept for every zero, as equal.
    """
    whole = amount == int(amount)
    written: str = format_currency(
        amount or 0,
        currency,
        locale=locale,
        currency_digits=not whole,
        decimal_quantization=not whole,
        format=whole_amounts(locale) if whole else None,
    )
    return written


@lru_cache(maxsize=64)
def whole_amounts(locale: str) -> str:
    """Return how a locale writes an amount without cents, as a pattern of Babel's: `¤#,##0`."""
    return str(Locale.parse(locale).currency_formats["standard"].pattern).replace(".00", "")


def in_figures(amount: Decimal | int) -> str:
    """Write an amount with the reader's separators and without its currency, without cents when there are none."""
    pattern = "#,##0" if amount == int(amount) else "#,##0.00"
    return str(format_decimal(amount or 0, format=pattern, locale=babel_locale()))


def listed(names: Iterable[str]) -> str:
    """Name several in a sentence: Ada, Bo and Fay."""
    return str(format_list(list(names), locale=babel_locale()))


def day(time: datetime | date | None) -> str:
    """Write a day, or a time's in the reader's zone; with the year when it is another one: Tuesday 24 November."""
    return written(time, "EEEE d MMMM")


def day_short(time: datetime | date | None) -> str:
    """Write a short day, or a time's in the reader's zone; with the year when it is another one: 23 Nov."""
    return written(time, "d MMM")


def written(time: datetime | date | None, pattern: str) -> str:
    """Write a day by a pattern of Babel's; with the year when it is another one; nothing for None."""
    if time is None:
        return ""
    local = timezone.localtime(time).date() if isinstance(time, datetime) else time
    whole = pattern if local.year == timezone.localdate().year else f"{pattern} y"
    if local.day == 1:
        whole = whole.replace("d ", f"{current_language().first_of_month} ", 1)
    return str(format_date(local, whole, locale=babel_locale()))


def until(since: date, until: date) -> str:
    """Write from which day to which, both included; one day alone where they are the same."""
    if since == until:
        return day(since)
    return gettext("%(since)s to %(until)s") % {"since": day(since), "until": day(until)}


def clock(time: datetime | None) -> str:
    """Write hours and minutes in the reader's zone: 09:15, in French 9 h 15."""
    if time is None:
        return ""
    local = timezone.localtime(time)
    return current_language().time_of_day(local.hour, local.minute)


def clock_pattern() -> str:
    """Return how the reader's language writes a time of day, for scripts: `{hour}:{minute}`."""
    return current_language().clock


def lately(time: datetime | None) -> str:
    """Write the hour of what happened today, the day of the rest: 14:31, yesterday, 23 Nov."""
    if time is None:
        return ""
    return clock(time) if timezone.localtime(time).date() == timezone.localdate() else near_day(time)


def near_day(at: datetime | date | None, today: date | None = None) -> str:
    """Name the day as colleagues do: yesterday, today, tomorrow, Thursday, 3 Dec.; beside `today`, or the reader's."""
    if at is None:
        return ""
    on = timezone.localtime(at).date() if isinstance(at, datetime) else at
    days = (on - (today or timezone.localdate())).days
    if abs(days) <= 1:
        return (gettext("today"), gettext("tomorrow"), gettext("yesterday"))[days]
    return str(format_date(on, "EEEE", locale=babel_locale())) if 0 < days < A_WEEK else day_short(on)


def lately_day(on: date) -> str:
    """Head what happened on a day: today, yesterday, Tuesday 24 November."""
    return near_day(on) if 0 <= (timezone.localdate() - on).days <= 1 else day(on)


def day_alone(time: datetime | date | None) -> str:
    """Write a day without its weekday, with the year when it is another one: 8 September."""
    return written(time, "d MMMM")


def in_threes(number: int) -> str:
    """Write a number with its thousands set apart: 1,044, in French 1 044."""
    return str(format_decimal(number, locale=babel_locale()))


def moment(time: datetime | None) -> str:
    """Write day and hour in the reader's zone: Tuesday 24 November, 09:15."""
    return f"{day(time)}, {clock(time)}" if time else ""


def in_words(value: Any) -> Any:
    """Write as people do what was kept as 2026-11-24, as two days with a dash between, or as an instant with its zone;
    all else stays.
    """
    if not isinstance(value, str):
        return value
    found = ISO_DAYS.fullmatch(value)
    if found is None:
        return moment(moment_in(value)) or value
    try:
        since, last = (date.fromisoformat(each or found[1]) for each in found.groups())
    except ValueError:  # looks like a day, and is in no calendar
        return value
    return until(since, last)


def in_fours(digits: str) -> str:
    """Write hex digits in groups of four, as people compare them."""
    return " ".join(digits[at : at + 4] for at in range(0, len(digits), 4))
