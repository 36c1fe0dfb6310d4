"""The events of documents as sentences."""

from django.utils.translation import gettext_lazy as _

from circles.record.templates import sentences
from documents.event_types import DocumentEvent

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
    DocumentEvent.TEMPLATE_SAVED: sentences(_("{who} saved the template “{thing}” from {document}.")),
    DocumentEvent.TEMPLATE_REMOVED: sentences(_("{who} removed the template “{thing}”.")),
}
