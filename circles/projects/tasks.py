"""What is done after the commit: search and citations read what people wrote."""

from datetime import timedelta

from circles.projects.models import WrittenThing
from circles.projects.workflows.following import follow
from foundation.audit import clock
from foundation.audit.batch_jobs import each
from foundation.web.schedule import scheduled, unscheduled

AT_ONCE = 500
LEFT_ALONE = timedelta(seconds=5)
"""Within which the worker that was woken at once has read it; what is older was left by a crash, or failed."""


@unscheduled("follow_later sends it for the thing that was written; follow_things finds what it missed.")
def follow_thing(kind: str, thing: str) -> int:
    """Let what follows words read one thing; returns how many did. Safe to run twice or never."""
    return each("talk", [(kind, thing)], lambda one: follow(*one))


@scheduled(every=timedelta(seconds=5))
def follow_things() -> int:
    """Do so with what was left behind, the oldest first; returns how many. Safe to run twice or never."""
    now = clock.now()
    rows = WrittenThing.objects.left_behind(now, before=now - LEFT_ALONE)[:AT_ONCE]
    things = dict.fromkeys(rows.values_list("kind", "thing"))
    return each("talk", things, lambda one: follow(*one))
