"""The agenda that makes itself: from what waits, the points of a sync in the order in which they are taken.

Pure. What is fine is not on it; nothing is on it twice; the same facts give the same agenda.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class Part(StrEnum):
    """The parts of a sync, in order."""

    OPENING = "opening"
    EXCEPTIONS = "exceptions"
    AGREEMENTS = "agreements"  # the consent batch: one click each
    DECISIONS = "decisions"  # objections, and decisions across circles
    INFORMATION = "information"  # what was decided for several circles below this one: nothing is to be decided
    TENSIONS = "tensions"
    ADDED = "added"
    CLOSING = "closing"


SHARES: dict[Part, int] = {
    Part.OPENING: 1,
    Part.EXCEPTIONS: 3,
    Part.AGREEMENTS: 2,
    Part.DECISIONS: 6,
    Part.INFORMATION: 1,
    Part.TENSIONS: 2,
    Part.ADDED: 2,
    Part.CLOSING: 1,
}
"""Minutes of each part in a sync of `USUAL_LENGTH`; a longer sync gives each more, an empty part takes none."""
USUAL_LENGTH = 15
OWN = (Part.TENSIONS, Part.ADDED)
"""Parts whose points exist only here; all others come again by themselves while their cause lasts."""


@dataclass(frozen=True)
class Due:
    """An exception, what is not as it should be: `kind` is one of `KINDS`; `due_on` None means now."""

    ref: str
    title: str
    kind: str
    due_on: date | None = None
    carried: int = 0


@dataclass(frozen=True)
class PendingProposal:
    """A proposal that this sync is to decide. `everyone_spoke`: of those affected. `objections`: valid, standing.
    `blocks`: how many people or things wait for it. `pressing`: why it comes before all others (urgent, suspended), or
    nothing; it is never a quick agreement. `affects`: the circles asked, by id.
    """

    ref: str
    title: str
    opened_at: datetime
    everyone_spoke: bool = False
    objections: int = 0
    blocks: int = 0
    carried: int = 0
    pressing: str = ""
    affects: tuple[int, ...] = ()

    @property
    def is_quick(self) -> bool:
        """One click adopts it."""
        return self.everyone_spoke and not self.objections and not self.pressing


@dataclass(frozen=True)
class Tension:
    """A tension to triage, a point that a member added, or one for information; `ref` is its own reference or that of
    what it is about.
    """

    ref: str
    title: str
    raised_at: datetime
    blocks: int = 0
    carried: int = 0


@dataclass(frozen=True)
class Facts:
    """All that may be on the agenda of one circle's sync."""

    exceptions: tuple[Due, ...] = ()
    proposals: tuple[PendingProposal, ...] = ()
    tensions: tuple[Tension, ...] = ()
    added: tuple[Tension, ...] = ()
    information: tuple[Tension, ...] = ()


@dataclass(frozen=True)
class Point:
    """One point: where it stands, what it is about, how often it was carried over, which circles a proposal affects."""

    part: Part
    ref: str
    title: str
    kind: str
    carried: int = 0
    affects: tuple[int, ...] = ()


@dataclass(frozen=True)
class Agenda:
    """The points in order, and the minutes offered to each part that has any (opening and closing always)."""

    points: tuple[Point, ...]
    minutes: dict[Part, int]

    def of(self, part: Part) -> tuple[Point, ...]:
        return tuple(point for point in self.points if point.part is part)


LINE_S = 10
"""Seconds for each line of what is only told."""
KINDS = ("action", "gate", "review", "question", "clause")


def build(facts: Facts, *, on: date, length: int = USUAL_LENGTH) -> Agenda:
    """The agenda of the sync held on this day, `length` minutes long."""
    points: list[Point] = []
    points += _exceptions(facts.exceptions, on)
    points += _proposals(facts.proposals)
    points += _tensions(facts.information, Part.INFORMATION, "info")
    points += _tensions(facts.tensions, Part.TENSIONS, "tension")
    points += _tensions(facts.added, Part.ADDED, "added")
    # The first place wins: what a member adds by hand may be on it already by itself.
    once: dict[str, Point] = {}
    for point in points:
        once.setdefault(point.ref or f"{point.part} {point.title}", point)
    return Agenda(tuple(once.values()), _minutes({point.part for point in once.values()}, length))


def _exceptions(found: Iterable[Due], on: date) -> list[Point]:
    """What is due by this day, the kinds in their order, the longest due first."""
    due = [e for e in found if e.due_on is None or e.due_on <= on]
    due.sort(key=lambda e: (_place(e.kind), -e.carried, e.due_on or on, e.ref))
    return [Point(Part.EXCEPTIONS, e.ref, e.title, e.kind, e.carried) for e in due]


def _place(kind: str) -> int:
    return KINDS.index(kind) if kind in KINDS else len(KINDS)


def _proposals(found: Iterable[PendingProposal]) -> list[Point]:
    """The batch (everyone spoke, nothing stands) by age; then the others: what clicks, who blocks a person first, then
    what was carried over, then objections, then by age.
    """
    found = list(found)
    batch = sorted((p for p in found if p.is_quick), key=lambda p: (p.opened_at, p.ref))
    others = [p for p in found if not p.is_quick]
    others.sort(key=lambda p: (not p.pressing, -p.blocks, -p.carried, p.objections == 0, p.opened_at, p.ref))
    quick = [Point(Part.AGREEMENTS, p.ref, p.title, "agreement", p.carried, p.affects) for p in batch]
    kinds = [p.pressing or ("objection" if p.objections else "decision") for p in others]
    long = [
        Point(Part.DECISIONS, p.ref, p.title, kind, p.carried, p.affects) for p, kind in zip(others, kinds, strict=True)
    ]
    return quick + long


def _tensions(found: Iterable[Tension], part: Part, kind: str) -> list[Point]:
    ordered = sorted(found, key=lambda t: (-t.blocks, -t.carried, t.raised_at, t.ref))
    return [Point(part, t.ref, t.title, kind, t.carried) for t in ordered]


def _minutes(parts: set[Part], length: int) -> dict[Part, int]:
    """Minutes per part: its share of this length, at least one, and together not more than the length while there
    is a minute for each; what is too much is taken from whoever has most.
    """
    minutes = {
        part: max(1, share * length // USUAL_LENGTH)
        for part, share in SHARES.items()
        if part in parts or part in (Part.OPENING, Part.CLOSING)
    }
    while sum(minutes.values()) > max(length, len(minutes)):
        minutes[max(minutes, key=lambda part: minutes[part])] -= 1
    return minutes
