"""The implementation of `OwningApp` for documents: what co-editing asks of them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any
from uuid import UUID

from documents.coediting.models import Log
from documents.coediting.owning_app import DocumentStatus, OwningApp
from documents.documents.admission import CLOSINGS, let_in
from documents.documents.models import Document, Restriction
from documents.documents.permissions import is_for_sockets
from documents.documents.workflows.quiet_text import process_quiet_text
from documents.documents.workflows.read_words import read_words
from foundation.web.repeated_query import RepeatedQuery

if TYPE_CHECKING:
    from django.db.models import QuerySet

CLOSINGS_OF_LOG = tuple(f"document__{name}" for name in CLOSINGS)


def document_at(project: str, number: int) -> UUID | None:
    """Find the document of a project, by its slug, and a number."""
    return Document.objects.filter(project__slug=project, number=number).values_list("pk", flat=True).first()


def status(document: UUID) -> DocumentStatus | None:
    """Say how a document stands that is to be opened."""
    for seq, epoch, *closed in _statuses.rows(document=document):
        return DocumentStatus(seq, epoch, any(closed))
    return None


def statuses(documents: Iterable[UUID]) -> dict[UUID, DocumentStatus]:
    """Say how several documents stand, in one query, and whether each is restricted."""
    restricted = Restriction.objects.in_force().holding()
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


def _statuses_of(document: UUID) -> QuerySet[Log, tuple[Any, ...]]:
    return Log.objects.filter(pk=document).values_list("seq", "document__epoch", *CLOSINGS_OF_LOG)


_statuses = RepeatedQuery(_statuses_of, "document")

OWNING_APP = OwningApp(
    let_in=let_in,
    is_for_sockets=is_for_sockets,
    document_at=document_at,
    status=status,
    statuses=statuses,
    read=read_words,
    process_quiet_text=process_quiet_text,
)
