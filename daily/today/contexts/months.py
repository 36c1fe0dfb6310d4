"""The numbers of the pilot's page, month by month: medians, shares, counts, circles that claim each other. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from statistics import median

MONTHS = 12


def months_to(day: date, number: int = MONTHS) -> list[date]:
    """Return the first days of so many months, oldest first; the last is the month of `day`."""
    last = day.year * 12 + day.month - 1
    return [date(at // 12, at % 12 + 1, 1) for at in range(last - number + 1, last + 1)]


def months_since(first: date, day: date) -> list[date]:
    """Return the months from the first day's to the last one's, of a year at most."""
    number = (day.year - first.year) * 12 + day.month - first.month + 1
    return months_to(day, min(max(number, 1), MONTHS))


def month_of(day: date) -> date:
    """Return the first day of a day's month."""
    return date(day.year, day.month, 1)


def medians(rows: Iterable[tuple[date, float]], months: Sequence[date]) -> list[float | None]:
    """Return the median of each month's values; None for a month without any. Each row: a day, its value."""
    found = defaultdict(list)
    for day, value in rows:
        found[month_of(day)].append(value)
    return [median(found[month]) if found[month] else None for month in months]


def whole_median(rows: Sequence[tuple[date, float]]) -> float | None:
    """Return the median of them all; None for none."""
    return median(value for _day, value in rows) if rows else None


def whole_share(rows: Sequence[tuple[date, int, int]]) -> float | None:
    """Return the share of them all; None where there is nothing to share."""
    whole = sum(number for _day, _part, number in rows)
    return sum(part for _day, part, _whole in rows) / whole if whole else None


def shares(rows: Iterable[tuple[date, int, int]], months: Sequence[date]) -> list[float | None]:
    """Return each month's share, 0 to 1; None with nothing to share. Each row: a day, the part, the whole."""
    parts: dict[date, int] = defaultdict(int)
    wholes: dict[date, int] = defaultdict(int)
    for day, part, whole in rows:
        parts[month_of(day)] += part
        wholes[month_of(day)] += whole
    return [parts[month] / wholes[month] if wholes[month] else None for month in months]


def counts(rows: Iterable[tuple[date, int]], months: Sequence[date]) -> list[float | None]:
    """Return each month's sum; 0 for a month without any. Each row: a day, so many."""
    found: dict[date, int] = defaultdict(int)
    for day, number in rows:
        found[month_of(day)] += number
    return [found[month] for month in months]


@dataclass(frozen=True)
class ClaimRow:
    """A claim: one circle said of what another proposes, by its reference, what of its own that affects; and whether it
    released that.
    """

    claimant: int
    proposer: int
    reference: str
    what: str
    day: date
    is_released: bool = False


@dataclass(frozen=True)
class CirclePair:
    """Two circles that claim each other, with what they claimed, latest first."""

    one: int
    other: int
    claims: tuple[ClaimRow, ...]


def mutual(claims: Iterable[ClaimRow]) -> list[CirclePair]:
    """Return the pairs of circles of which each has claimed what the other proposed; the most claims first.

    A circle's claim on a proposal that has come to it meanwhile counts with nobody.
    """
    ordered = sorted(claims, key=_pair)
    pairs = []
    for (one, other), found in groupby(ordered, key=_pair):
        said = sorted(found, key=lambda claim: (claim.day, claim.reference), reverse=True)
        if one != other and len({claim.claimant for claim in said}) > 1:
            pairs.append(CirclePair(one, other, tuple(said)))
    return sorted(pairs, key=lambda pair: (-len(pair.claims), pair.one, pair.other))


def _pair(claim: ClaimRow) -> tuple[int, int]:
    return min(claim.claimant, claim.proposer), max(claim.claimant, claim.proposer)


@dataclass(frozen=True)
class Bar:
    """One month's bar in a picture of `WIDTH` by `HEIGHT`; `y` and `height` are 0 where there is nothing to draw."""

    x: float
    y: float
    width: float
    height: float

    @property
    def middle(self) -> float:
        """Return where its letter stands."""
        return self.x + self.width / 2


WIDTH, HEIGHT, LEAST = 240, 64, 1.5
WIDEST, GAP = 40, 4


def top_of(values: Sequence[float | None], top: float | None = None) -> float:
    """Return what the highest bar could show: the largest value, or `top`."""
    return max([top or 0.0, *(value or 0.0 for value in values)])


def bars(values: Sequence[float | None], top: float | None = None) -> list[Bar]:
    """Draw values as bars from the ground up to the largest (or `top`); a small one is still seen."""
    largest, step = top_of(values, top), min(WIDTH / len(values), WIDEST)
    drawn = []
    for place, value in enumerate(values):
        height = max(LEAST, round(HEIGHT * value / largest, 1)) if value and largest else 0.0
        drawn.append(Bar(round(place * step + GAP / 2, 1), round(HEIGHT - height, 1), step - GAP, height))
    return drawn
