"""Guests as pages show them: those of a thing, those of a project, and what a guest was let into."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from circles.circles.models import Circle
from circles.invitations import permissions
from circles.invitations.guest_things import guest_things
from circles.invitations.models import Guest, masked
from circles.projects.models import Project
from foundation.accounts.models import User
from foundation.audit import clock


@dataclass(frozen=True)
class GuestRow:
    """A guest in a list: what they are let into, how they stand, and what the reader may do about it."""

    guest: Guest
    thing: Any
    address: str
    is_over: bool
    days_left: int
    may_end: bool


@dataclass(frozen=True)
class GuestPlace:
    """Something a guest is let into; of a circle, what is found inside, by kind."""

    guest: Guest
    thing: Any
    inside: list[Any] = field(default_factory=list)

    @property
    def is_circle(self) -> bool:
        """Return whether it is a circle, which has no page for guests."""
        return isinstance(self.thing, Circle)


def things_of(guests: Iterable[Guest]) -> dict[tuple[str, str], Any]:
    """Return what guests are let into, by kind and id; a query for each kind."""
    keys: dict[str, set[str]] = defaultdict(set)
    for guest in guests:
        keys[guest.on_kind].add(guest.on_id)
    found: dict[tuple[str, str], Any] = {}
    for kind, ids in keys.items():
        model: Any = guest_things()[kind].model
        found |= {(kind, str(thing.pk)): thing for thing in model.objects.filter(pk__in=ids)}
    return found


def rows_of(guests: Iterable[Guest], reader: User) -> list[GuestRow]:
    """Return guests as rows, those who are in first; the address of who has not come is for who invited them."""
    guests, now = list(guests), clock.now()
    things = things_of(guests)
    rows = [_row(guest, things, reader, now) for guest in guests]
    return sorted(rows, key=lambda row: row.is_over)


def _row(guest: Guest, things: dict[tuple[str, str], Any], reader: User, now: datetime) -> GuestRow:
    circle, inviter = guest.circle, guest.invited_by_id
    is_open = permissions.may_see_address(reader, guest.project, inviter=inviter, circle=guest.circle_id)
    is_over = guest.is_over(now)
    return GuestRow(
        guest,
        things.get((guest.on_kind, guest.on_id)),
        guest.email if is_open else masked(guest.email),
        is_over,
        (guest.ends_on - guest.project.day_of(now)).days,
        not is_over and permissions.may_end_guest(reader, guest, circle),
    )


def places_of(user: User, project: Project) -> list[GuestPlace]:
    """Return what a person is let into at this instant, and nothing else."""
    guests = list(Guest.objects.current().of(user).filter(project=project).with_people().order_by("taken_at"))
    things = things_of(guests)
    return [_place(guest, things[guest.on_kind, guest.on_id], user) for guest in guests]


def _place(guest: Guest, thing: Any, user: User) -> GuestPlace:
    if not isinstance(thing, Circle):
        return GuestPlace(guest, thing)
    thing.project = guest.project
    return GuestPlace(guest, thing, [one for kind in guest_things().values() for one in kind.inside(thing, user)])
