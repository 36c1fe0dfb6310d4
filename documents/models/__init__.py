"""Documents, the logs of their changes, and what stands beside them."""

from documents.models.comment import (
    LEAF,
    MAX_CONTEXT,
    MAX_POSITION,
    MAX_QUOTE,
    Comment,
    CommentReaction,
    CommentThread,
    CommentWording,
)
from documents.models.document import MAX_TITLE, Document, DocumentQuerySet
from documents.models.log import DocumentState, Log, Quarantine, Snapshot, Update
from documents.models.shelf import Favourite, Visit
from documents.models.text import DocumentText
from documents.models.ticket import TICKET_LIFE, Ticket

__all__ = [
    "LEAF",
    "MAX_CONTEXT",
    "MAX_POSITION",
    "MAX_QUOTE",
    "MAX_TITLE",
    "TICKET_LIFE",
    "Comment",
    "CommentReaction",
    "CommentThread",
    "CommentWording",
    "Document",
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
