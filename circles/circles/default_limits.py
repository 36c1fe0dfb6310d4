"""What a circle commits alone: what it has in hand, unless the circle around it says less. Pure."""

from collections.abc import Callable, Iterable, Mapping
from decimal import ROUND_DOWN, Decimal
from typing import Any


def least_limit(unit_limit: Decimal | None, limit_share: int | None, in_hand: Decimal | None) -> Decimal | None:
    """Return what was set lower than what is in hand: an amount, a share (hundredths) of it, or the less of both; None
    where neither was set, or the share is of no budget.
    """
    shared = None if limit_share is None or in_hand is None else max(in_hand, Decimal(0)) * limit_share / 100
    return narrowest(limit for limit in (unit_limit, shared) if limit is not None)


SMALL_SHARE = Decimal("0.02")
"""Of the project's budget: fifty such acts would spend it."""


def small_limit_of(small_limit: Decimal | None, budget: Decimal | None) -> Decimal:
    """Return the most that is recorded after the fact: as the circle around set it, else a small share of the budget in
    whole units; nothing where the project has none.
    """
    usual = Decimal(0) if budget is None else (Decimal(budget) * SMALL_SHARE).quantize(Decimal(1), ROUND_DOWN)
    return usual if small_limit is None else small_limit


ANY_CIRCLE_MAY: Mapping[str, Callable[[Any], bool]] = {
    "unit_limit": lambda _amount: True,  # never more than it has in hand: an amount or a share only narrows that
    "limit_share": lambda _share: True,
    "small_limit": lambda amount: not amount,
    "max_reversibility": lambda undoing: undoing != "irreversible",
}
"""By the name of each of `Circle.LIMITS`: whether that much alone is no more than any circle may do."""


def is_usual(limits: Mapping[str, Any]) -> bool:
    """Return whether these limits, by name, let a circle do no more alone than any circle may."""
    return all(ANY_CIRCLE_MAY[name](value) for name, value in limits.items())


def narrowest(limits: Iterable[Decimal]) -> Decimal | None:
    """Return the limit that binds, of a circle's own and those of the circles around it; None where there is none."""
    return min(limits, default=None)
