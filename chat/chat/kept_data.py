"""What chat keeps: rooms, topics, messages with their earlier wordings, and how far a person has read."""

from chat.chat.models import (
    DirectMember,
    Message,
    MessageDraft,
    MessageReaction,
    ReadMarker,
    Room,
    ScheduledMessage,
    Topic,
    TopicGrant,
    TopicHead,
    Wording,
)
from documents.conversation.kept_posts import clean_post, forget_nicks
from foundation.web.kept_data import KeptData

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
    arriving={Message: clean_post},
    left_out={
        DirectMember: "direct messages are no part of the project: their people take their own away",
        MessageDraft: "each person's own, not said yet",
        ScheduledMessage: "each person's own, not said yet",
        TopicGrant: "rights of guests, who are let in anew on another server",
    },
    private={
        ReadMarker: "user",
        MessageReaction: "user",
        MessageDraft: "user",
        ScheduledMessage: "author",
        DirectMember: "user",
        TopicGrant: "user",
    },
    common={Topic: ("created_by",), Message: ("author", "pinned_by")},
    mentions={
        Message: ("text", "html", "quote"),
        Wording: ("text",),
        MessageDraft: ("text",),
        ScheduledMessage: ("text",),
    },
    forget=lambda person, _names: forget_nicks(person, Message),
)
