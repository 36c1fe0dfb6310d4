"""Whom a sync brings together: the circle's members, and who has no sync of their own nearer."""

from functools import cached_property

from django.db import models

from circles.circles.models import Circle, Membership
from circles.circles.queries.tree import circles_of
from circles.circles.queries.user_roles import roles_of
from circles.projects.models import Project
from circles.projects.project_cache import per_request
from daily.syncs.models.recurring_sync import RecurringSync
from foundation.accounts.models import User
from foundation.web.collation import Alphabetical


def gathering_in(project: Project) -> "Gathering":
    """Return the project's gathering; read once where the project was found for a request."""
    return per_request(project, "gathering", lambda: Gathering(project))


class Gathering:
    """Which circle's sync is the nearest for each circle of a project: its own, else its nearest ancestor's."""

    def __init__(self, project: Project) -> None:
        self.project = project

    @cached_property
    def recurring_syncs(self) -> dict[int, list[RecurringSync]]:
        """Return the current recurring syncs by circle."""
        found: dict[int, list[RecurringSync]] = {}
        for recurring_sync in RecurringSync.objects.in_project(self.project).current():
            recurring_sync.project = recurring_sync.circle.project = self.project
            found.setdefault(recurring_sync.circle_id, []).append(recurring_sync)
        return found

    @property
    def current_recurring_syncs(self) -> list[RecurringSync]:
        """Return the current recurring syncs."""
        return [
            recurring_sync for recurring_syncs in self.recurring_syncs.values() for recurring_sync in recurring_syncs
        ]

    @cached_property
    def nearest(self) -> dict[int, int]:
        """Return for each open circle the nearest one with a recurring sync; circles without any are left out."""
        parents = {one.pk: one.parent_id for one in circles_of(self.project) if not one.is_closed}
        nearest: dict[int, int] = {}
        for pk in parents:
            at: int | None = pk
            while at is not None and at not in self.recurring_syncs:
                at = parents.get(at)
            if at is not None:
                nearest[pk] = at
        return nearest

    def covered_by(self, circle: Circle) -> list[int]:
        """Return the circles whose nearest sync is this circle's, itself always among them."""
        return [pk for pk, at in self.nearest.items() if at == circle.pk and pk != circle.pk] + [circle.pk]

    def people_of(self, circle: Circle) -> models.QuerySet[User]:
        """Return who is expected in the circle's sync: its members, and the own people of the circles it covers."""
        inside = Membership.objects.current().filter(circle__in=self.covered_by(circle)).values("user")
        voices = Membership.objects.with_a_voice_in(circle).values("user")
        return User.objects.filter(models.Q(pk__in=inside) | models.Q(pk__in=voices)).order_by(Alphabetical("name"))

    def recurring_syncs_for(self, user: User) -> list[RecurringSync]:
        """Return the recurring syncs that a person is expected in."""
        every = self.current_recurring_syncs
        if all(recurring_sync.circle.is_general for recurring_sync in every):
            return every  # the usual case, without reading the tree
        seats = roles_of(user, self.project).seats
        near = {self.nearest[pk] for pk in seats if pk in self.nearest}
        near |= {
            seat.parent for seat in seats.values() if seat.has_a_voice_around and seat.parent in self.recurring_syncs
        }
        return [recurring_sync for recurring_sync in every if recurring_sync.circle_id in near]
