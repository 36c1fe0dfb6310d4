"""What time decides of documents: tickets end, search reads what was written, and quiet makes a version."""

from celery import shared_task

from audit.batch_jobs import each
from documents.models import Log, Ticket
from documents.workflows.index_words import index_words
from documents.workflows.versions import make_quiet_version, quiet_logs

INDEXED_AT_ONCE = 200


@shared_task
def clear_tickets() -> int:
    """Delete tickets that have run out; returns how many."""
    return each("tickets", [Ticket.objects.outdated()], lambda found: found.delete()[0])


@shared_task
def index_documents() -> int:
    """Read the words of documents that were written in since search last read them; returns how many."""
    return each("words", Log.objects.unindexed().select_related("document")[:INDEXED_AT_ONCE], index_words)


@shared_task
def make_versions() -> int:
    """Make a version of each document that grew and then was left alone for ten minutes; returns how many."""
    return each("versions", quiet_logs(), make_quiet_version)
