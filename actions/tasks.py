"""Remind people of what is due: a reminder counts as sent when it is recorded; this may run late or twice."""

from celery import shared_task

from actions.workflows.reminders import around, remind
from audit import clock
from audit.batch_jobs import each


@shared_task
def remind_of_due_actions() -> int:
    """Remind the owners of actions that are due tomorrow, today, or were yesterday; returns how many reminders."""
    return each("due_actions", around(clock.now()).iterator(chunk_size=500), remind)
