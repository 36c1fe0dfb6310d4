"""When a circle meets next, and so when a round ends. The app of syncs says when a circle meets
(`decisions.decisions.sync_sources`).
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import islice

from django.utils import timezone

from circles.circles.models import Circle
from circles.circles.queries.tree import circles_of
from circles.projects.models import Project
from decisions.decisions.deadlines import Calendar, first_sync, round_window
from decisions.decisions.models.rounds.participants import Participant
from decisions.decisions.models.rounds.round import Round
from decisions.decisions.models.rounds.working_time import calendar as calendar_of
from decisions.decisions.routing import Route
from decisions.decisions.sync_sources import sync_times

LOOKS_AT = 40
STILL_NEXT = timedelta(minutes=30)
"""So long after its time a sync is still the next one: it may be running."""


def next_sync(
    circle: Circle, opened_at: datetime, calendar: Calendar, earliest: datetime | None, *, pressing: bool = False
) -> datetime | None:
    """Return the next planned sync that may take what was opened then, a while ago or now; None without one."""
    since = max(opened_at, timezone.now() - STILL_NEXT)
    for times in sync_times(circle, since):
        coming = (at for at in islice(times, LOOKS_AT) if earliest is None or at >= earliest)
        if found := first_sync(opened_at, coming, calendar, pressing=pressing):
            return found
    return None


def end_of(round_: Round, participants: Sequence[Participant]) -> datetime | None:
    """Return when a round ends: its own time, or the sync that takes it, counted from when the last was asked who has
    not spoken, or the wording changed. None when it is closed, or no sync is planned.
    """
    if round_.closed_at is not None or round_.closes_at:
        return None if round_.closed_at else round_.closes_at
    first = min(one.opened_at for one in round_.proposal.rounds.all())
    worded = round_.last_reworded_at(participants)
    since = max([first, *(one.asked_at for one in participants if one.has_to_speak), *([worded] if worded else [])])
    since, working = first if round_.pressing else since, calendar_of(round_.proposal.project)
    return next_sync(round_.sync_of or round_.decides, since, working, round_.not_before, pressing=round_.pressing)


def sync_ahead(route: Route, project: Project, since: datetime, last: Round | None) -> datetime | None:
    """Return the next planned sync that may take a text put to a round then, after its `last` one; None where no sync
    decides, or none is planned.
    """
    if route.taken_at is None:
        return None
    working, taken_by = calendar_of(project), next(one for one in circles_of(project) if one.pk == route.taken_at)
    # What is irreversible is grave: the route says so.
    terms = round_window(route, reversibility="easy")
    grave_until = working.day_after(since, terms.not_before_days) if terms.not_before_days else None
    if grave_until and last and last.grave:
        grave_until = last.earliest_at or grave_until  # as `Proposal.write_round` keeps it
    waits_until = last.proposal.waits_until if last else None
    earliest = max(filter(None, (grave_until, waits_until)), default=None)
    return next_sync(taken_by, since, working, earliest, pressing=route.pressing)


def sync_taking(
    route: Route, project: Project, since: datetime, last: Round | None, participants: Sequence[Participant]
) -> datetime | None:
    """Return the sync that takes a proposal on this route: the one that ends its `last` round, in which these take
    part, while that is open; before and after, the first that may take what was or is opened then.
    """
    if last and last.closed_at is None and (last.sync_of_id, last.decides_id) == (route.taken_at, route.decides):
        return end_of(last, participants) if route.taken_at else None
    return sync_ahead(route, project, since, last)
