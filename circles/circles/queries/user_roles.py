"""Where a person stands in a project: in which circles they are, in which roles, from one query."""

from collections.abc import Iterable, KeysView
from dataclasses import dataclass
from datetime import datetime

from django.db.models import FilteredRelation

from circles.circles.models import Circle, Membership
from circles.circles.models.role import VOICES, is_held
from circles.projects.models import Project
from circles.projects.project_cache import per_request
from foundation.accounts.models import User


@dataclass(frozen=True)
class CircleSeat:
    """One circle the person is in, since when, and since when they hold which role; `parent` is None for the general
    circle.
    """

    circle: int
    parent: int | None
    is_open: bool
    started_at: datetime
    since: dict[str, datetime]

    @property
    def roles(self) -> KeysView[str]:
        """Return the roles they hold."""
        return self.since.keys()

    @property
    def has_a_voice_around(self) -> bool:
        """Return whether it makes them a member of the circle around: as pilot or delegate of an open one."""
        return self.is_open and not self.roles.isdisjoint(VOICES)


class UserRoles:
    """A person's seats in one project."""

    def __init__(self, seats: Iterable[CircleSeat]) -> None:
        self.seats = {seat.circle: seat for seat in seats}

    def is_in(self, circle: Circle) -> bool:
        """Return whether the circle is one of theirs."""
        return circle.pk in self.seats

    def pilots(self, circle: int | None) -> bool:
        """Return whether they pilot the circle with this id."""
        return circle in self.seats and "pilot" in self.seats[circle].roles

    def facilitates(self, circle: int | None) -> bool:
        """Return whether they facilitate the circle with this id."""
        return circle in self.seats and "facilitator" in self.seats[circle].roles

    def facilitates_since(self, circle: int, moment: datetime) -> bool:
        """Return whether they facilitate the circle with this id, and did so at that moment already."""
        return self.facilitates(circle) and self.seats[circle].since["facilitator"] <= moment

    def leads(self, circle: int | None) -> bool:
        """Return whether they pilot or facilitate the circle with this id."""
        return circle in self.seats and not self.seats[circle].roles.isdisjoint({"pilot", "facilitator"})

    @property
    def pilots_project(self) -> bool:
        """Return whether they pilot the general circle."""
        return any(seat.parent is None and "pilot" in seat.roles for seat in self.seats.values())

    def has_a_voice_in(self, circle: Circle) -> bool:
        """Return whether they are in it, or pilot or delegate of an open circle right inside."""
        return self.is_in(circle) or any(
            seat.parent == circle.pk and seat.has_a_voice_around for seat in self.seats.values()
        )


type SeatRow = tuple[int, int | None, datetime | None, datetime, str | None, datetime | None]


def roles_of(user: User, project: Project) -> UserRoles:
    """Read where a person stands, in one query; once in a request."""
    return per_request(project, ("roles", user.pk), lambda: _read(user, project))


def _read(user: User, project: Project) -> UserRoles:
    held = FilteredRelation("roles", condition=is_held("roles__"))
    current = Membership.objects.current().filter(user=user, project=project).annotate(held=held)
    rows: Iterable[SeatRow] = current.order_by("pk", "-held__started_at").values_list(
        "circle", "circle__parent", "circle__closed_at", "started_at", "held__kind", "held__started_at"
    )
    seats: dict[int, CircleSeat] = {}
    for circle, parent, closed_at, started_at, kind, since in rows:
        seat = seats.setdefault(circle, CircleSeat(circle, parent, closed_at is None, started_at, {}))
        if kind and since:
            seat.since[kind] = since  # of two roles of a kind, since the first
    return UserRoles(seats.values())
