"""When a track stands at a gate, and what its criteria say: pure rules over facts, days and exact decimals.

A gate comes at the first of: its learn-by day, 80 % of a cap, a kill criterion met by a measured value, 14 days of
nothing. Two syncs without an answer park it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

SHARE = Decimal("0.8")
"""Of a cap: from here on the circle is asked whether it goes on."""
QUIET_DAYS = 14
SYNCS = 2
"""So many syncs may end without an answer; then it is parked."""


class Operator(StrEnum):
    """How a value stands to a limit."""

    BELOW = "<"
    AT_MOST = "<="
    EQUAL = "="
    DIFFERENT = "!="
    AT_LEAST = ">="
    ABOVE = ">"

    def holds(self, value: Decimal, limit: Decimal) -> bool:
        """Return whether a value stands so to the limit."""
        return {
            Operator.BELOW: value < limit,
            Operator.AT_MOST: value <= limit,
            Operator.EQUAL: value == limit,
            Operator.DIFFERENT: value != limit,
            Operator.AT_LEAST: value >= limit,
            Operator.ABOVE: value > limit,
        }[self]

    @property
    def opposite(self) -> "Operator":
        """Return what holds exactly where this one does not: what a kill criterion asks of a value."""
        return OPPOSITES[self]

    @property
    def sign(self) -> str:
        """Return it as people write it."""
        return {"<=": "≤", ">=": "≥", "!=": "≠"}.get(self.value, self.value)


_PAIRS = (
    (Operator.BELOW, Operator.AT_LEAST),
    (Operator.AT_MOST, Operator.ABOVE),
    (Operator.EQUAL, Operator.DIFFERENT),
)
OPPOSITES = {**dict(_PAIRS), **{b: a for a, b in _PAIRS}}


class GateCause(StrEnum):
    """Why a track stands at its gate; of two on one day the first named counts."""

    KILL = "kill"
    LEARN_BY = "learn_by"
    MONEY = "money"
    DAYS = "days"
    QUIET = "quiet"


BY_TIME = (GateCause.LEARN_BY, GateCause.DAYS, GateCause.QUIET)
"""Gates that come without anyone doing anything."""


class Standing(StrEnum):
    """What a criterion says of a track."""

    GO = "go"
    UNKNOWN = "unknown"
    NO = "no"


def metric_key(metric: str, unit: str) -> str:
    """Return what tells metrics apart: the same words and unit, however spaced and capitalised."""
    return f"{' '.join(metric.split()).casefold()}|{' '.join(unit.split())}"


@dataclass(frozen=True)
class MeasuredValue:
    """A measured value: which metric (see `metric_key`), and the day by which it counts."""

    key: str
    value: Decimal
    on: date


@dataclass(frozen=True)
class Threshold:
    """A limit of a metric: what is met by some values."""

    key: str
    operator: Operator
    limit: Decimal

    def is_met_by(self, reading: MeasuredValue) -> bool:
        """Return whether a value of this very metric stands so to the limit."""
        return self.key == reading.key and self.operator.holds(reading.value, self.limit)


def standing(threshold: Threshold, readings: Iterable[MeasuredValue], *, kills: bool) -> Standing:
    """Return what a criterion says: by the last value measured of its metric (of one day, the last given)."""
    last: MeasuredValue | None = None
    for reading in readings:
        if reading.key == threshold.key and (last is None or reading.on >= last.on):
            last = reading
    if last is None:
        return Standing.UNKNOWN
    return Standing.GO if threshold.is_met_by(last) is not kills else Standing.NO


@dataclass(frozen=True)
class GateFacts:
    """What a gate depends on. `since`: the day it was started, resumed or last answered; `readings` and `moved_on` (the
    last day on which something happened) count from there. `explored_before`: days of earlier periods.
    """

    since: date
    running_since: date
    moved_on: date
    learn_by: date | None = None
    cap_money: Decimal | None = None
    spent: Sequence[tuple[date, Decimal]] = ()
    cap_days: int | None = None
    explored_before: int = 0
    kills: Sequence[Threshold] = ()
    readings: Sequence[MeasuredValue] = ()


@dataclass(frozen=True)
class Gate:
    """The day on which the circle is asked, and why."""

    on: date
    cause: GateCause


def gate(facts: GateFacts) -> Gate:
    """Return the first gate of a track that is explored: at the latest after 14 days of nothing."""
    days = {
        GateCause.KILL: _killed_on(facts),
        GateCause.LEARN_BY: facts.learn_by,
        GateCause.MONEY: _money_on(facts),
        GateCause.DAYS: _days_on(facts),
    }
    found = Gate(max(facts.moved_on, facts.since) + timedelta(QUIET_DAYS), GateCause.QUIET)
    for cause in reversed(GateCause):
        on = days.get(cause)
        if on is not None and max(on, facts.since) <= found.on:
            found = Gate(max(on, facts.since), cause)
    return found


def is_parked_by_silence(syncs: int) -> bool:
    """Return whether so many syncs without an answer park it."""
    return syncs >= SYNCS


def share_reached(cap: Decimal, spent: Decimal) -> bool:
    """Return whether so much of a cap is spent that the circle is asked."""
    return spent >= SHARE * cap


def gate_days(cap: int) -> int:
    """Return after how many days of a cap the circle is asked: 80 %, rounded up."""
    return -(-4 * cap // 5)


def _killed_on(facts: GateFacts) -> date | None:
    met = (one.on for one in facts.readings if any(kill.is_met_by(one) for kill in facts.kills))
    return min(met, default=None)


def _money_on(facts: GateFacts) -> date | None:
    if facts.cap_money is None:
        return None
    total = Decimal(0)
    for on, amount in sorted(facts.spent):
        total += amount
        if share_reached(facts.cap_money, total):
            return on
    return None


def _days_on(facts: GateFacts) -> date | None:
    if facts.cap_days is None:
        return None
    return facts.running_since + timedelta(gate_days(facts.cap_days) - facts.explored_before)
