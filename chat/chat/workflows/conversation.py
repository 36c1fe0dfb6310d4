"""Talking: open a topic, post in it, edit or remove a message.

Messages take the topic's head row and not the project's: talk neither waits for other changes nor stands in the record.
"""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models.functions import Now
from django.utils.translation import gettext as _now

from chat.chat.broadcasts import (
    broadcast_message,
    broadcast_message_changed,
    broadcast_pins,
)
from chat.chat.domain_events import MessageChange, MessageChanged
from chat.chat.event_types import ChatEvent
from chat.chat.models import Message, ReadMarker, Room, Topic, TopicHead
from chat.chat.models.topic import QUOTE
from chat.chat.workflows.notifying import notify_mentioned
from chat.chat.workflows.reading import mark_seen
from circles.circles.models import Circle
from circles.projects.models import Project, Subject
from circles.projects.models.translated_name import as_written
from documents.conversation.text.mentions import Mentions
from documents.conversation.workflows.posts import edit_post, mentions_for, remove_post, written
from foundation.accounts.models import User
from foundation.audit import clock
from foundation.files.workflows.attaching import attach_waiting, take_off_all, waiting_files
from foundation.web.exceptions import Refused
from foundation.web.extension_registry import publish

MOST_FILES = 20
"""So many files are attached to a message."""


def open_topic(room: Room, name: str, *, by: User | None, at: datetime | None = None) -> Topic:
    """Begin to talk about something that is no thing of the project yet; recorded."""
    with transaction.atomic():
        room.circle.open_or_refuse()
        if not name.strip():
            raise Refused(_now("A topic needs a name."))
        topic = Topic.begin(room, name.strip(), by=by, at=at)
        topic.record_event(ChatEvent.TOPIC_OPENED, by=by, at=at, also=["topics"])
    return topic


def topic_about(
    thing: Subject, *, circle: Circle | None = None, by: User | None = None, at: datetime | None = None
) -> Topic:
    """Return the topic about a thing: the known one, or a new one in the room of its circle.

    Called with the first message (`post_about`). `circle` places things that have no circle themselves; without one
    they are talked about in the general circle's room.

    :raises Refused: for what was itself said, which is answered where it stands.
    """
    if isinstance(thing, (Message, Topic)):
        raise Refused(_now("Answer where it was said: there is no talk about talk."))
    known = Topic.objects.about(thing).select_related("project", "room__circle").first()
    if known:
        return known
    with transaction.atomic():
        project = Project.objects.get(pk=thing.record_id)
        place = circle or project.circles.filter(key=thing.scope).first() or project.circles.general()
        room = Room.of(place)
        # Two first messages at once: the room's row puts them in order, and the second finds the topic made.
        Room.objects.select_for_update().get(pk=room.pk)
        known = Topic.objects.about(thing).first()
        return known or Topic.begin(
            room,
            as_written(thing.headline),
            by=by,
            at=at,
            thing_kind=thing.kind,
            thing=str(thing.pk),
            thing_reference=thing.reference,
            thing_address=thing.get_absolute_url(),
        )


def post_about(
    thing: Subject,
    text: str,
    *,
    by: User | None,
    circle: Circle | None = None,
    key: UUID | None = None,
    reply_to: Message | None = None,
    quote: str = "",
    files: Iterable[str | UUID] = (),
    at: datetime | None = None,
) -> Message:
    """Say something about a thing; its topic comes into being with the first message, and only with one."""
    with transaction.atomic():
        topic = topic_about(thing, circle=circle, by=by, at=at)
        return post_message(topic, text, by=by, key=key, reply_to=reply_to, quote=quote, files=files, at=at)


def post_message(
    topic: Topic,
    text: str,
    *,
    by: User | None,
    key: UUID | None = None,
    reply_to: Message | None = None,
    quote: str = "",
    files: Iterable[str | UUID] = (),
    at: datetime | None = None,
) -> Message:
    """Add a message; who is mentioned or answered is notified. Sent twice with one `key`, it stands once. Of `files`,
    those are attached to it that wait for its author; where they are all there is, their names are its text.

    :raises Refused: for a closed, imported or empty one.
    """
    mentions = mentions_in(topic, by)
    html = mentions.render(text.strip())
    with transaction.atomic():
        heads = TopicHead.objects.select_for_update(of=("self",))
        head = heads.select_related("topic__project", "topic__room__circle").get(pk=topic.pk)
        if known := Message.sent_before(key, by=by, place=topic):
            return known
        keeper = topic.files_kept_under or topic.project_id
        attached = waiting_files(files, by=by, project=keeper)[:MOST_FILES] if by else []
        names = ", ".join(one.name for one in attached)
        if by:
            head.topic.project.refuse_archived()
        head.refuse_silence(text or names)
        before = head.seq
        message = Message.objects.create(
            **({"pk": key} if key else {}),
            topic=topic,
            seq=before + 1,
            author=by,
            text=text.strip() or names,
            html=html,
            reply_to=reply_to,
            quote=(quote or reply_to.plain if reply_to else "")[:QUOTE],
            said_at=at or clock.now(),
        )
        message.by_guest = mentions.among is not None
        head.seq, head.said_at, head.last = message.seq, message.said_at, message
        head.changes, head.changed_at = head.changes + 1, Now()
        head.save()
        attach_waiting(attached, "message", message.pk)
        if by:
            if reply_to:
                mark_seen(topic, [(reply_to.seq, reply_to.seq)], by=by, at=message.said_at)
            ReadMarker.spoke(topic, by, before=before, at=message.said_at)
        notify_mentioned(mentions, message, by=by)
        written(message)
        broadcast_message(message, change=head.changes)
        publish(MessageChanged(message=message, change=MessageChange.POSTED, by=by))
    return message


def mentions_in(topic: Topic, by: User | None) -> Mentions:
    """Return what reads a message of a person: a guest names those who spoke in the topic."""
    if topic.is_direct:
        return Mentions(topic.project, None)
    return mentions_for(by, topic.messages, topic.project, topic.circle, with_circles=True)


def edit_message(message: Message, text: str, *, by: User) -> None:
    """Change one's own words; the earlier ones stay to be read, and who is newly mentioned is notified."""

    def tell(edited: Message, now: Mentions, before: Mentions) -> None:
        notify_mentioned(now, edited, by=by, but=before.people_reached)
        broadcast_message_changed(edited)
        publish(MessageChanged(message=edited, change=MessageChange.EDITED, by=by))

    edit_post(message, text, by=by, read=lambda: mentions_in(message.topic, by), tell=tell)


def remove_message(message: Message, *, by: User) -> None:
    """Take one's own words back, with the files; that something was said stays."""

    def tell(removed: Message) -> None:
        take_off_all("message", removed.pk)
        broadcast_message_changed(removed)
        publish(MessageChanged(message=removed, change=MessageChange.DELETED, by=by))
        if removed.was_pinned:
            broadcast_pins(removed)

    remove_post(message, by=by, tell=tell)
