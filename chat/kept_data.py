"""What chat keeps: rooms, topics, messages with their earlier wordings, and how far somebody has read."""

from typing import Any

from chat.models import (
    DirectMember,
    Message,
    MessageDraft,
    MessageReaction,
    ReadMarker,
    Room,
    Topic,
    TopicGrant,
    TopicHead,
    Wording,
)
from circles.text import markup
from web.kept_data import FormerNames, KeptData


def forget(person: Any, names: FormerNames) -> None:
    """Take away what the person was called in chats elsewhere, where their imported messages are theirs."""
    for message in Message.objects.filter(author=person).exclude(nick="").iterator(chunk_size=500):
        message.nick = ""
        message.save(update_fields=["nick"])


def clean(message: Message) -> None:
    """Let nothing through that a message never has: pages show its HTML as it is."""
    message.html = markup.clean(message.html)


KEPT_DATA = KeptData(
    app="chat",
    tables={
        Room: "circle__project",
        Topic: "room__circle__project",
        TopicHead: "room__circle__project",
        Message: "topic__room__circle__project",
        Wording: "message__topic__room__circle__project",
        MessageReaction: "message__topic__room__circle__project",
        ReadMarker: "topic__room__circle__project",
    },
    arriving={Message: clean},
    left_out={
        DirectMember: "direct messages are no part of the project: their people take their own away",
        MessageDraft: "each person's own, not said yet",
        TopicGrant: "rights of guests, who are let in anew on another server",
    },
    private={
        ReadMarker: "user",
        MessageReaction: "user",
        MessageDraft: "user",
        DirectMember: "user",
        TopicGrant: "user",
    },
    common={Topic: ("created_by",), Message: ("author", "pinned_by")},
    forget=forget,
)
