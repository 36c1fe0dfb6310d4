"""Ask for pulses before the syncs of the day; the database says whether it was done, a task is a hint."""

from datetime import datetime, timedelta

from audit import clock
from audit.batch_jobs import each
from syncs.models import Pulse, RecurringSync
from syncs.models.attendees import Gathering
from web.schedule import scheduled

ASKED_BEFORE = timedelta(hours=1)
"""So long before the pulses have to be in, people are asked for them."""


@scheduled(every=timedelta(minutes=5))
def ask_for_pulses() -> int:
    """Ask in recurring syncs whose pulses are due within the hour; returns in how many. Safe to run twice or never."""
    now = clock.now()
    current = RecurringSync.objects.current().unarchived().select_related("project", "circle")
    return each("pulses", current, lambda recurring_sync: _ask(recurring_sync, now))


def _ask(recurring_sync: RecurringSync, now: datetime) -> bool:
    coming = recurring_sync.next(now)
    if coming is None or not coming.pulse_until - ASKED_BEFORE <= now < coming.starts_at:
        return False
    given = Pulse.objects.on_day(recurring_sync.project, coming.on).values("user")
    people = Gathering(recurring_sync.project).people_of(recurring_sync.circle).exclude(pk__in=given)
    return recurring_sync.ask_for_pulses(coming, people)
