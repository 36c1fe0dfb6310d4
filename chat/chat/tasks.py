"""Let talk come to its end: late or twice without harm."""

from datetime import timedelta

from chat.chat.models import ScheduledMessage
from chat.chat.workflows.asking_outcomes import ask_outcome, quiet_topics
from chat.chat.workflows.scheduled_messages import send_scheduled_message
from foundation.audit import clock
from foundation.audit.batch_jobs import each
from foundation.web.schedule import scheduled

AT_ONCE = 200


@scheduled(every=timedelta(hours=1))
def ask_outcomes() -> int:
    """Ask who started a topic that went quiet what came of it, once; returns how many were asked."""
    now = clock.now()
    return each("talk", list(quiet_topics(now)[:AT_ONCE]), lambda head: ask_outcome(head, now))


@scheduled(every=timedelta(seconds=30))
def send_scheduled_messages() -> int:
    """Say what was written to be said now; returns how much."""
    return each("talk", list(ScheduledMessage.objects.due(clock.now())[:AT_ONCE]), send_scheduled_message)
