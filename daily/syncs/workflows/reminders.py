"""What people are asked for before a sync. One function each, called by a task that says how often
(`daily/syncs/tasks.py`).

A notice that asks for something has an event in `NoticeKinds` (`daily/syncs/extension.py`) whose kind `asks`: then it
is over when the sync begins (`RecurringSync.asks_until`), is neither mailed nor pushed after that, and reaches no
followers. Whom to ask says `expected_at`.
"""

from datetime import datetime, timedelta

from django.db.models import QuerySet

from daily.syncs.models import Occurrence, Pulse, RecurringSync
from daily.syncs.models.attendees import gathering_in
from decisions.decisions.models import Absence
from foundation.accounts.models import User

ASKED_BEFORE = timedelta(hours=1)
"""So long before the pulses have to be in, people are asked for them."""


def ask_for_pulses(recurring_sync: RecurringSync, now: datetime) -> bool:
    """Ask who has not given their pulse for the next meeting, once it is due within the hour; return whether it did."""
    coming = recurring_sync.next(now)
    if coming is None or not coming.pulse_until - ASKED_BEFORE <= now < coming.starts_at:
        return False
    given = Pulse.objects.on_day(recurring_sync.project, coming.on).values("user")
    return recurring_sync.ask_for_pulses(coming, expected_at(coming).exclude(pk__in=given))


def expected_at(coming: Occurrence) -> QuerySet[User]:
    """Return who is expected in a meeting and not away on its day."""
    recurring_sync = coming.recurring_sync
    away = Absence.objects.in_project(recurring_sync.project).on(coming.on).values("user")
    return gathering_in(recurring_sync.project).people_of(recurring_sync.circle).exclude(pk__in=away)
