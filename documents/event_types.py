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
    COMMENT_RESOLVED = "comment.resolved", _("resolved a comment")
    COMMENT_REOPENED = "comment.reopened", _("reopened a comment")


class CommentNotice(EventType):
    """Reasons for a notice that no entry of the record stands behind: what people say is not recorded."""

    ADDED = "comment.added", _("commented on your document")
    MENTIONED = "comment.mentioned", _("mentioned you in a comment")
    ANSWERED = "comment.answered", _("answered in a thread of comments")
