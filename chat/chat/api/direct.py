"""API of direct messages, of whoever asks alone."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Router, Status

from chat.chat.api.lookups import answered, page_in, sent
from chat.chat.api.schemas import DirectIn, DirectOut, MessageIn, MessageOut, MessagesOut, ReadingIn
from chat.chat.contexts.direct import DirectRow, direct_row, direct_rows
from chat.chat.models import Topic
from chat.chat.workflows.conversation import post_message
from chat.chat.workflows.direct import direct_topic
from chat.chat.workflows.reading import mark_read, mark_unread
from circles.projects.access import project_for
from foundation.accounts.decorators import asker

router = Router()


def direct_for(request: HttpRequest, slug: str, pk: UUID) -> Topic:
    """Find a direct conversation of the asker's."""
    found = Topic.objects.direct_in(project_for(request, slug), asker(request)).with_last()
    return get_object_or_404(found, pk=pk)


def shown(row: DirectRow) -> dict[str, Any]:
    """Return a conversation as programs see it."""
    head = row.topic.head
    people = [user.pk for user in row.others]
    return {"id": row.topic.pk, "people": people, "messages": head.seq, "said_at": head.said_at, "unread": row.unread}


@router.get("projects/{slug}/direct", response=list[DirectOut])
def direct_conversations(request: HttpRequest, slug: str) -> Any:
    """List one's direct conversations, the last spoken in first; at most forty."""
    return [shown(row) for row in direct_rows(project_for(request, slug), asker(request))]


@router.post("projects/{slug}/direct", response={201: DirectOut})
def write_to(request: HttpRequest, slug: str, body: DirectIn) -> Any:
    """Begin a direct conversation with people, or find the one there is."""
    project = project_for(request, slug)
    people = [get_object_or_404(project.people(), pk=pk) for pk in body.people]
    topic = direct_topic(project, people, by=asker(request))
    return Status(201, shown(direct_row(direct_for(request, slug, topic.pk), asker(request))))


@router.get("projects/{slug}/direct/{topic}/messages", response=MessagesOut)
def direct_messages(request: HttpRequest, slug: str, topic: UUID, before: str = "") -> Any:
    """Read a direct conversation, newest first."""
    return page_in(direct_for(request, slug, topic), before)


@router.post("projects/{slug}/direct/{topic}/messages", response={201: MessageOut})
def post_direct_message(request: HttpRequest, slug: str, topic: UUID, body: MessageIn) -> Any:
    """Say something directly; its files are sent to the conversation first: `POST …/uploads`, kind `topic`."""
    found = direct_for(request, slug, topic)
    return Status(201, post_message(found, body.text, by=asker(request), reply_to=answered(found, body), **sent(body)))


@router.post("projects/{slug}/direct/{topic}/readings", response={204: None})
def note_direct_reading(request: HttpRequest, slug: str, topic: UUID, body: ReadingIn) -> Any:
    """Note how far one has read."""
    found, seq = direct_for(request, slug, topic), max(body.seq, 0)
    if body.unread:
        mark_unread(get_object_or_404(found.messages, seq=seq), by=asker(request))
    else:
        mark_read(found, seq, by=asker(request))
    return Status(204, None)
