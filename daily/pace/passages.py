"""How deciding goes: in which way each decision was taken, how many were asked, where it waited. Pure."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from decisions.decisions.routing import RouteKind

HOURS = (4, 24, 48, 96, 168)
"""Where the steps of the picture of hours end; the last one is open."""
PEOPLE = (1, 2, 4, 8, 12)
"""Where the steps of the picture of people asked end; the last one is open."""


@dataclass(frozen=True)
class Waits:
    """Where a decision waited, in hours: to be asked, for answers, for an objection to be lifted, for the end of its
    round (a sync, or its window).
    """

    ask: float = 0
    answers: float = 0
    objection: float = 0
    end: float = 0

    @property
    def parts(self) -> tuple[float, float, float, float]:
        """Return them in the order in which they are drawn."""
        return (self.ask, self.answers, self.objection, self.end)


@dataclass(frozen=True)
class Passage:
    """A decision on its way: number in the register, circle, way, people asked, hours from proposal to force."""

    number: int
    circle: int
    way: RouteKind
    asked: int
    hours: float
    waits: Waits


def waits_between(created: float, opened: float, answered: float, ended: float, objected: float) -> Waits:
    """Split the hours of a decision, given when things happened in hours of any clock, and how many an objection stood.

    Nothing is counted twice: what an objection took is no waiting for answers, nor for the end.
    """
    opened = min(max(opened, created), ended)
    answered = min(max(answered, opened), ended)
    asking, end = answered - opened, ended - answered
    lifting = min(max(objected, 0.0), asking + end)
    answers = max(asking - lifting, 0.0)
    return Waits(opened - created, answers, lifting, max(end - max(lifting - asking, 0.0), 0.0))


def shares(passages: Iterable[Passage]) -> dict[int, Counter[RouteKind]]:
    """Count by circle in which ways its decisions were taken."""
    found: dict[int, Counter[RouteKind]] = {}
    for one in passages:
        found.setdefault(one.circle, Counter())[one.way] += 1
    return found


def whole(passages: Iterable[Passage]) -> Counter[RouteKind]:
    """Count in which ways all were taken."""
    return Counter(one.way for one in passages)


def steps(values: Iterable[float], ends: Sequence[int]) -> list[int]:
    """Count values by steps that end at `ends`, each end included; the last step is open."""
    found = [0] * (len(ends) + 1)
    for value in values:
        found[sum(value > end for end in ends)] += 1
    return found


def middle(values: Iterable[float]) -> float | None:
    """Return the median; None of nothing."""
    every = list(values)
    return median(every) if every else None


def waiting_by_way(passages: Sequence[Passage]) -> Mapping[RouteKind, Waits]:
    """Return by way where its decisions waited, on average."""
    found = {}
    for way in RouteKind:
        rows = [one.waits.parts for one in passages if one.way == way]
        if rows:
            found[way] = Waits(*(sum(part) / len(rows) for part in zip(*rows, strict=True)))
    return found
