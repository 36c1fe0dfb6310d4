"""What open pages hear of talk: a message as it was rendered once, and numbers of what else changed."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Value
from django.template.loader import render_to_string

from accounts.models import User
from chat.models import Message, Topic
from documents.models import Restriction
from documents.readers import reading
from files.contexts import files_on
from web.broadcasts import broadcast, group_of, group_of_person


def _after_commit(group: str, body: Callable[[], dict[str, Any]]) -> None:
    transaction.on_commit(lambda: broadcast(group, {"type": "extra", "body": {"chat": body()}}), robust=True)


def _place(message: Message) -> dict[str, Any]:
    topic = message.topic
    return {"topic": str(topic.pk), "room": topic.scope, "about": topic.about_key, "seq": message.seq}


def shown_message(message: Message) -> dict[str, Any]:
    """Return what `chat/message.html` shows of a new message."""
    return {"message": message, "files": files_on("message", message.pk, message.topic.project.slug)}


def broadcast_message(message: Message) -> None:
    """Send a new message to everybody in the project: whoever may open the room may read it. What is said of a
    restricted document goes to those who read that, one by one.
    """

    def body() -> dict[str, Any]:
        author = message.author
        return {
            **_place(message),
            "by": str(author.pk) if author else "",
            "last": f"{author.first_name}: {message.headline}" if author else message.headline,
            "html": render_to_string("chat/message.html", shown_message(message)),
        }

    restriction = Restriction.objects.in_force().on(Value(message.topic.thing)).first() if message.topic.thing else None
    if restriction is None:
        _after_commit(group_of(message.topic.project_id), body)
        return
    for pk in reading(restriction):
        _after_commit(group_of_person(pk), body)


def broadcast_message_changed(message: Message) -> None:
    """Say that a message was edited or removed; pages fetch it again in their reader's language."""
    _after_commit(group_of(message.topic.project_id), lambda: {**_place(message), "changed": True})


def broadcast_read(topic: Topic, user: User, up_to: int) -> None:
    """Tell a person's other devices how far they have read."""
    body = {"topic": str(topic.pk), "room": topic.scope, "seq": up_to, "read": True}
    _after_commit(group_of_person(user.pk), lambda: body)


def broadcast_inbox(user: User) -> None:
    """Tell a person's open pages that something came into the inbox."""
    pk: UUID = user.pk
    notification = {"type": "extra", "body": {"what": ["inbox"]}}
    transaction.on_commit(lambda: broadcast(group_of_person(pk), notification), robust=True)
