"""What documents keep: themselves, their versions, and what people say about their words, and suggest."""

from typing import Any

from documents.conversation.kept_posts import clean_post, forget_nicks
from documents.documents.models import (
    Comment,
    CommentReaction,
    CommentThread,
    CommentWording,
    Document,
    DocumentCitation,
    DocumentFolder,
    DocumentGrant,
    DocumentNodes,
    DocumentTag,
    DocumentTemplate,
    DocumentText,
    Favourite,
    Mention,
    PublicLink,
    Restriction,
    Suggestion,
    SuggestionUpdate,
    SuggestionVerdict,
    Version,
    Visit,
)
from foundation.web.kept_data import FormerNames, KeptData


def forget(person: Any, names: FormerNames) -> None:
    """Take away what the person was called elsewhere, where their imported comments are theirs."""
    forget_nicks(person, Comment, Suggestion)


def clean_verdict(verdict: SuggestionVerdict) -> None:
    """Let nothing through that a verdict never keeps: its pages show the words of its changes."""
    verdict.changes = [
        {
            "key": str(change.get("key", "")),
            "kind": str(change.get("kind", "")),
            "words": [[kind, text] for kind, text in pairs_of(change.get("words")) if kind in {"same", "ins", "del"}],
            "looks": [[look, bool(given), text] for look, given, text in triples_of(change.get("looks"))],
        }
        for change in (verdict.changes if isinstance(verdict.changes, list) else [])
        if isinstance(change, dict)
    ]


def pairs_of(rows: object) -> list[tuple[str, str]]:
    """Return the rows of two words each."""
    return [(row[0], row[1]) for row in _lists(rows, 2) if isinstance(row[0], str) and isinstance(row[1], str)]


def triples_of(rows: object) -> list[tuple[str, object, str]]:
    """Return the rows of a word, anything and a word."""
    return [(row[0], row[1], row[2]) for row in _lists(rows, 3) if isinstance(row[0], str) and isinstance(row[2], str)]


def _lists(rows: object, length: int) -> list[list[Any]]:
    return [row for row in rows if isinstance(row, list) and len(row) == length] if isinstance(rows, list) else []


KEPT_DATA = KeptData(
    app="documents",
    tables={
        DocumentFolder: "project",
        DocumentTag: "project",
        Document: "project",
        Restriction: "document__project",
        Mention: "document__project",
        Favourite: "document__project",
        DocumentTemplate: "project",
        Version: "document__project",
        CommentThread: "document__project",
        Comment: "thread__document__project",
        CommentWording: "comment__thread__document__project",
        CommentReaction: "comment__thread__document__project",
        Suggestion: "document__project",
        SuggestionUpdate: "suggestion__document__project",
        SuggestionVerdict: "suggestion__document__project",
    },
    left_out={
        DocumentGrant: "who restricted a document says on another server anew who reads it",
        DocumentCitation: "read out of the texts that name documents",
        PublicLink: "a copy is read by nobody's link: whoever wants one there makes it there",
        DocumentNodes: "read out of the log",
        DocumentText: "read out of the log, with the index of search",
        Visit: "what each person opened last, on this server",
    },
    arriving={Comment: clean_post, SuggestionVerdict: clean_verdict},
    private={
        CommentReaction: "user",
        Favourite: "user",
        Visit: "user",
        DocumentGrant: "user",
    },
    common={
        Document: ("created_by",),
        DocumentFolder: ("created_by",),
        DocumentTemplate: ("created_by",),
        Mention: ("by",),
        PublicLink: ("made_by", "ended_by"),
        Restriction: ("started_by", "ended_by"),
        Version: ("made_by",),
        CommentThread: ("resolved_by",),
        Comment: ("author",),
        Suggestion: ("author", "ended_by"),
        SuggestionUpdate: ("user",),
        SuggestionVerdict: ("decided_by", "undone_by"),
    },
    mentions={Comment: ("text", "html"), CommentWording: ("text",), CommentThread: ("quote", "before", "after")},
    forget=forget,
)
