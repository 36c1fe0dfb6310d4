"""Documents, the logs of their changes, and what stands beside them."""

from documents.models.document import MAX_TITLE, Document, DocumentQuerySet
from documents.models.log import DocumentState, Log, Quarantine, Snapshot, Update
from documents.models.mention import Mention
from documents.models.shelf import Favourite, Visit
from documents.models.template import DocumentTemplate
from documents.models.text import DocumentText
from documents.models.ticket import TICKET_LIFE, Ticket

__all__ = [
    "MAX_TITLE",
    "TICKET_LIFE",
    "Document",
    "DocumentQuerySet",
    "DocumentState",
    "DocumentTemplate",
    "DocumentText",
    "Favourite",
    "Log",
    "Mention",
    "Quarantine",
    "Snapshot",
    "Ticket",
    "Update",
    "Visit",
]
