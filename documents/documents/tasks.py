"""What time decides of documents: restrictions end, search reads what was written, quiet makes versions."""

from datetime import timedelta
from uuid import UUID

from documents.coediting.owning_app import READ_AT_LATEST_S
from documents.documents.models import Document, PublicLink, Restriction, Version
from documents.documents.workflows import public_links, restricting
from documents.documents.workflows.read_words import left_alone, logs_to_read, read_words
from documents.documents.workflows.versions import make_quiet_version, quiet_logs, sum_up
from foundation.audit import clock
from foundation.audit.batch_jobs import each
from foundation.web.schedule import scheduled, unscheduled

INDEXED_AT_ONCE = 200
READ_WITHIN = timedelta(seconds=READ_AT_LATEST_S + 5)
"""In which a document that a person has open is read anyway, by the process in which it is open."""
AT_MOST = 500
SUMMED_UP_AT_ONCE = 20


@unscheduled("A subscriber sends it when something writes without the editor; index_documents finds what it missed.")
def index_document(document: str) -> bool:
    """Read the words of one document at once: it was written in by way of the server."""
    return read_words(UUID(document))


@scheduled(every=timedelta(seconds=5))
def index_documents() -> int:
    """Read the words of documents that were written in since search last read them; returns how many."""
    waiting = left_alone(logs_to_read(), since=clock.now() - READ_WITHIN)
    logs = waiting.filter(document__in=Document.objects.own()).values_list("pk", flat=True)
    return each("words", list(logs[:INDEXED_AT_ONCE]), read_words)


@scheduled(every=timedelta(minutes=1))
def make_versions() -> int:
    """Make a version of each document that grew and then was left alone for ten minutes; returns how many."""
    return each("versions", quiet_logs(), make_quiet_version)


@scheduled(every=timedelta(minutes=5))
def sum_up_versions() -> int:
    """Say what changed in versions of which nothing says it: imported ones, and those of another release; returns how
    many.
    """
    waiting = Document.objects.filter(pk__in=Version.objects.unnamed().values("document")).order_by("pk")
    return each("summaries", list(waiting.select_related("log")[:SUMMED_UP_AT_ONCE]), sum_up)


@scheduled(every=timedelta(minutes=5))
def watch_restrictions() -> int:
    """Tell of restrictions that end within three days, and write the end of those that are over; returns how many."""
    every = Restriction.objects.select_related("document").order_by("pk")
    lapsed, soon = every.lapsed()[:AT_MOST], every.to_forewarn(clock.now())[:AT_MOST]
    ended = each("restrictions", list(lapsed), restricting.let_end)
    return ended + each("restrictions", list(soon), restricting.forewarn)


@scheduled(every=timedelta(minutes=5))
def watch_public_links() -> int:
    """Write the end of public links whose day has come; returns of how many."""
    lapsed = PublicLink.objects.lapsed().select_related("document").order_by("pk")[:AT_MOST]
    return each("public_links", list(lapsed), public_links.let_end)
