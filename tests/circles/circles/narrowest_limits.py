"""The least that a circle may do alone, by the names of its limits, and what lets it do much: another limit of
`Circle.LIMITS` has both here.
"""

from decimal import Decimal
from typing import Any

NARROWEST: dict[str, Any] = {
    "unit_limit": Decimal(0),
    "limit_share": 0,
    "small_limit": Decimal(0),
    "max_reversibility": "easy",
}
WIDE: dict[str, Any] = {
    "unit_limit": None,
    "limit_share": None,
    "small_limit": Decimal(50),
    "max_reversibility": "costly",
}
