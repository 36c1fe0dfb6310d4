"""Who is notified of a comment or a suggestion; open pages get a key, never words."""

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
    broadcast_note(thread.document, str(thread.pk))


def broadcast_reacted(comment: Comment, _kind: str, /, *, by: User, stands: bool) -> None:
    """Do so for the thread in which a comment got a reaction or lost it."""
    broadcast_thread(comment.thread)


def broadcast_note(document: Document, key: str) -> None:
    """Do so for a note of the margin by its key there: a thread's id, or `s-12` for a suggestion."""
    keys = [f"comments:{document.pk}", f"comment:{key}"]
    group, body = group_of(document.project_id), {"what": keys}
    transaction.on_commit(lambda: broadcast(group, body), robust=True)


def notify_of_comment(
    comment: Comment, people: Mapping[User, str], event: EventType, *, by: User | None, at: datetime | None = None
) -> None:
    """Put a comment in inboxes, in the caller's transaction; nobody hears of their own, nor of what they may not
    read.
    """
    notify(comment.thread.document, people, event, by=by, address=comment.get_absolute_url(), at=at)


def notify(
    document: Document,
    people: Mapping[User, str],
    event: EventType,
    *,
    by: User | None,
    address: str,
    at: datetime | None = None,
) -> None:
    """Put what happened beside a document in inboxes, as `notify_of_comment` does."""
    others = [user for user in people if by is None or user.pk != by.pk]
    readers = document.readers_among(others) if others else set()
    reading = [user for user in others if user.pk in readers]
    if not reading:
        return
    Notice.post(
        {user: people[user] for user in reading},
        project=document.project_id,
        event=event,
        by=by,
        reference=document.reference,
        title=document.title,
        address=address,
        at=at or clock.now(),
    )
    for user in reading:
        _broadcast_inbox(user)


def _broadcast_inbox(user: User) -> None:
    group, message = group_of_person(user.pk), {"what": ["inbox"]}
    transaction.on_commit(lambda: broadcast(group, message), robust=True)
