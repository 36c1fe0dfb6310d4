"""The least that a circle may do alone, by the names of its limits: another limit of `Circle.LIMITS` has one here."""

from decimal import Decimal
from typing import Any

NARROWEST: dict[str, Any] = {
    "unit_limit": Decimal(0),
    "limit_share": 0,
    "small_limit": Decimal(0),
    "max_reversibility": "easy",
}
