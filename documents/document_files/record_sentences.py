"""The events of documents as files, as sentences."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from circles.record.templates import RecordedEvent, sentences, template
from documents.document_files.event_types import DocumentFileEvent


def how_many(event: RecordedEvent) -> object:
    """Return how many documents an event is about, in words."""
    count = event.facts.get("documents")
    if not isinstance(count, int):
        return None
    return ngettext("one document", "{number} documents", count).format(number=count)


SENTENCES = {
    DocumentFileEvent.DOCUMENTS_IMPORTED: sentences(
        _("{who} imported {documents} documents into {circle_there} from “{origin}”: {first} to {last}.")
    ),
    DocumentFileEvent.REVISIONS_IMPORTED: sentences(
        _("{who} imported {documents} documents with {versions} versions into {circle_there} from “{origin}”.")
    ),
    DocumentFileEvent.DOCUMENTS_EXPORTED: sentences(
        template(_("{who} exported {number} as .{format}."), covers=["documents"]), number=how_many
    ),
    DocumentFileEvent.IMPORT_READY: sentences(
        template(_("The files that someone sent are read: {number}."), covers=["documents"]), number=how_many
    ),
    DocumentFileEvent.IMPORT_FAILED: sentences(_("The files that someone sent could not be read.")),
    DocumentFileEvent.EXPORT_READY: sentences(_("The documents are ready for the person who requested them.")),
    DocumentFileEvent.EXPORT_FAILED: sentences(_("The documents could not be made ready.")),
}
