"""Money along the tree: from any circle to any other, and with a circle that moves to another place."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from circles.circles.models import Circle
from circles.money.domain_events import MoneyChanged
from circles.money.models import Allotment, Purse
from foundation.accounts.models import User
from foundation.web.extension_registry import publish


def transfer_money(
    from_: Circle, to: Circle, amount: Decimal, *, by: User | None, at: datetime | None = None, why: str = ""
) -> Decimal:
    """Move money that is in hand from a circle to any other: up to where their ways meet, and down again.

    Returns the amount; zero, and nothing is done, without an amount or a budget. The caller holds the lock.

    :raises Refused: when it is not in hand.
    """
    purse = Purse.of(from_)
    if not amount or purse.allotted is None:
        return Decimal(0)
    purse.refuse_beyond(amount)
    up, down = list(from_.ancestors(include_self=True))[::-1], list(to.ancestors(include_self=True))[::-1]
    meeting = next(circle for circle in up if circle in down)
    common: dict[str, Any] = {"by": by, "at": at, "why": why}
    for place in range(up.index(meeting)):
        Purse.of(up[place + 1]).move(Purse.of(up[place]), -amount, **common)
    for place in reversed(range(down.index(meeting))):
        Purse.of(down[place + 1]).move(Purse.of(down[place]), amount, **common)
    publish(MoneyChanged(circle=meeting, by=by, at=at))
    return amount


def move_with_money(circle: Circle, to: Circle, *, by: User | None, at: datetime) -> None:
    """Put a circle right inside another, with its whole allotment.

    The caller holds the lock, has made sure that it fits, and records the event.
    """
    purse = Purse.of(circle)
    if purse.allotted:
        _reroute_allotment(circle, to, purse.allotted, by=by, at=at)
    circle.parent = to
    circle.parent_hue = None if to.is_general else to.hue
    circle.save()


def _reroute_allotment(circle: Circle, to: Circle, amount: Decimal, *, by: User | None, at: datetime) -> None:
    """Take an allotment off the way to the old place, and put it on the way to the new one.

    On both ways, below the first circle that they share, what was received and what was handed on change alike.
    """
    leaving = list(circle.ancestors())[::-1]
    arriving = list(to.ancestors(include_self=True))[::-1]
    shared = {one.pk for one in leaving} & {one.pk for one in arriving}
    for way, part in ((leaving, -amount), (arriving, amount)):
        below = circle
        for place in way:
            Allotment.objects.create(project=place.project, given_by=place, given_to=below, amount=part, by=by, at=at)
            if place.pk in shared:
                break
            purse = Purse.of(place)
            purse.allotted = (purse.allotted or Decimal(0)) + part
            purse.handed_on += part
            purse.save()
            below = place
