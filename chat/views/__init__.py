"""Pages of chat: rooms, messages, and the talk about a thing."""

from chat.views.conversation import talk, talk_messages, talk_readings
from chat.views.messages import message, removal, wording
from chat.views.rooms import chat, messages, outcome, readings, reopening, room, topic, topics

__all__ = [
    "chat",
    "message",
    "messages",
    "outcome",
    "readings",
    "removal",
    "reopening",
    "room",
    "talk",
    "talk_messages",
    "talk_readings",
    "topic",
    "topics",
    "wording",
]
