"""Remind people before the syncs of the day; the database says whether it was done, a task is a hint."""

from datetime import timedelta

from daily.syncs.models import RecurringSync
from daily.syncs.workflows import reminders
from foundation.audit import clock
from foundation.audit.batch_jobs import each
from foundation.web.schedule import scheduled


@scheduled(every=timedelta(minutes=5))
def ask_for_pulses() -> int:
    """Ask in recurring syncs whose pulses are due within the hour; returns in how many. Safe to run twice or never."""
    now = clock.now()
    current = RecurringSync.objects.current().unarchived().select_related("project", "circle")
    return each("pulses", current, lambda recurring_sync: reminders.ask_for_pulses(recurring_sync, now))
