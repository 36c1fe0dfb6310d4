"""Money along the tree: from any circle to any other, and with a circle that is hung at another place."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from accounts.models import User
from circles.extension_registry import publish
from circles.models.circle import Circle, MoneyChanged
from circles.models.money import Allotment
from circles.models.purse import Purse


def rehang(circle: Circle, to: Circle, *, by: User | None, at: datetime) -> None:
    """Put a circle right inside another. The caller holds the lock, has made sure that it fits, and tells.

    Its whole allotment leaves the way from the old place up to the first circle that both ways share, and takes the
    way down to the new one: on both, what was received and what was handed on change alike.
    """
    purse = Purse.of(circle)
    if purse.allotted:
        _reroute_money(circle, to, purse.allotted, by=by, at=at)
    circle.parent = to
    circle.parent_hue = None if to.is_general else to.hue
    circle.save()


def _reroute_money(circle: Circle, to: Circle, amount: Decimal, *, by: User | None, at: datetime) -> None:
    leaving = list(circle.ancestors())[::-1]
    arriving = list(to.ancestors(include_self=True))[::-1]
    shared = {one.pk for one in leaving} & {one.pk for one in arriving}
    for way, part in ((leaving, -amount), (arriving, amount)):
        below = circle
        for place in way:
            _note(place, below, part, by=by, at=at)
            if place.pk in shared:
                break
            held = Purse.of(place)
            held.allotted = (held.allotted or Decimal(0)) + part
            held.handed_on += part
            held.save()
            below = place


def _note(place: Circle, below: Circle, part: Decimal, *, by: User | None, at: datetime) -> None:
    """Write that money left or entered one step of the way."""
    Allotment.objects.create(project=place.project, given_by=place, given_to=below, amount=part, by=by, at=at)


def shift(
    from_: Circle, to: Circle, amount: Decimal, *, by: User | None, at: datetime | None = None, why: str = ""
) -> Decimal:
    """Bring money that is in hand from a circle to any other, up to where their ways meet and down again.

    The caller holds the lock. Gives the amount; nothing is done for none, or without a budget.

    :raises Refused: when it is not in hand.
    """
    purse = Purse.of(from_)
    if not amount or purse.allotted is None:
        return Decimal(0)
    purse.refuse_beyond(amount)
    up, down = list(from_.ancestors(include_self=True))[::-1], list(to.ancestors(include_self=True))[::-1]
    meeting = next(circle for circle in up if circle in down)
    told: dict[str, Any] = {"by": by, "at": at, "why": why}
    for place in range(up.index(meeting)):
        Purse.of(up[place + 1]).hand(Purse.of(up[place]), -amount, **told)
    for place in reversed(range(down.index(meeting))):
        Purse.of(down[place + 1]).hand(Purse.of(down[place]), amount, **told)
    publish(MoneyChanged(circle=meeting, by=by, at=at))
    return amount
