"""What time decides of documents: tickets and restrictions end, search reads what was written, quiet makes versions."""

from celery import shared_task

from audit import clock
from audit.batch_jobs import each
from documents.models import Log, Restriction, Ticket
from documents.workflows import restricting
from documents.workflows.index_words import index_words
from documents.workflows.versions import make_quiet_version, quiet_logs

INDEXED_AT_ONCE = 200
AT_MOST = 500


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


@shared_task
def watch_restrictions() -> int:
    """Tell of restrictions that end within three days, and write the end of those that are over; returns how many."""
    every = Restriction.objects.select_related("document").order_by("pk")
    lapsed, soon = every.lapsed()[:AT_MOST], every.to_forewarn(clock.now())[:AT_MOST]
    ended = each("restrictions", list(lapsed), restricting.let_end)
    return ended + each("restrictions", list(soon), restricting.forewarn)
