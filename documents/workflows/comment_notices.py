"""Who hears of a comment, and that open pages hear of it: a key, never words."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from accounts.models import User
from audit import clock
from audit.event_types import EventType
from documents.models import Comment, CommentThread, Document
from inbox.models import Notice
from web.broadcasts import broadcast, group_of, group_of_person


def broadcast_thread(thread: CommentThread) -> None:
    """After commit, tell a project's open pages which thread of which document is to be fetched again."""
    keys = [f"comments:{thread.document_id}", f"comment:{thread.pk}"]
    group, body = group_of(thread.document.project_id), {"what": keys}
    transaction.on_commit(lambda: broadcast(group, {"type": "extra", "body": body}), robust=True)


def notify(
    comment: Comment, people: Mapping[User, str], event: EventType, *, by: User | None, at: datetime | None = None
) -> None:
    """Put a comment in inboxes, in the caller's transaction; nobody hears of their own, nor of what they may not
    read.
    """
    document = comment.thread.document
    reading = [user for user in people if (by is None or user.pk != by.pk) and _may_read(user, document)]
    if not reading:
        return
    Notice.post(
        {user: people[user] for user in reading},
        project=document.project_id,
        event=event,
        by=by,
        reference=document.reference,
        title=document.title,
        address=comment.get_absolute_url(),
        at=at or clock.now(),
    )
    for user in reading:
        _broadcast_inbox(user)


def _may_read(user: User, document: Document) -> bool:
    return Document.objects.readable_by(user).filter(pk=document.pk).exists()


def _broadcast_inbox(user: User) -> None:
    group, message = group_of_person(user.pk), {"type": "extra", "body": {"what": ["inbox"]}}
    transaction.on_commit(lambda: broadcast(group, message), robust=True)
