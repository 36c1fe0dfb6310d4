"""API of chat."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Field, Router, Schema, Status

from accounts.decorators import asker
from chat import permissions
from chat.models import Message, Room, Topic
from chat.workflows import conversation
from chat.workflows.conversation import MOST_FILES
from circles.access import circle_for, project_entered, project_for
from circles.extension_points import thing_named
from circles.models import Subject
from web.exceptions import require
from web.pagination import PAGE, seq_page_of

router = Router()


class TopicIn(Schema):
    """What opening a topic takes."""

    name: str


class TopicOut(Schema):
    """A topic; `reference` names the thing it is about, if any, `source` the log it was imported from."""

    id: UUID
    name: str
    circle: str
    reference: str
    source: str
    messages: int
    said_at: datetime
    outcome: str
    outcome_line: str
    closed_at: datetime | None

    @staticmethod
    def resolve_circle(topic: Topic) -> str:
        """Return the circle's key."""
        return topic.scope

    @staticmethod
    def resolve_messages(topic: Topic) -> int:
        """Return the number of messages."""
        return topic.head.seq

    @staticmethod
    def resolve_said_at(topic: Topic) -> datetime:
        """Return the time of the last message."""
        return topic.head.said_at


class TopicsOut(Schema):
    """A page of topics, last spoken in first; `after` is the cursor of the next page."""

    topics: list[TopicOut]
    after: str


class MessageIn(Schema):
    """What saying something takes; `key` is the sender's own id: sent twice, the message stands once."""

    text: str = ""
    key: UUID | None = None
    reply_to: UUID | None = None
    files: list[UUID] = Field([], max_length=MOST_FILES, description="Files sent for it: to the topic or the project.")


class MessageOut(Schema):
    """A message; a removed one has no text. Its files: `GET …/files?kind=message&id=…`.

    An imported one has no author: `nick`, `manner` (action, system or nothing) and `logged` are as its log has them.
    """

    id: UUID
    topic_id: UUID
    seq: int
    author_id: UUID | None
    text: str
    reply_to_id: UUID | None
    quote: str
    said_at: datetime
    nick: str
    manner: str
    logged: str
    edited_at: datetime | None
    removed_at: datetime | None


class MessagesOut(Schema):
    """A page of messages, newest first; `before` is the cursor of the next page."""

    messages: list[MessageOut]
    before: str


class ReadingIn(Schema):
    """The number of the last message read."""

    seq: int


class OutcomeIn(Schema):
    """What came of a topic: decided, action, answered or dropped, and a line."""

    outcome: str
    line: str = ""


class WordingIn(Schema):
    """New words."""

    text: str


def topic_for(request: HttpRequest, slug: str, pk: UUID) -> Topic:
    """Find a topic that the asker may read, of a project they are in."""
    found = Topic.objects.visible_to(asker(request)).in_project(project_for(request, slug)).with_last()
    return get_object_or_404(found, pk=pk)


def topic_entered(request: HttpRequest, slug: str, pk: UUID) -> Topic:
    """Find a topic that the asker may read, as a guest too."""
    found = Topic.objects.visible_to(asker(request)).in_project(project_entered(request, slug)).with_last()
    return get_object_or_404(found, pk=pk)


def message_for(request: HttpRequest, slug: str, pk: UUID) -> Message:
    """Find a message of a project the asker is in, to change it: 403 for other people's."""
    found = Message.objects.visible_to(asker(request)).in_project(project_for(request, slug)).with_people()
    message = get_object_or_404(found.with_place(), pk=pk)
    require(permissions.may_change(asker(request), message))
    return message


def sent(body: MessageIn) -> dict[str, Any]:
    """Return what goes with the words: the sender's own id, and files."""
    return {"key": body.key, "files": body.files}


def answered(topic: Topic | None, body: MessageIn) -> Message | None:
    """Find the message that is answered: one of this topic."""
    return get_object_or_404(Message, topic=topic, pk=body.reply_to, removed_at=None) if body.reply_to else None


def thing_for(request: HttpRequest, slug: str, name: str) -> Subject:
    """Find a thing by its reference in a project the asker is in."""
    thing = thing_named(project_for(request, slug), asker(request), name)
    if thing is None:
        raise Http404
    permissions.require_reading(asker(request), thing)
    return thing


def page_in(topic: Topic, before: str) -> Any:
    """Return a page of a topic's messages."""
    page = seq_page_of(topic.messages.all(), before)
    return {"messages": page.rows, "before": page.next}


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
def mark_read(request: HttpRequest, slug: str, topic: UUID, body: ReadingIn) -> Any:
    """Note how far one has read."""
    conversation.mark_read(topic_entered(request, slug, topic), max(body.seq, 0), by=asker(request))
    return Status(204, None)


@router.post("projects/{slug}/topics/{topic}/outcome", response=TopicOut)
def close(request: HttpRequest, slug: str, topic: UUID, body: OutcomeIn) -> Any:
    """Close a topic with what came of it."""
    found = topic_for(request, slug, topic)
    require(permissions.may_close(asker(request), found))
    found.close(body.outcome, by=asker(request), line=body.line[:300])
    return topic_for(request, slug, topic)


@router.post("projects/{slug}/messages/{message}/wording", response=MessageOut)
def reword(request: HttpRequest, slug: str, message: UUID, body: WordingIn) -> Any:
    """Change one's own words."""
    conversation.edit_message(message_for(request, slug, message), body.text, by=asker(request))
    return Message.objects.get(pk=message)


@router.post("projects/{slug}/messages/{message}/removal", response=MessageOut)
def remove(request: HttpRequest, slug: str, message: UUID) -> Any:
    """Take one's own words back."""
    conversation.remove_message(message_for(request, slug, message), by=asker(request))
    return Message.objects.get(pk=message)


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
