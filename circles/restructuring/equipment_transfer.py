"""What becomes of a circle's equipment when circles change."""

from collections.abc import Collection
from datetime import datetime

from django.utils.translation import ngettext

from circles.circles.models import Circle, Equipment
from circles.circles.models.equipment import EquipmentQuerySet
from circles.restructuring.item_transfer import numbers_of
from circles.restructuring.transfers import Transfer
from foundation.accounts.models import User

LETTERS = "EQ"
"""Before the number by which a change of circles names equipment that goes along: EQ-12."""


def chosen(circle: Circle, only: Collection[str] | None) -> EquipmentQuerySet:
    """Return what a circle has on its list, all or what was chosen."""
    listed: EquipmentQuerySet = circle.equipment.listed()
    return listed if only is None else listed.filter(pk__in=numbers_of(LETTERS, only))


def choices(circle: Circle) -> list[tuple[str, str]]:
    """Name it all, for who splits a circle."""
    return [(f"{LETTERS}-{thing.pk}", thing.name) for thing in chosen(circle, None)]


def sentence(number: int, to: Circle) -> str:
    """Say that so much goes to a circle."""
    pieces = ngettext(
        "%(number)s piece of equipment goes to %(circle)s.",
        "%(number)s pieces of equipment go to %(circle)s.",
        number,
    )
    return pieces % {"number": number, "circle": to.name}


def move(circle: Circle, to: Circle, only: Collection[str] | None, by: User | None, at: datetime | None) -> int:
    """Move it to another circle; returns how many pieces."""
    things: list[Equipment] = list(chosen(circle, only))
    for thing in things:
        thing.transfer_to(to, by=by, at=at)
    return len(things)


TRANSFER = Transfer("equipment", choices, lambda circle, only: chosen(circle, only).count(), sentence, move)
