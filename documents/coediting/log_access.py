"""Reads and writes of the log for document sessions, each in one short transaction, called in a thread."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.conf import settings
from django.db.models import Exists, OuterRef, Subquery
from django.db.models.functions import Coalesce

from audit import clock
from documents.coediting.admission import CLOSINGS
from documents.models import Document, DocumentState, Log, Quarantine, Restriction, Snapshot, Update
from web.repeated_query import RepeatedQuery

if TYPE_CHECKING:
    from django.db.models import QuerySet

type Landed = Callable[[Sequence[PendingUpdate], Sequence[int] | None], None]

CLOSINGS_OF_LOG = tuple(f"document__{name}" for name in CLOSINGS)

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


@dataclass(frozen=True, slots=True)
class DocumentStatus:
    """How a document stands in the database."""

    seq: int
    epoch: int
    is_closed: bool  # it was, or its circle, or its project is archived
    is_restricted: bool = False


def failpoint(name: str) -> None:
    """End this process as kill -9 would, where the environment says so (tests of crashes only)."""
    if name == FAILPOINT:
        os.kill(os.getpid(), signal.SIGKILL)


def load(document: UUID) -> tuple[DocumentStatus, DocumentState] | None:
    """Read a document whole, as `Log.read` does; None when there is none. Three queries that are composed once."""
    for epoch, *closed in _statuses.rows(document=document):
        state = read(document)
        return DocumentStatus(state.seq, epoch, any(closed)), state
    return None


def read(document: UUID) -> DocumentState:
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


def _statuses_of(document: UUID) -> QuerySet[Log, tuple[Any, ...]]:
    return Log.objects.filter(pk=document).values_list("document__epoch", *CLOSINGS_OF_LOG)


def _snapshots_of(document: UUID) -> QuerySet[Snapshot, tuple[Any, ...]]:
    newest = Snapshot.objects.filter(log=document).order_by("-seq")
    return newest.values_list("seq", "data", "vector", "sha256")[:1]


def _tails_of(document: UUID) -> QuerySet[Update, tuple[Any, ...]]:
    snapshots = Snapshot.objects.filter(log=document).order_by("-seq").values("seq")
    rest = Update.objects.filter(log=document, seq__gt=Coalesce(Subquery(snapshots[:1]), 0))
    return rest.order_by("seq").values_list("seq", "data")


_statuses = RepeatedQuery(_statuses_of, "document")
_snapshots = RepeatedQuery(_snapshots_of, "document", of_bytes=True)
_tails = RepeatedQuery(_tails_of, "document", of_bytes=True)


def document_statuses(documents: Iterable[UUID]) -> dict[UUID, DocumentStatus]:
    """Return the status of several documents, in one query."""
    restricted = Exists(Restriction.objects.in_force().filter(document=OuterRef("pk")))
    rows = Log.objects.filter(pk__in=list(documents)).values_list(
        "pk",
        "seq",
        "document__epoch",
        restricted,
        *CLOSINGS_OF_LOG,
    )
    return {
        pk: DocumentStatus(seq, epoch, any(closed), is_restricted) for pk, seq, epoch, is_restricted, *closed in rows
    }


def quarantine(document: UUID, user: UUID, size: int, data: bytes) -> bool:
    """Keep an update that was refused, and say so; not where enough of this person and document were kept of late."""
    theirs = Quarantine.objects.filter(document=document, user=user, received_at__gt=clock.now() - timedelta(days=1))
    if theirs.count() >= Quarantine.A_DAY:
        return False
    Quarantine.objects.create(document_id=document, user_id=user, size=size, data=data)
    return True


def exists(document: UUID) -> bool:
    return Document.objects.filter(pk=document).exists()
