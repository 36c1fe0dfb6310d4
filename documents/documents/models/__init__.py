"""Documents, and what stands beside them; the logs of their changes are in `coediting`."""

from documents.documents.models.citation import DocumentCitation
from documents.documents.models.comment import (
    LEAF,
    MAX_CONTEXT,
    MAX_POSITION,
    MAX_QUOTE,
    Comment,
    CommentReaction,
    CommentThread,
    CommentWording,
)
from documents.documents.models.document import MAX_TITLE, Document, DocumentQuerySet
from documents.documents.models.folder import DocumentFolder
from documents.documents.models.mention import Mention
from documents.documents.models.public_link import PublicLink
from documents.documents.models.restriction import DocumentGrant, Restriction
from documents.documents.models.shelf import Favourite, Visit
from documents.documents.models.suggestion import Suggestion, SuggestionUpdate
from documents.documents.models.suggestion_verdict import SuggestionVerdict, VerdictKind
from documents.documents.models.tag import DocumentTag
from documents.documents.models.template import DocumentTemplate
from documents.documents.models.text import DocumentNodes, DocumentText
from documents.documents.models.text_changed import DocumentTextChanged
from documents.documents.models.version import MAX_NAME, MAX_REASON, Version, VersionQuerySet

__all__ = [
    "LEAF",
    "MAX_CONTEXT",
    "MAX_NAME",
    "MAX_POSITION",
    "MAX_QUOTE",
    "MAX_REASON",
    "MAX_TITLE",
    "Comment",
    "CommentReaction",
    "CommentThread",
    "CommentWording",
    "Document",
    "DocumentCitation",
    "DocumentFolder",
    "DocumentGrant",
    "DocumentNodes",
    "DocumentQuerySet",
    "DocumentTag",
    "DocumentTemplate",
    "DocumentText",
    "DocumentTextChanged",
    "Favourite",
    "Mention",
    "PublicLink",
    "Restriction",
    "Suggestion",
    "SuggestionUpdate",
    "SuggestionVerdict",
    "VerdictKind",
    "Version",
    "VersionQuerySet",
    "Visit",
]
