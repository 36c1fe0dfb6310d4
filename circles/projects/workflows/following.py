"""Let search and citations read what people wrote, once it is in the database.

Who speaks holds the row of a topic, and all others who speak there wait for it: what takes longer than writing the
words down is done after the commit. `follow_later` leaves a row in the outbox; a worker is woken at once, and the
schedule finds what a crash left behind. Whoever reads a thing reads all of it as it is then, so that doing it twice
changes nothing, and rows of one thing are taken together, by one worker at a time.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from django.db import transaction

from circles.projects.models import Subject, WrittenThing
from circles.projects.models.subject import ContentWritten
from circles.projects.models.written_thing import MAX_ERROR
from foundation.audit import clock
from foundation.inbox.retry_rules import wait_after
from foundation.web.extension_registry import Keyed, merged, publish
from foundation.web.task_queue import send_on_commit

FOLLOW = "projects.tasks.follow_thing"
"""By name: tasks stand above what is shared by pages and API."""
_at_once: ContextVar[bool] = ContextVar("followed_at_once", default=False)


@dataclass(frozen=True)
class FollowedLater(Keyed[str, type[Subject]]):
    """The models of things that are followed after the commit, by their kind."""


def follow_later(kind: str, thing: str) -> None:
    """Let `ContentWritten` be published of a thing once the caller's transaction is written; `thing` is its id."""
    if _at_once.get():
        _publish(kind, thing)
        return
    WrittenThing.objects.create(kind=kind, thing=thing)
    send_on_commit(FOLLOW, kind, thing)


@contextmanager
def followed_at_once() -> Iterator[None]:
    """Publish inside the transaction meanwhile: who makes a whole project in one leaves nothing for later."""
    token = _at_once.set(True)
    try:
        yield
    finally:
        _at_once.reset(token)


def follow(kind: str, thing: str) -> int:
    """Publish `ContentWritten` of a thing as it is now, and take its rows off the outbox; return how many things were
    followed. What fails is tried again later, and later each time.
    """
    try:
        with transaction.atomic():
            rows = list(WrittenThing.objects.of(kind, thing).select_for_update())  # of two workers one waits here
            if not rows:
                return 0
            _publish(kind, thing)
            WrittenThing.objects.filter(pk__in=[row.pk for row in rows]).delete()
    except Exception as error:
        _note_failure(kind, thing, error)
        raise
    return 1


def _publish(kind: str, thing: str) -> None:
    if found := merged(FollowedLater)[kind]._default_manager.filter(pk=thing).first():
        publish(ContentWritten(things=[found]))


def _note_failure(kind: str, thing: str, error: Exception) -> None:
    with transaction.atomic():
        rows = WrittenThing.objects.of(kind, thing).select_for_update()
        if not rows:
            return
        attempts = max(row.attempts for row in rows) + 1
        later, why = clock.now() + wait_after(attempts), f"{type(error).__name__}: {error}"[:MAX_ERROR]
        for row in rows:
            row.attempts, row.next_try_at, row.error = attempts, later, why
            row.save()
