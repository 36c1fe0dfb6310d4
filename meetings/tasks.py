"""Ask for pulses before the syncs of the day; the database says whether it was done, a task is a hint."""

from datetime import datetime, timedelta

from audit import clock
from audit.batch_jobs import each
from meetings.models import Pulse, Ritual
from meetings.models.attendees import Gathering
from web.schedule import scheduled

ASKED_BEFORE = timedelta(hours=1)
"""So long before the pulses have to be in, people are asked for them."""


@scheduled(every=timedelta(minutes=5))
def ask_for_pulses() -> int:
    """Ask in every ritual whose pulses are due within the hour; returns in how many. Safe to run twice or never."""
    now = clock.now()
    current = Ritual.objects.current().lively().select_related("project", "circle")
    return each("pulses", current, lambda ritual: _ask(ritual, now))


def _ask(ritual: Ritual, now: datetime) -> bool:
    coming = ritual.next(now)
    if coming is None or not coming.pulse_until - ASKED_BEFORE <= now < coming.starts_at:
        return False
    given = Pulse.objects.on_day(ritual.project, coming.on).values("user")
    people = Gathering(ritual.project).people_of(ritual.circle).exclude(pk__in=given)
    return ritual.ask_for_pulses(coming, people)
