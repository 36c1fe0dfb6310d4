"""Who is notified of a comment; open pages get a key, never words."""

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


def broadcast_note(document: Document, key: str) -> None:
    """Do so for a note of the margin by its key there: a thread's id, or `s-12` for a suggestion."""
    body = {"what": [f"comments:{document.pk}", f"comment:{key}"]}
    broadcast_on_commit([group_of(document.project_id)], lambda: body)


def notify_of_comment(
    comment: Comment, people: Mapping[User, str], event: EventType, *, by: User | None, at: datetime | None = None
) -> None:
    """Put a comment in inboxes, in the caller's transaction, as news of its document."""
    notify_readers(comment.thread.document, people, event, by=by, address=comment.get_absolute_url(), at=at)
