"""Event types of documents, as the record and inboxes keep them; the label follows the person's name."""

from django.utils.translation import gettext_lazy as _

from foundation.audit.event_types import EventType, goes_on_when_closed


class DocumentEvent(EventType):
    """What the record keeps of documents."""

    DOCUMENT_CREATED = "document.created", _("created the document")
    DOCUMENT_RENAMED = "document.renamed", _("renamed the document")
    DOCUMENT_RESTRICTED = "document.restricted", _("restricted the document")
    RESTRICTION_RENEWED = "restriction.renewed", _("changed how the document is restricted")
    RESTRICTION_LIFTED = "restriction.lifted", _("opened the document to everyone in the project")
    RESTRICTION_EXPIRED = "restriction.expired", _("opened the document on its day")
    RESTRICTION_EXPIRY_ANNOUNCED = "restriction.expiry_announced", _("announced the day on which the document opens")
    ACCESS_REQUESTED = "access.requested", _("asks to read the restricted document")
    READ_BY_ADMINISTRATOR = "document.read_by_administrator", _("read the restricted document as administrator")
    DOCUMENT_MOVED = "document.moved", _("moved the document")
    DOCUMENT_ARCHIVED = "document.archived", _("archived the document")
    DOCUMENT_RESTORED = "document.restored", _("restored the document")
    DOCUMENT_PLACED = "document.placed", _("put the document elsewhere")
    DOCUMENT_ORDERED = "document.ordered", _("changed the order of pages")
    DOCUMENT_TAGGED = "document.tagged", _("changed the tags of the document")
    PUBLIC_LINK_MADE = "public_link.made", _("made a public link to the document")
    PUBLIC_LINK_ENDED = "public_link.ended", _("ended the public link to the document")
    PUBLIC_LINK_EXPIRED = "public_link.expired", _("let the public link to the document end on its day")
    VERSION_NAMED = "document.version_named", _("named a version of the document")
    VERSION_NAME_REMOVED = "document.version_name_removed", _("took away the name of a version of the document")
    VERSION_RESTORED = "document.version_restored", _("restored a version of the document")
    COMMENT_RESOLVED = "comment.resolved", _("resolved a comment")
    COMMENT_REOPENED = "comment.reopened", _("reopened a comment")
    SUGGESTION_ACCEPTED = "suggestion.accepted", _("accepted what was suggested")
    SUGGESTION_REFUSED = "suggestion.refused", _("refused what was suggested")
    SUGGESTION_REOPENED = "suggestion.reopened", _("reopened a suggestion")
    TEMPLATE_SAVED = "template.saved", _("saved a template")
    TEMPLATE_REMOVED = "template.removed", _("removed a template")


goes_on_when_closed(DocumentEvent.PUBLIC_LINK_ENDED)


class TagEvent(EventType):
    """What the record keeps of the tags of documents."""

    CREATED = "document_tag.created", _("made the tag")
    RENAMED = "document_tag.renamed", _("renamed the tag")
    REMOVED = "document_tag.removed", _("removed the tag")


class FolderEvent(EventType):
    """What the record keeps of folders."""

    CREATED = "folder.created", _("made the folder")
    RENAMED = "folder.renamed", _("renamed the folder")
    MOVED = "folder.moved", _("moved the folder")
    ORDERED = "folder.ordered", _("changed the order of folders")
    REMOVED = "folder.removed", _("removed the folder")


class CommentNotice(EventType):
    """Reasons for a notice that no entry of the record stands behind: what people say is not recorded."""

    ADDED = "comment.added", _("commented on your document")
    MENTIONED = "comment.mentioned", _("mentioned you in a comment")
    ANSWERED = "comment.answered", _("answered in a thread of comments")


class SuggestionNotice(EventType):
    """Reasons for a notice that no entry of the record stands behind: what people suggest is not recorded."""

    ADDED = "suggestion.added", _("suggested changes in your document")


class DocumentNotice(EventType):
    """Reasons for a notice that no entry of the record stands behind: what people write is not recorded."""

    MENTIONED = "document.mentioned", _("mentioned you")
    CIRCLE_MENTIONED = "document.circle_mentioned", _("mentioned your circle")
