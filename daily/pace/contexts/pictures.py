"""The page of pace: pictures drawn on the server, with what stands in the table behind each."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from circles.circles.models import Circle
from daily.pace.claims import ClaimsAt
from daily.pace.contexts.past_register import PastRegister, way_label
from daily.pace.passages import HOURS, PEOPLE, Waits, middle, shares, steps, waiting_by_way, whole
from daily.today.contexts.statistics import decimal, duration
from decisions.decisions.routing import RouteKind
from foundation.web.collation import place_of

WIDTH = 320
PAIRS_SHOWN = 20


@dataclass(frozen=True)
class Segment:
    """A part of a bar: its class, where it stands, and what it says."""

    key: str
    x: float
    width: float
    words: str


@dataclass(frozen=True)
class BarRow:
    """A row of a picture: what it is about, its parts, and its figure in words."""

    name: str
    circle: Circle | None
    segments: Sequence[Segment]
    figure: str


@dataclass(frozen=True)
class BarPicture:
    """A picture of bars, with the lead that says it, the names of its parts, and its table: the same rows in words."""

    key: str
    name: str
    lead: str
    rows: Sequence[BarRow]
    legend: Sequence[tuple[str, str]]
    heads: Sequence[str]
    table: Sequence[tuple[str, Sequence[str]]]


def segments(parts: Sequence[tuple[str, float, str]], top: float) -> list[Segment]:
    """Lay parts of a bar side by side, the whole scale being `top`."""
    found, x = [], 0.0
    for key, value, words in parts:
        width = round(value * WIDTH / top, 1) if top else 0.0
        if width:
            found.append(Segment(key, round(x, 1), width, words))
        x += width
    return found


def pictures(register: PastRegister) -> list[BarPicture]:
    """Draw all of them; the claims where there are any."""
    found = [by_circle(register), people_asked(register), hours_taken(register), where_it_waits(register)]
    return [*found, who_claims(register)] if register.claims else found


def key_of(way: RouteKind) -> str:
    """Return by what pictures know a way: own-scope."""
    return way.value.replace("_", "-")


def by_circle(register: PastRegister) -> BarPicture:
    """Draw in which way each circle's decisions were taken."""
    every, counted = whole(register.passages), shares(register.passages)
    known = [(register.circles[key], ways) for key, ways in counted.items() if key in register.circles]
    known.sort(key=lambda pair: (-sum(pair[1].values()), place_of(pair[0].name)))
    top = max((sum(ways.values()) for _circle, ways in known), default=0)
    rows = [
        BarRow(
            circle.name,
            circle,
            segments([(key_of(way), ways[way], f"{way_label(way)}: {ways[way]}") for way in RouteKind], top),
            f"{ways[RouteKind.OWN_SCOPE]} / {sum(ways.values())}",
        )
        for circle, ways in known
    ]
    lead = _("%(itself)s of %(all)s by the circle itself, %(synchronised)s synchronised, %(together)s together.") % {
        "itself": every[RouteKind.OWN_SCOPE],
        "all": sum(every.values()),
        "synchronised": every[RouteKind.SYNCHRONISED],
        "together": every[RouteKind.TOGETHER],
    }
    table = [(circle.name, [decimal(ways[way]) for way in RouteKind]) for circle, ways in known]
    legend = [(key_of(way), way_label(way)) for way in RouteKind]
    return BarPicture("ways", _("Who decides"), lead, rows, legend, [way_label(way) for way in RouteKind], table)


def stepped(
    register: PastRegister, key: str, name: str, values: dict[RouteKind, list[float]], ends: Sequence[int], words: Any
) -> BarPicture:
    """Draw how many decisions stand at each step, by way."""
    counts = {way: steps(found, ends) for way, found in values.items()}
    totals = [sum(found[at] for found in counts.values()) for at in range(len(ends) + 1)]
    names = [words(ends[at], is_open=False) for at in range(len(ends))] + [words(ends[-1], is_open=True)]
    rows = [
        BarRow(
            names[at],
            None,
            segments(
                [(key_of(way), counts[way][at], said_of(way, counts[way][at])) for way in RouteKind],
                max(totals, default=0),
            ),
            decimal(total),
        )
        for at, total in enumerate(totals)
    ]
    middles = [said_of(way, words.figure(middle(found))) for way, found in values.items() if middle(found) is not None]
    table = [(names[at], [decimal(counts[way][at]) for way in RouteKind]) for at in range(len(totals))]
    heads = [way_label(way) for way in RouteKind]
    lead = _("In the middle: %(figures)s.") % {"figures": " · ".join(middles)} if middles else ""
    return BarPicture(key, name, lead, rows, [], heads, table)


def said_of(way: RouteKind, figure: object) -> str:
    """Return a figure with the way that it is of."""
    return f"{way_label(way)}{pgettext('after a name', ': ')}{figure}"


class PeopleWords:
    """Names steps of people."""

    def __call__(self, end: int, *, is_open: bool) -> str:
        """Name one step."""
        return _("more than %(number)s") % {"number": end} if is_open else _("up to %(number)s") % {"number": end}

    def figure(self, value: float | None) -> str:
        """Write a median."""
        return decimal(value)


class HourWords:
    """Names steps of hours."""

    def __call__(self, end: int, *, is_open: bool) -> str:
        """Name one step."""
        return (
            _("more than %(time)s") % {"time": duration(end)}
            if is_open
            else _("up to %(time)s") % {"time": duration(end)}
        )

    def figure(self, value: float | None) -> str:
        """Write a median."""
        return duration(value)


def people_asked(register: PastRegister) -> BarPicture:
    """Draw how many people were asked."""
    values = {way: [float(one.asked) for one in register.passages if one.way == way] for way in RouteKind}
    return stepped(register, "asked", _("People asked per decision"), values, PEOPLE, PeopleWords())


def hours_taken(register: PastRegister) -> BarPicture:
    """Draw how long it took until decisions were in force."""
    values = {way: [one.hours for one in register.passages if one.way == way] for way in RouteKind}
    return stepped(register, "hours", _("From proposal to force"), values, HOURS, HourWords())


def where_it_waits(register: PastRegister) -> BarPicture:
    """Draw where decisions waited, on average, by way."""
    found = waiting_by_way(register.passages)
    names = wait_names()
    top = max((sum(waits.parts) for waits in found.values()), default=0)
    rows = [
        BarRow(
            way_label(way),
            None,
            segments(
                [
                    (key, hours, f"{names[key]}: {duration(hours)}")
                    for key, hours in zip(names, waits.parts, strict=True)
                ],
                top,
            ),
            duration(sum(waits.parts)),
        )
        for way, waits in found.items()
    ]
    table = [(way_label(way), [duration(hours) for hours in waits.parts]) for way, waits in found.items()]
    return BarPicture(
        "waits", _("Where decisions wait"), most_waited(found), rows, list(names.items()), list(names.values()), table
    )


def wait_names() -> dict[str, str]:
    """Return what a decision waits for, in the order in which it is drawn."""
    return {
        "ask": _("to be asked"),
        "answers": _("for answers"),
        "objection": _("for an objection"),
        "end": _("for the sync, or the end of the round"),
    }


def most_waited(found: Any) -> str:
    """Say for what decisions that are taken together wait longest."""
    waits = found.get(RouteKind.TOGETHER, Waits())
    if not sum(waits.parts):
        return ""
    longest, hours = max(zip(wait_names().values(), waits.parts, strict=True), key=lambda pair: pair[1])
    share = round(100 * hours / sum(waits.parts))
    return _("Together, %(share)s %% of the time is waiting %(what)s.") % {"share": share, "what": longest}


def who_claims(register: PastRegister) -> BarPicture:
    """Draw which circle claims at which other, the most first, and how many of these claims were released."""
    shown = register.claims[:PAIRS_SHOWN]
    top = max((one.claims for one in shown), default=0)
    parts = {"standing": _("still open or decided"), "released": _("settled between them")}
    rows = [
        BarRow(
            words_of_pair(register, one),
            None,
            segments(
                [(key, number, f"{parts[key]}: {number}") for key, number in zip(parts, one.parts, strict=True)], top
            ),
            decimal(one.claims),
        )
        for one in shown
    ]
    table = [(words_of_pair(register, one), [decimal(number) for number in one.parts]) for one in shown]
    name, heads = _("Impacts reported between circles"), list(parts.values())
    return BarPicture("claims", name, most_claimed(register, shown), rows, list(parts.items()), heads, table)


def words_of_pair(register: PastRegister, one: ClaimsAt) -> str:
    """Name the two circles of claims: Power → Hydraulics."""
    return f"{register.circles[one.claimant].name} → {register.circles[one.proposer].name}"


def most_claimed(register: PastRegister, shown: Sequence[ClaimsAt]) -> str:
    """Say at whom most is claimed, where that is more than once: whose scope may be wrong."""
    first = next(iter(shown), None)
    if first is None or first.claims == 1:
        return ""
    said = _("Mutual: the border between the two is not clear.") if first.is_mutual else ""
    most = _("Most often: %(pair)s, %(number)s.") % {
        "pair": words_of_pair(register, first),
        "number": decimal(first.claims),
    }
    return f"{most} {said}".strip()
