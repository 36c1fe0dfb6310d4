"""API of topics, and of what is said in them."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Router, Status

from chat.chat import permissions
from chat.chat.api.lookups import answered, message_reached, page_in, sent, thing_for, topic_entered, topic_for
from chat.chat.api.schemas import (
    DraftIn,
    DraftOut,
    MessageIn,
    MessageOut,
    MessagesOut,
    MovesIn,
    OutcomeIn,
    ReadingIn,
    TopicIn,
    TopicOut,
    TopicsOut,
)
from chat.chat.models import MessageDraft, Room, Topic
from chat.chat.workflows import conversation
from chat.chat.workflows.drafting import save_draft
from chat.chat.workflows.moving import move_messages
from chat.chat.workflows.reading import mark_all_read, mark_read, mark_unread
from circles.circles.access import circle_for
from circles.projects.access import project_for
from foundation.accounts.decorators import asker
from foundation.web.exceptions import require
from foundation.web.pagination import PAGE

router = Router()


@router.get("projects/{slug}/circles/{key}/topics", response=TopicsOut)
def topics(request: HttpRequest, slug: str, key: str, after: str = "") -> Any:
    """List the topics of a circle's room."""
    found = Topic.objects.visible_to(asker(request)).in_circle(circle_for(request, slug, key))
    page = found.latest_page(after, size=PAGE)
    return {"topics": page.rows, "after": page.next}


@router.post("projects/{slug}/circles/{key}/topics", response={201: TopicOut})
def open_topic(request: HttpRequest, slug: str, key: str, body: TopicIn) -> Any:
    """Open a topic in a circle's room."""
    return Status(201, conversation.open_topic(Room.of(circle_for(request, slug, key)), body.name, by=asker(request)))


@router.get("projects/{slug}/topics/{topic}/messages", response=MessagesOut)
def messages(request: HttpRequest, slug: str, topic: UUID, before: str = "") -> Any:
    """Read a topic, newest first."""
    return page_in(topic_entered(request, slug, topic), before)


@router.post("projects/{slug}/topics/{topic}/messages", response={201: MessageOut})
def post_message(request: HttpRequest, slug: str, topic: UUID, body: MessageIn) -> Any:
    """Say something in a topic."""
    found = topic_entered(request, slug, topic)
    require(found.may_speak(asker(request)))
    return Status(
        201,
        conversation.post_message(found, body.text, by=asker(request), reply_to=answered(found, body), **sent(body)),
    )


@router.post("projects/{slug}/topics/{topic}/readings", response={204: None})
def note_reading(request: HttpRequest, slug: str, topic: UUID, body: ReadingIn) -> Any:
    """Note how far one has read."""
    found, seq = topic_entered(request, slug, topic), max(body.seq, 0)
    if body.unread:
        mark_unread(get_object_or_404(found.messages, seq=seq), by=asker(request))
    else:
        mark_read(found, seq, by=asker(request))
    return Status(204, None)


@router.post("projects/{slug}/circles/{key}/readings", response={204: None})
def mark_room_read(request: HttpRequest, slug: str, key: str) -> Any:
    """Mark everything in a circle's room read."""
    circle = circle_for(request, slug, key)
    mark_all_read(circle.project, by=asker(request), circle=circle)
    return Status(204, None)


@router.post("projects/{slug}/readings", response={204: None})
def mark_project_read(request: HttpRequest, slug: str) -> Any:
    """Mark everything in a project's rooms read, and what was written directly."""
    mark_all_read(project_for(request, slug), by=asker(request))
    return Status(204, None)


@router.post("projects/{slug}/topics/{topic}/outcome", response=TopicOut)
def close(request: HttpRequest, slug: str, topic: UUID, body: OutcomeIn) -> Any:
    """Close a topic with what came of it."""
    found = topic_for(request, slug, topic)
    require(permissions.may_close(asker(request), found))
    found.close(body.outcome, by=asker(request), line=body.line[:300])
    return topic_for(request, slug, topic)


@router.get("projects/{slug}/talk/{name}/messages", response=MessagesOut)
def talk(request: HttpRequest, slug: str, name: str, before: str = "") -> Any:
    """Read the talk about a thing given by its reference (P-24), newest first."""
    topic = Topic.objects.about(thing_for(request, slug, name)).first()
    return page_in(topic, before) if topic else {"messages": [], "before": ""}


@router.post("projects/{slug}/talk/{name}/messages", response={201: MessageOut})
def talk_about(request: HttpRequest, slug: str, name: str, body: MessageIn) -> Any:
    """Say something about a thing given by its reference (P-24)."""
    thing = thing_for(request, slug, name)
    reply_to = answered(Topic.objects.about(thing).first(), body)
    return Status(201, conversation.post_about(thing, body.text, by=asker(request), reply_to=reply_to, **sent(body)))


@router.get("projects/{slug}/topics/{topic}/draft", response=DraftOut)
def draft(request: HttpRequest, slug: str, topic: UUID) -> Any:
    """Read what one has begun to write in a topic."""
    return {"text": MessageDraft.text_of(asker(request), topic_for(request, slug, topic).draft_place)}


@router.put("projects/{slug}/topics/{topic}/draft", response=DraftOut)
def put_draft(request: HttpRequest, slug: str, topic: UUID, body: DraftIn) -> Any:
    """Keep what one has begun to write in a topic; with no text, nothing any more."""
    save_draft(topic_for(request, slug, topic).draft_place, body.text, by=asker(request))
    return draft(request, slug, topic)


@router.post("projects/{slug}/topics/{topic}/name", response=TopicOut)
def rename(request: HttpRequest, slug: str, topic: UUID, body: TopicIn) -> Any:
    """Call a topic otherwise."""
    found = topic_for(request, slug, topic)
    require(permissions.may_rename(asker(request), found))
    found.rename(body.name, by=asker(request))
    return topic_for(request, slug, topic)


@router.post("projects/{slug}/topics/{topic}/reopening", response=TopicOut)
def reopen(request: HttpRequest, slug: str, topic: UUID) -> Any:
    """Open a closed topic again."""
    found = topic_for(request, slug, topic)
    require(permissions.may_close(asker(request), found))
    found.reopen(by=asker(request))
    return topic_for(request, slug, topic)


@router.post("projects/{slug}/topics/{topic}/arrivals", response=TopicOut)
def move_here(request: HttpRequest, slug: str, topic: UUID, body: MovesIn) -> Any:
    """Move messages of another topic to the end of this one; a trace stays where they were."""
    to = topic_for(request, slug, topic)
    moved = [message_reached(request, slug, pk) for pk in body.messages]
    require(all(permissions.may_move(asker(request), message) for message in moved))
    move_messages(moved, to, by=asker(request))
    return topic_for(request, slug, topic)
