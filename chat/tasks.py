"""Let talk come to its end: late or twice without harm."""

from datetime import timedelta

from audit import clock
from audit.batch_jobs import each
from chat.workflows.asking_outcomes import ask_outcome, quiet_topics
from web.schedule import scheduled

AT_ONCE = 200


@scheduled(every=timedelta(hours=1))
def ask_outcomes() -> int:
    """Ask who started a topic that went quiet what came of it, once; returns how many were asked."""
    now = clock.now()
    return each("talk", list(quiet_topics(now)[:AT_ONCE]), lambda head: ask_outcome(head, now))
