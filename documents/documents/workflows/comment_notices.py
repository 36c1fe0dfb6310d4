"""Who is notified of a comment; open pages get a key, never words."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from documents.conversation.workflows.notices import broadcast_inboxes, notify_readers
from documents.documents.models import Comment, CommentThread, Document
from foundation.accounts.models import User
from foundation.audit import clock
from foundation.audit.event_types import EventType
from foundation.inbox.models import Notice, NoticeQuerySet
from foundation.web.broadcasts import broadcast_on_commit, group_of


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


def told_of(thread: CommentThread, user: User) -> NoticeQuerySet:
    """Find what waits in a person's inbox of what is said in a thread."""
    place = thread.get_absolute_url()
    return Notice.objects.to(user).filter(Q(address=place) | Q(address__startswith=f"{place}#"), done_at=None)


def finish_told(thread: CommentThread, *, by: User, at: datetime | None = None) -> None:
    """Be done, on all devices, with what told a person of a thread that they have before their eyes."""
    with transaction.atomic():
        if told_of(thread, by).finish(at or clock.now()):
            broadcast_inboxes([by], project=thread.project.pk)
