"""What open pages hear of talk: a message as it was rendered once, and numbers of what else changed."""

from collections.abc import Callable, Collection, Iterable
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Value
from django.template.loader import render_to_string

from accounts.models import User
from chat.models import Message, ReadMarker, Topic
from documents.models import Restriction
from documents.readers import reading
from files.contexts import files_on
from web.broadcasts import broadcast, group_of, group_of_person

MOST_PEOPLE = 50
MOST_NAMES = 20
"""So many of those who gave a reaction are named."""


def _after_commit(groups: Iterable[str], body: Callable[[], Any], part: str = "chat") -> None:
    """After commit, send one body, made once, to each group."""
    to = list(groups)

    def send() -> None:
        message = {"type": "extra", "body": {part: body()}}
        for group in to:
            broadcast(group, message)

    transaction.on_commit(send, robust=True)


def _place(message: Message) -> dict[str, Any]:
    topic = message.topic
    return {
        "topic": str(topic.pk),
        "room": topic.scope,
        "about": topic.about_key,
        "seq": message.seq,
        "direct": topic.is_direct,
    }


def shown_message(message: Message) -> dict[str, Any]:
    """Return what `chat/message.html` shows of a new message."""
    return {"message": message, "files": files_on("message", message.pk, message.topic.project.slug)}


def readers_of(topic: Topic) -> set[UUID] | None:
    """Return who may read a topic, where that is not everybody in the project: who is in a direct conversation, and who
    reads the restricted document that it is about.
    """
    if topic.is_direct:
        return set(topic.members.inside().values_list("user", flat=True))
    restriction = Restriction.objects.in_force().on(Value(topic.thing)).first() if topic.thing else None
    return None if restriction is None else set(reading(restriction))


def _to_readers(topic: Topic, body: Callable[[], Any], part: str = "chat") -> None:
    """After commit, send `body` to everybody in the project: whoever may open the room may read it. What only some may
    read goes to those, one by one.
    """
    readers = readers_of(topic)
    everybody = [group_of(topic.project_id)]
    _after_commit(everybody if readers is None else map(group_of_person, readers), body, part)


def broadcast_message(message: Message) -> None:
    """Send a new message, rendered once."""

    def body() -> dict[str, Any]:
        author = message.author
        return {
            **_place(message),
            "by": str(author.pk) if author else "",
            "last": f"{author.first_name}: {message.headline}" if author else message.headline,
            "html": render_to_string("chat/message.html", shown_message(message)),
        }

    _to_readers(message.topic, body)


def broadcast_message_changed(message: Message) -> None:
    """Say that a message was edited or removed; pages fetch it again in their reader's language."""
    _to_readers(message.topic, lambda: {**_place(message), "changed": True})


def broadcast_reactions(message: Message, kind: str, *, by: User, stands: bool) -> None:
    """Send how many gave a reaction now, and who gave it or took it back: nobody has to ask."""

    def body() -> dict[str, Any]:
        given = message.reactions.filter(kind=kind)
        names = list(given.order_by("pk").values_list("user__name", flat=True)[:MOST_NAMES])
        reaction = {"kind": kind, "number": given.count(), "names": names, "by": str(by.pk), "stands": stands}
        return {**_place(message), "reaction": reaction}

    _to_readers(message.topic, body)


def broadcast_moved(topic: Topic) -> None:
    """Say that messages came to a topic or left it; pages fetch the conversation again."""
    body = {"topic": str(topic.pk), "room": topic.scope, "seq": 0, "moved": True}
    _to_readers(topic, lambda: body)


def broadcast_pins(message: Message) -> None:
    """Say that something was pinned in a topic, or taken off; pages fetch what is at its top."""
    _to_readers(message.topic, lambda: [f"pins:{message.topic_id}"], "what")


def broadcast_read(reading: ReadMarker, *, was: int, unread: int) -> None:
    """Tell a person's devices how far they have read, and how much that leaves of what `was` unread."""
    topic = reading.topic
    body = {"topic": str(topic.pk), "room": topic.scope, "seq": reading.seq, "was": was, "unread": unread}
    body["direct"] = topic.is_direct
    _after_commit([group_of_person(reading.user_id)], lambda: body)


def broadcast_inboxes(people: Collection[User], *, project: UUID) -> None:
    """Tell the open pages of people that something came into their inbox; of many, in one call to all pages."""
    groups = [group_of(project)] if len(people) > MOST_PEOPLE else [group_of_person(user.pk) for user in people]
    _after_commit(groups, lambda: ["inbox"], "what")


def broadcast_draft(user: User, place: str, text: str, *, device: str) -> None:
    """Tell a person's other devices what they are writing."""
    _after_commit([group_of_person(user.pk)], lambda: {"place": place, "text": text, "device": device}, "draft")
