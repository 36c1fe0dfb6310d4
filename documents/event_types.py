"""Event types of documents, as the record and inboxes keep them; the label follows the person's name."""

from django.utils.translation import gettext_lazy as _

from audit.event_types import EventType


class DocumentEvent(EventType):
    """What the record keeps of documents."""

    DOCUMENT_CREATED = "document.created", _("made the document")
    DOCUMENT_RENAMED = "document.renamed", _("renamed the document")
    DOCUMENTS_IMPORTED = "document.imported", _("imported documents")
    DOCUMENT_MOVED = "document.moved", _("moved the document")
    DOCUMENT_ARCHIVED = "document.archived", _("archived the document")
    DOCUMENT_RESTORED = "document.restored", _("restored the document")
    DOCUMENTS_EXPORTED = "document.exported", _("took documents away")
    IMPORT_READY = "document_import.completed", _("read the files that you sent")
    IMPORT_FAILED = "document_import.failed", _("could not read the files that you sent")
    EXPORT_READY = "document_export.prepared", _("made documents ready to download")
    EXPORT_FAILED = "document_export.failed", _("could not make documents ready to download")
