"""Event types of documents that come in and go out as files; the label follows the person's name."""

from django.utils.translation import gettext_lazy as _

from foundation.audit.event_types import EventType


class DocumentFileEvent(EventType):
    """What the record keeps of files that became documents, and of documents that became files."""

    DOCUMENTS_IMPORTED = "document.imported", _("imported documents")
    REVISIONS_IMPORTED = "document.revisions_imported", _("imported documents with their versions")
    DOCUMENTS_EXPORTED = "document.exported", _("exported documents")
    IMPORT_READY = "document_import.completed", _("read the files that you sent")
    IMPORT_FAILED = "document_import.failed", _("could not read the files that you sent")
    EXPORT_READY = "document_export.prepared", _("prepared documents for download")
    EXPORT_FAILED = "document_export.failed", _("could not prepare documents for download")
