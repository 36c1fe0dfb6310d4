"""Reads and writes of the log for document sessions, each in one short transaction, called in a thread."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.conf import settings
from django.db.models import Subquery
from django.db.models.functions import Coalesce

from documents.coediting.models import DocumentState, Log, Quarantine, Snapshot, Update
from documents.coediting.owning_app import DocumentStatus, owning_app
from foundation.audit import clock
from foundation.web.repeated_query import RepeatedQuery

if TYPE_CHECKING:
    from django.db.models import QuerySet

type Landed = Callable[[Sequence[PendingUpdate], Sequence[int] | None], None]

FAILPOINT: str = settings.ENVIRONMENT.failpoint


@dataclass(slots=True, eq=False)
class PendingUpdate:
    """An update that waits to be on disk. Without `data` it only asks for the place of what is there already.

    Updates that were taken together have the same `landed`. It is called on the event loop with those of them that one
    commit held, and their places in the log; with None in place of these when they can never be written.
    """

    document: UUID
    message_id: str
    user: UUID | None
    data: bytes | None
    landed: Landed


def size_of(updates: Iterable[PendingUpdate]) -> int:
    """Return how many bytes some updates are."""
    return sum(len(pending.data) for pending in updates if pending.data)


def failpoint(name: str) -> None:
    """End this process as kill -9 would, where the environment says so (tests of crashes only)."""
    if name == FAILPOINT:
        os.kill(os.getpid(), signal.SIGKILL)


def load(document: UUID) -> tuple[DocumentStatus, DocumentState] | None:
    """Read a document whole, as `Log.read` does; None when there is none. Three queries that are composed once."""
    status = owning_app().status(document)
    if status is None:
        return None
    state = read_log(document)
    return replace(status, seq=state.seq), state


def read_log(document: UUID) -> DocumentState:
    """Read what is stored of a document."""
    # The tail before the snapshot: a newer one, made meanwhile, overlaps with it, and leaves nothing out.
    tail = _tails.rows(document=document)
    rest = [bytes(data) for _, data in tail]
    for seq, data, vector, sha256 in _snapshots.rows(document=document):
        whole = bytes(data)
        if not Snapshot(data=whole, sha256=sha256).is_sound:
            return Log.objects.get(pk=document).read()
        return DocumentState(max([seq, *(place for place, _ in tail[-1:])]), [whole, *rest], bytes(vector))
    return DocumentState(tail[-1][0] if tail else 0, rest)


def _snapshots_of(document: UUID) -> QuerySet[Snapshot, tuple[Any, ...]]:
    newest = Snapshot.objects.filter(log=document).order_by("-seq")
    return newest.values_list("seq", "data", "vector", "sha256")[:1]


def _tails_of(document: UUID) -> QuerySet[Update, tuple[Any, ...]]:
    snapshots = Snapshot.objects.filter(log=document).order_by("-seq").values("seq")
    rest = Update.objects.filter(log=document, seq__gt=Coalesce(Subquery(snapshots[:1]), 0))
    return rest.order_by("seq").values_list("seq", "data")


_snapshots = RepeatedQuery(_snapshots_of, "document", of_bytes=True)
_tails = RepeatedQuery(_tails_of, "document", of_bytes=True)


def quarantine(document: UUID, user: UUID, size: int, data: bytes) -> bool:
    """Keep an update that was refused, and say so; not where enough of this person and document were kept of late."""
    theirs = Quarantine.objects.filter(document=document, user=user, received_at__gt=clock.now() - timedelta(days=1))
    if theirs.count() >= Quarantine.A_DAY:
        return False
    Quarantine.objects.create(document_id=document, user_id=user, size=size, data=data)
    return True


def exists(document: UUID) -> bool:
    """Whether there is such a document."""
    return Log.objects.filter(pk=document).exists()
