"""What a circle commits alone: what it has in hand, unless the circle around it says less. Pure."""

from collections.abc import Iterable
from decimal import ROUND_DOWN, Decimal


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


def is_usual(
    *, unit_limit: Decimal | None, limit_share: int | None, small_limit: Decimal | None, max_reversibility: str
) -> bool:
    """Return whether these limits (all of `Circle.LIMITS`) let a circle do no more alone than any circle may: nothing
    irreversible, and nothing recorded that costs where nobody else would be asked. How much it commits is never more
    than it has in hand, so that an amount or a share only narrows it.
    """
    return max_reversibility != "irreversible" and not small_limit


def narrowest(limits: Iterable[Decimal]) -> Decimal | None:
    """Return the limit that binds, of a circle's own and those of the circles around it; None where there is none."""
    return min(limits, default=None)
