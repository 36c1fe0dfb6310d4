"""Small words for the pages of a sync."""

from collections import Counter
from datetime import date, datetime, time
from decimal import Decimal

from babel.lists import format_list
from django import template
from django.utils.translation import gettext as _

from daily.syncs.models import CameOf, RecurringSync
from daily.syncs.workflows.minutes_decision import SILENT
from decisions.decisions.models.rounds.position_kind import PositionKind, heard
from foundation.web import markdown_safe
from foundation.web.formatting import babel_locale, day_short
from foundation.web.languages import current_language

register = template.Library()
MOST_NAMED = 12


@register.filter
def wall_clock(at: time) -> str:
    """Write a time of day that stands on the project's clocks: 09:15, in French 9 h 15."""
    return current_language().time_of_day(at.hour, at.minute)


@register.filter
def left_out(recurring_sync: RecurringSync, after: datetime) -> list[date]:
    """Return the days soon to come on which a recurring sync is not held, as they are public holidays."""
    return recurring_sync.left_out(after)


@register.filter
def days_named(days: list[date]) -> str:
    """Write some days as one list: 25 Dec and 1 Jan 2027."""
    return str(format_list([day_short(on) for on in days], locale=babel_locale()))


@register.filter
def is_loose(reference: str) -> bool:
    """Return whether a point's reference is only its own place in a list, which nobody needs to read."""
    return reference.startswith(("#", "pulse:")) or not reference


@register.filter
def minutes_left(seconds: float) -> str:
    """Write seconds as 3:47, or −0:20 once they are over."""
    whole = int(abs(seconds))
    return f"{'−' if seconds < 0 else ''}{whole // 60}:{whole % 60:02d}"


@register.filter
def before(texts: list[dict[str, str]], place: int) -> str:
    """Return the text of the round before the one at a place; the first is compared with itself."""
    return texts[max(0, place - 1)]["text"]


@register.filter
def instant(written: str) -> datetime | None:
    """Read an instant that minutes keep as ISO 8601."""
    return datetime.fromisoformat(written) if written else None


@register.filter
def amount(written: str) -> Decimal | None:
    """Read an amount that minutes keep as text."""
    return Decimal(written) if written else None


@register.filter
def outcome(row: dict[str, str]) -> str:
    """Say in the reader's language what came of a point that minutes keep."""
    came_of = row.get("came_of", "")
    parts = (str(CameOf(came_of).label) if came_of else "", row["words"])
    return " ".join(part for part in parts if part)


@register.filter
def in_lines(names: list[str]) -> list[str]:
    """Write names into a line of Markdown as just these names."""
    return [markdown_safe.in_line(name) for name in names]


@register.filter
def name_list(names: list[str]) -> str:
    """Name people, twelve at most, and say how many more there are."""
    more = len(names) - MOST_NAMED
    listed = ", ".join(names[:MOST_NAMED])
    return listed if more <= 0 else _("%(names)s and %(more)d more") % {"names": listed, "more": more}


@register.filter
def position_counts(positions: list[dict[str, str]]) -> list[tuple[str, str]]:
    """Count positions kept in minutes, as pairs of sign and words, silence last."""
    numbers = Counter(_kept(one) for one in positions)
    return [
        (heard(kind).sign, heard(kind).count(number)) for kind in (*PositionKind, None) if (number := numbers[kind])
    ]


@register.filter
def with_words(positions: list[dict[str, str]]) -> list[dict[str, str]]:
    """Keep those who said something in words, with sign and name of their position."""
    said = [(one, _kept(one)) for one in positions if one["words"]]
    return [{**one, "sign": heard(kind).sign, "label": str(kind.label) if kind else ""} for one, kind in said]


def _kept(position: dict[str, str]) -> PositionKind | None:
    """Return what minutes keep that a person said, None for silence."""
    return None if position["kind"] == SILENT else PositionKind(position["kind"])
