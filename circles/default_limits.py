"""What a circle commits alone where nobody has said so: a small share of the budget, and nothing irreversible. Pure."""

from collections.abc import Iterable
from decimal import ROUND_DOWN, Decimal

USUAL_SHARE = Decimal("0.02")
"""Of the project's budget: fifty such commitments would spend it."""


def usual_limit(budget: Decimal | None) -> Decimal:
    """Return the usual limit of one commitment, in whole units; nothing where the project has no budget to share."""
    return Decimal(0) if budget is None else (Decimal(budget) * USUAL_SHARE).quantize(Decimal(1), ROUND_DOWN)


def is_usual(*, budget: Decimal | None, unit_limit: Decimal | None, max_reversibility: str) -> bool:
    """Return whether these limits (all of `Circle.LIMITS`) let a circle do no more alone than any circle may; no limit
    means the usual one.
    """
    return max_reversibility != "irreversible" and (unit_limit is None or unit_limit <= usual_limit(budget))


def narrowest(limits: Iterable[Decimal]) -> Decimal | None:
    """Return the limit that binds, of a circle's own and those of the circles around it; None where there is none."""
    return min(limits, default=None)
