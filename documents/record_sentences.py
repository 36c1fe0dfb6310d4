"""The events of documents as sentences."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from circles.record.templates import RecordedEvent, sentences, template
from documents.event_types import DocumentEvent


def how_many(event: RecordedEvent) -> object:
    """Return how many documents an event is about, in words."""
    count = event.facts.get("documents")
    if not isinstance(count, int):
        return None
    return ngettext("one document", "{number} documents", count).format(number=count)


SENTENCES = {
    DocumentEvent.DOCUMENT_CREATED: sentences(
        _("{who} made the document {thing} in {circle_there}."), _("{who} made the document {thing}.")
    ),
    DocumentEvent.DOCUMENT_RENAMED: sentences(_("{who} renamed the document “{before}” to {thing}.")),
    DocumentEvent.DOCUMENT_MOVED: sentences(_("{who} moved the document {thing} from {before} to {within}.")),
    DocumentEvent.DOCUMENT_ARCHIVED: sentences(_("{who} archived the document {thing}.")),
    DocumentEvent.DOCUMENT_RESTORED: sentences(_("{who} restored the document {thing}.")),
    DocumentEvent.DOCUMENTS_IMPORTED: sentences(
        _("{who} imported {documents} documents into {circle_there} from “{origin}”: {first} to {last}.")
    ),
    DocumentEvent.DOCUMENTS_EXPORTED: sentences(
        template(_("{who} took {number} away as .{format}."), covers=["documents"]), number=how_many
    ),
    DocumentEvent.IMPORT_READY: sentences(
        template(_("The files that somebody sent are read: {number}."), covers=["documents"]), number=how_many
    ),
    DocumentEvent.IMPORT_FAILED: sentences(_("The files that somebody sent could not be read.")),
    DocumentEvent.EXPORT_READY: sentences(_("The documents are ready for who asked for them.")),
    DocumentEvent.EXPORT_FAILED: sentences(_("The documents could not be made ready.")),
}
