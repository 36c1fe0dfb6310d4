"""Clear away tickets that open nothing any more, and let search know what was written."""

from celery import shared_task

from audit.batch_jobs import each
from documents.models import Document, Log, Ticket
from documents.workflows.index_words import index_words

INDEXED_AT_ONCE = 200


@shared_task
def clear_tickets() -> int:
    """Delete tickets that have run out; returns how many."""
    return each("tickets", [Ticket.objects.outdated()], lambda found: found.delete()[0])


@shared_task
def index_documents() -> int:
    """Read the words of documents that were written in since search last read them; returns how many."""
    logs = Log.objects.unindexed().filter(document__in=Document.objects.own()).select_related("document")
    return each("words", logs[:INDEXED_AT_ONCE], index_words)
