"""What apps keep in circles, for when a circle is closed, merged or split."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from circles.circles.models import Circle
from foundation.accounts.models import User
from foundation.web.extension_registry import Addition, additions


@dataclass(frozen=True)
class Transfer(Addition):
    """What an app keeps in circles.

    `count(circle, only)` counts it, all or what has one of the references `only`; `sentence(number, to)` says that so
    much goes to a circle; `move(circle, to, only, by, at)` gives it to that circle and counts it, inside the change's
    transaction; `choices(circle)` names it all, by reference and title. What `is_alive` leaves a circle that
    closes; the rest stays there to be read.

    What is moved goes on, whatever limits that circle has: nothing is refused because of one, and a proposal beyond one
    is decided around the circle (`decisions/decisions/routing.py`).
    """

    key: str
    choices: Callable[[Circle], list[tuple[str, str]]]
    count: Callable[[Circle, Collection[str] | None], int]
    sentence: Callable[[int, Circle], str]
    move: Callable[[Circle, Circle, Collection[str] | None, User | None, datetime | None], int]
    is_alive: bool = True


def transfers() -> Sequence[Transfer]:
    """Return what apps keep in circles."""
    return additions(Transfer)
