"""Years and amounts as addresses of the register write them; None for what none of ours can be."""

from decimal import Decimal, InvalidOperation

from circles.projects.forms.amounts import plain
from foundation.web.pagination import YEARS

BEYOND = 10**12
"""No budget reaches this."""


def year_in(words: str) -> int | None:
    """Read a year of four digits."""
    return int(words) if len(words) == 4 and words.isdecimal() and int(words) in YEARS else None


def amount_in(words: str) -> Decimal | None:
    """Read an amount as people write one; nothing below 0 or beyond any budget, nor finer than cents: a colleague with
    whom a person shares ?least=6,850 reads thousands where they read thousandths.
    """
    try:
        amount = Decimal(plain(words))
    except InvalidOperation:
        return None
    if not amount.is_finite() or not 0 <= amount < BEYOND:
        return None
    return amount if int(amount.as_tuple().exponent) >= -2 else None
