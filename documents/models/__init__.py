"""Documents, the logs of their changes, and what stands beside them."""

from documents.models.document import MAX_TITLE, Document, DocumentQuerySet
from documents.models.exchange import DocumentExport, DocumentImport
from documents.models.log import DocumentState, Log, Quarantine, Snapshot, Update
from documents.models.shelf import Favourite, Visit
from documents.models.text import DocumentText
from documents.models.ticket import TICKET_LIFE, Ticket

__all__ = [
    "MAX_TITLE",
    "TICKET_LIFE",
    "Document",
    "DocumentExport",
    "DocumentImport",
    "DocumentQuerySet",
    "DocumentState",
    "DocumentText",
    "Favourite",
    "Log",
    "Quarantine",
    "Snapshot",
    "Ticket",
    "Update",
    "Visit",
]
