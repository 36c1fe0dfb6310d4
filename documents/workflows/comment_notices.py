"""Who is notified of a comment or a suggestion; open pages get a key, never words."""

from collections.abc import Mapping
from datetime import datetime

from accounts.models import User
from audit.event_types import EventType
from conversation.workflows.notices import notify_readers
from documents.models import Comment, CommentThread, Document
from web.broadcasts import broadcast_on_commit, group_of


def broadcast_thread(thread: CommentThread) -> None:
    """After commit, tell a project's open pages which thread of which document is to be fetched again."""
    broadcast_note(thread.document, str(thread.pk))


def broadcast_reacted(comment: Comment, _kind: str, /, *, by: User, stands: bool) -> None:
    """Do so for the thread in which a comment got a reaction or lost it."""
    broadcast_thread(comment.thread)


def broadcast_note(document: Document, key: str) -> None:
    """Do so for a note of the margin by its key there: a thread's id, or `s-12` for a suggestion."""
    body = {"what": [f"comments:{document.pk}", f"comment:{key}"]}
    broadcast_on_commit([group_of(document.project_id)], lambda: body)


def notify(
    document: Document,
    people: Mapping[User, str],
    event: EventType,
    *,
    by: User | None,
    address: str,
    at: datetime | None = None,
) -> None:
    """Put what happened beside a document in inboxes, in the caller's transaction."""
    reference, title = document.reference, document.title
    notify_readers(document, people, event, by=by, title=title, address=address, at=at, reference=reference)


def notify_of_comment(
    comment: Comment, people: Mapping[User, str], event: EventType, *, by: User | None, at: datetime | None = None
) -> None:
    """Do so for a comment."""
    notify(comment.thread.document, people, event, by=by, address=comment.get_absolute_url(), at=at)
