"""In which order what was found is shown: by how well it fits, how fresh it is, and how near to one's circles."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

HALF_FRESH = timedelta(days=90)
NEAR, NEXT = 1.25, 1.1
WEIGHTS: Mapping[str, float] = {"message": 0.8, "comment": 0.85, "attachment": 0.9, "topic": 0.95}
ANSWERS: Mapping[tuple[str, str], float] = {
    ("decision", "in_force"): 1.5,
    ("topic", "done"): 1.5,
    ("question", "done"): 1.4,
    ("proposal", "open"): 1.2,
    ("clause", "in_force"): 1.2,
    ("action", "done"): 1.1,
}
"""How much better what answers a question is, by its kind and state."""


@dataclass(frozen=True)
class Nearness:
    """A person's circles, and those beside them in the tree."""

    own: Collection[int] = ()
    beside: Collection[int] = ()

    def of(self, circle: int | None) -> float:
        """Return how much nearer something in a circle is."""
        return NEAR if circle in self.own else NEXT if circle in self.beside else 1.0


def freshness(happened_at: datetime | None, now: datetime) -> float:
    """Return 1 for what is of now, three quarters for what is three months old, a half in the end."""
    if happened_at is None:
        return 0.5
    # Whole days: from one page of results to the next the order stays.
    age = timedelta(days=max((now - happened_at).days, 0))
    return 0.5 + 0.5 / (1 + age / HALF_FRESH)


def score(kind: str, fit: float, happened_at: datetime | None, now: datetime, nearness: float) -> float:
    """Return what things are ordered by, the highest first."""
    return round(WEIGHTS.get(kind, 1.0) * fit * freshness(happened_at, now) * nearness, 6)
