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
    VERSION_NAMED = "document.version_named", _("named a version of the document")
    VERSION_NAME_REMOVED = "document.version_name_removed", _("took away the name of a version of the document")
    VERSION_RESTORED = "document.version_restored", _("restored a version of the document")
    REVISIONS_IMPORTED = "document.revisions_imported", _("imported documents with their versions")
