"""The page of pace: pictures drawn on the server, with what stands in the table behind each, and the tuner."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from circles.models import Circle
from decisions.models import Decision
from decisions.routing import RouteKind
from pace.contexts.past_register import PastRegister, way_label
from pace.passages import HOURS, PEOPLE, Waits, middle, shares, steps, waiting_by_way, whole
from pace.tuning import Tuning
from projects.models import Project
from restructuring.changes import Limits, to_json
from today.contexts.statistics import decimal, duration
from web.collation import place_of
from web.formatting import money

WIDTH = 320
STEPS_SHOWN = 4


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
    """Draw all of them."""
    return [by_circle(register), people_asked(register), hours_taken(register), where_it_waits(register)]


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
                [(key_of(way), counts[way][at], f"{way_label(way)}: {counts[way][at]}") for way in RouteKind],
                max(totals, default=0),
            ),
            decimal(total),
        )
        for at, total in enumerate(totals)
    ]
    middles = [
        f"{way_label(way)}: {words.figure(middle(found))}" for way, found in values.items() if middle(found) is not None
    ]
    table = [(names[at], [decimal(counts[way][at]) for way in RouteKind]) for at in range(len(totals))]
    heads = [way_label(way) for way in RouteKind]
    lead = _("In the middle: %(figures)s.") % {"figures": "; ".join(middles)} if middles else ""
    return BarPicture(key, name, lead, rows, [], heads, table)


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


# The tuner ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Tune:
    """What one limit of one circle would change, in a sentence, with the address that proposes it."""

    circle: Circle
    limit: Decimal
    limit_words: str
    today: str
    tuning: Tuning
    sentence: str
    rest: str
    more: Sequence[Decision]
    address: str


def tune_of(project: Project, register: PastRegister, circle: Circle, limit: Decimal) -> Tune:
    """Play a circle's decisions again under a limit."""
    tuning = register.tuned(circle, limit)
    amount = money(limit, project.currency)
    known = {one.number: one for one in register.decisions}
    said = {"limit": amount, "circle": circle.name, "itself": tuning.itself, "all": tuning.of}
    rest = len(tuning.not_itself)
    return Tune(
        circle,
        limit,
        amount,
        money(circle.limit or Decimal(0), project.currency),
        tuning,
        _("With %(limit)s %(circle)s would have decided %(itself)s of %(all)s itself.") % said,
        ngettext("%(number)s goes further for another reason.", "%(number)s go further for other reasons.", rest)
        % {"number": rest}
        if rest
        else "",
        [known[one.number] for one in tuning.more],
        proposing(project, circle, limit),
    )


def proposing(project: Project, circle: Circle, limit: Decimal) -> str:
    """Return the address that begins the proposal of a limit."""
    change = to_json(Limits.keeping(circle, unit_limit=limit, limit_share=None))
    carry = json.dumps({"kind": change["kind"], "facts": change["facts"]}, separators=(",", ":"))
    return (
        f"{reverse('decisions:new_proposal', args=[project.slug])}?{urlencode({'circle': circle.key, 'carry': carry})}"
    )


def tuner(project: Project, register: PastRegister, circle: str, limit: str) -> dict[str, Any]:
    """Gather the limits that would change something, circle by circle, and what was asked for."""
    tunable = [one for one in register.circles.values() if one.parent_id and not one.is_closed]
    tunable.sort(key=lambda one: place_of(one.name))
    offered = [
        tune_of(project, register, one, found) for one in tunable for found in register.limits(one)[:STEPS_SHOWN]
    ]
    chosen = next((one for one in tunable if one.key == circle), None)
    amount = amount_in(limit)
    asked = tune_of(project, register, chosen, amount) if chosen and amount is not None else None
    return {"tunable": tunable, "offered": offered, "asked": asked, "chosen": circle, "limit": limit}


def amount_in(words: str) -> Decimal | None:
    """Read an amount; None where there is none."""
    try:
        found = Decimal(words.replace(",", ".").replace(" ", ""))
    except InvalidOperation:
        return None
    return found if found.is_finite() and 0 <= found < Decimal(10) ** 12 else None
