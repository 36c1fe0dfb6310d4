"""What a circle decides alone, by its own limits and those of the circles around it."""

from decimal import Decimal
from typing import TypedDict

from circles.default_limits import narrowest
from circles.models import Circle
from circles.queries.tree import path_to
from projects.models import Reversibility


class Autonomy(TypedDict):
    """How much at once (None: no limit), and how hard to undo at most (empty in the general circle)."""

    limit: Decimal | None
    undoing: str


def autonomy_of(circle: Circle) -> Autonomy:
    """Return what binds a circle."""
    path = path_to(circle)
    return {
        "limit": narrowest(one.limit for one in path if one.limit is not None),
        "undoing": min((one.max_reversibility for one in path[1:]), key=Reversibility.values.index, default=""),
    }
