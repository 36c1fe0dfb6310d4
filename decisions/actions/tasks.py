"""Remind people of what is due: a reminder counts as sent when it is recorded; this may run late or twice."""

from datetime import timedelta

from decisions.actions.workflows.reminders import around, remind
from foundation.audit import clock
from foundation.audit.batch_jobs import each
from foundation.web.schedule import scheduled


@scheduled(every=timedelta(minutes=5))
def remind_of_due_actions() -> int:
    """Remind the owners of actions that are due tomorrow, today, or were yesterday; returns how many reminders."""
    return each("due_actions", around(clock.now()).iterator(chunk_size=500), remind)
