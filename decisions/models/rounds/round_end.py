"""When a circle meets next, and so when a round ends. Meetings know when a circle meets (`Extension.sync_times`)."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import islice

from django.utils import timezone

from circles.extension_points import sync_times
from circles.models import Circle
from decisions.deadlines import Calendar, first_sync
from decisions.models.rounds.participants import Participant
from decisions.models.rounds.round import Round
from decisions.models.rounds.working_time import calendar as calendar_of

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
    return next_sync(round_.decides, since, working, round_.not_before, pressing=round_.pressing)
