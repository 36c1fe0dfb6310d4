"""Where a person stands in a project: in which circles they are, in which roles, from one query."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import FilteredRelation, Q

from accounts.models import User
from circles.models import Circle, Project
from circles.models.membership import VOICES
from circles.reading import once


@dataclass(frozen=True)
class Seat:
    """One circle the person is in; `parent` is None for the general circle."""

    circle: int
    parent: int | None
    is_open: bool
    roles: frozenset[str]


class Standing:
    """A person's seats in one project."""

    def __init__(self, seats: Iterable[Seat]) -> None:
        self.seats = {seat.circle: seat for seat in seats}

    def is_in(self, circle: Circle) -> bool:
        """Say whether the circle is one of theirs."""
        return circle.pk in self.seats

    def pilots(self, circle: int | None) -> bool:
        """Say whether they pilot the circle with this id."""
        return circle in self.seats and "pilot" in self.seats[circle].roles

    def leads(self, circle: int | None) -> bool:
        """Say whether they pilot or facilitate the circle with this id."""
        return circle in self.seats and not self.seats[circle].roles.isdisjoint({"pilot", "facilitator"})

    @property
    def pilots_project(self) -> bool:
        """Say whether they pilot the general circle."""
        return any(seat.parent is None and "pilot" in seat.roles for seat in self.seats.values())

    def has_a_voice_in(self, circle: Circle) -> bool:
        """Say whether they are in it, or pilot or delegate of an open circle right inside."""
        return self.is_in(circle) or any(
            seat.parent == circle.pk and seat.is_open and not seat.roles.isdisjoint(VOICES)
            for seat in self.seats.values()
        )


def standing_of(user: User, project: Project) -> Standing:
    """Read where a person stands; once where the project was found for a request."""
    return once(project, ("standing", user.pk), lambda: _read(user, project))


def _read(user: User, project: Project) -> Standing:
    held = FilteredRelation("roles", condition=Q(roles__ended_at=None))
    rows = user.memberships.current().filter(project=project).annotate(held=held)
    seats: dict[int, Seat] = {}
    for circle, parent, closed_at, kind in rows.values_list(
        "circle", "circle__parent", "circle__closed_at", "held__kind"
    ):
        before = seats[circle].roles if circle in seats else frozenset()
        seats[circle] = Seat(circle, parent, closed_at is None, before | ({kind} if kind else frozenset()))
    return Standing(seats.values())
