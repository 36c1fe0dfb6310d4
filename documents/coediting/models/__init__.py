"""The logs of documents, what is kept beside them, and tickets for their sockets."""

from documents.coediting.models.log import DocumentState, Log, Quarantine, Snapshot, Update
from documents.coediting.models.ticket import TICKET_LIFE, Ticket

__all__ = ["TICKET_LIFE", "DocumentState", "Log", "Quarantine", "Snapshot", "Ticket", "Update"]
