"""What apps add to the circle map: numbers and signs of its circles, and lines of what it says of a chosen one."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal, get_args

from django.db.models import QuerySet

from circles.circles.models import Circle
from circles.projects.models import Project
from foundation.accounts.models import User
from foundation.web.extension_registry import Addition, Keyed, additions, merged

type NumbersByCircle = Callable[[Project, User], dict[int, int]]
type Signed = Callable[[Project], QuerySet[Any, Any]]
Sign = Literal["objection", "late"]
SIGNS: tuple[Sign, ...] = get_args(Sign)
"""Signs of circles on the map, the gravest first."""


@dataclass(frozen=True)
class MapNumbers(Keyed[str, NumbersByCircle]):
    """Numbers of the map (money, open, waiting) by circle id."""


@dataclass(frozen=True)
class MapSign(Addition):
    """What gives its circle a sign on the map: rows of anything that has a circle."""

    sign: Sign
    rows: Signed


@dataclass(frozen=True)
class MapCard(Addition):
    """A few lines of what the map says of a chosen circle: `show(circle, user)` gives template name and context."""

    key: str
    order: int
    show: Callable[[Circle, User], tuple[str, dict[str, Any]]]


def map_cards() -> list[MapCard]:
    """Return the parts of what the map says of a chosen circle, in their order."""
    return sorted(additions(MapCard), key=lambda card: card.order)


def map_numbers() -> Mapping[str, NumbersByCircle]:
    """Return the numbers of the map: `money`, `open`, `waiting`."""
    return merged(MapNumbers)


def map_signs() -> dict[str, list[Signed]]:
    """Return for each sign, the gravest first, what bears it, by anything that has a circle."""
    return {sign: [one.rows for one in additions(MapSign) if one.sign == sign] for sign in SIGNS}
