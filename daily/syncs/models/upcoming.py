"""The meetings ahead: of a circle, and of a person."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from heapq import merge

from django.db.models import Q

from circles.circles.models import Circle
from circles.circles.queries.tree import circles_of
from circles.projects.models import Project
from circles.projects.project_cache import per_request
from daily.syncs.models.attendees import gathering_in
from daily.syncs.models.recurring_sync import Occurrence, RecurringSync
from daily.syncs.models.sync import Sync
from foundation.accounts.models import User

GRACE = timedelta(minutes=30)
"""So long after its time a sync that nobody opened is still the next one."""


@dataclass(frozen=True)
class Ahead:
    """What a person is expected in: syncs that run now, and the next planned ones in order of time."""

    running: list[Sync]
    planned: list[Occurrence]

    @property
    def next(self) -> Occurrence | None:
        """Return the next planned one."""
        return self.planned[0] if self.planned else None


type Held = set[tuple[int | None, datetime | None]]
"""Occurrences that were opened, as pairs of recurring sync and planned instant."""


def planned_in(recurring_syncs: list[RecurringSync], after: datetime, held: Held) -> Iterator[Occurrence]:
    """Yield what these recurring syncs plan from `after` on, in order, without what was held already."""
    planned = merge(
        *(recurring_sync.occurrences(after) for recurring_sync in recurring_syncs), key=lambda one: one.starts_at
    )
    return (one for one in planned if (one.recurring_sync.pk, one.starts_at) not in held)


def syncs_of(circle: Circle, after: datetime) -> Iterator[datetime]:
    """Yield when the circle's planned syncs will begin."""
    recurring_syncs = gathering_in(circle.project).recurring_syncs.get(circle.pk, [])
    return (one.starts_at for one in planned_in(recurring_syncs, after, set()))


def ahead_of(project: Project, user: User, now: datetime) -> Ahead:
    """Return what is ahead of a person, each recurring sync's next meeting; read once in a request."""
    return per_request(project, ("ahead", user.pk), lambda: _read(project, user, now))


def _read(project: Project, user: User, now: datetime) -> Ahead:
    """Read it, with two queries where only the general circle meets. Before a recurring sync began nobody missed it."""
    since = now - GRACE
    runs_or_was_due = Q(closed_at=None) | Q(planned_for__gte=since)
    recent = (
        Sync.objects.not_cancelled()
        .filter(runs_or_was_due, project=project)
        .select_related("facilitator", "recurring_sync")
    )
    circles = {circle.pk: circle for circle in circles_of(project)} if recent else {}
    for sync in recent:
        sync.project, sync.circle = project, circles[sync.circle_id]
    recurring_syncs = gathering_in(project).recurring_syncs_for(user)
    held = {(sync.recurring_sync_id, sync.planned_for) for sync in recent}
    nexts = [
        next(planned_in([recurring_sync], max(since, recurring_sync.created_at), held), None)
        for recurring_sync in recurring_syncs
    ]
    planned = sorted((one for one in nexts if one), key=lambda one: one.starts_at)
    return Ahead([sync for sync in recent if sync.is_running], planned)
