"""What a circle decides alone, by its own limits and those of the circles around it."""

from decimal import Decimal
from typing import TypedDict

from circles.circles.default_limits import narrowest
from circles.circles.models import Circle
from circles.circles.queries.tree import path_to
from circles.projects.models import Reversibility


class Autonomy(TypedDict):
    """How much at once (None: what is in hand, `has`), that (None: no budget), what is recorded at once where nobody
    else would be asked (None: what costs nothing), and how hard to undo at most (empty in the general circle).
    """

    limit: Decimal | None
    has: Decimal | None
    small: Decimal | None
    undoing: str


def autonomy_of(circle: Circle) -> Autonomy:
    """Return what binds a circle."""
    path = path_to(circle)
    return {
        "limit": narrowest(limit for one in path if (limit := one.limit) is not None),
        "has": circle.in_hand,
        "small": circle.small_limit,
        "undoing": min((one.max_reversibility for one in path[1:]), key=Reversibility.values.index, default=""),
    }
