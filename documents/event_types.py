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
    TEMPLATE_SAVED = "template.saved", _("saved a template")
    TEMPLATE_REMOVED = "template.removed", _("removed a template")


class DocumentNotice(EventType):
    """Reasons for a notice that no entry of the record stands behind: what people write is not recorded."""

    MENTIONED = "document.mentioned", _("mentioned you")
    CIRCLE_MENTIONED = "document.circle_mentioned", _("mentioned your circle")
