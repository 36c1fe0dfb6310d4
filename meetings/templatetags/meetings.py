"""Small words for the pages of a sync."""

from collections import Counter
from datetime import date, datetime, time
from decimal import Decimal

from babel.lists import format_list
from django import template
from django.utils.translation import gettext as _

from decisions.models import Position
from meetings.agenda_labels import SIGNS, words_for
from meetings.models import AgendaItem, Ritual
from web import markdown_safe
from web.formatting import babel_locale, day_short
from web.languages import current_language

register = template.Library()
FEW = 12


@register.filter
def wall_clock(at: time) -> str:
    """Write a time of day that stands on the project's clocks: 09:15, in French 9 h 15."""
    return current_language().time_of_day(at.hour, at.minute)


@register.filter
def left_out(ritual: Ritual, after: datetime) -> list[date]:
    """Return the days soon to come on which a ritual is not held, as they are public holidays."""
    return ritual.left_out(after)


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
    labels = dict(AgendaItem.CameOf.choices)
    parts = (str(labels.get(row.get("came_of", ""), "")), row["words"])
    return " ".join(part for part in parts if part)


@register.filter
def in_lines(names: list[str]) -> list[str]:
    """Write names into a line of Markdown as just these names."""
    return [markdown_safe.in_line(name) for name in names]


@register.filter
def few(names: list[str]) -> str:
    """Name people, twelve at most, and say how many more there are."""
    more = len(names) - FEW
    listed = ", ".join(names[:FEW])
    return listed if more <= 0 else _("%(names)s and %(more)d more") % {"names": listed, "more": more}


@register.filter
def counted(positions: list[dict[str, str]]) -> list[tuple[str, str]]:
    """Count positions kept in minutes, as pairs of sign and words, silence last."""
    numbers = Counter(SIGNS.get(one["kind"], "silent") for one in positions)
    return [(sign, words_for(sign, numbers[sign])) for sign in (*SIGNS.values(), "silent") if numbers[sign]]


@register.filter
def spoken(positions: list[dict[str, str]]) -> list[dict[str, str]]:
    """Keep those who said something in words, with sign and name of their position."""
    labels = dict(Position.Kind.choices)
    return [
        {**one, "sign": SIGNS.get(one["kind"], "silent"), "label": str(labels.get(one["kind"], ""))}
        for one in positions
        if one["words"]
    ]
