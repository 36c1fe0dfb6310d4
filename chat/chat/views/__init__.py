"""Pages of chat: rooms, messages, and the talk about a thing."""

from chat.chat.views.direct import (
    direct,
    direct_draft,
    direct_list,
    direct_messages,
    direct_muting,
    direct_pinned,
    direct_readings,
    direct_seen,
    new_direct,
)
from chat.chat.views.guests import guest_messages, guest_readings, guest_topic
from chat.chat.views.marks import moves, pinned, pins, reactions, unpinning
from chat.chat.views.messages import (
    all_readings,
    draft,
    message,
    messages,
    readings,
    removal,
    room_readings,
    undo_readings,
    wording,
)
from chat.chat.views.rooms import chat, name, outcome, reopening, room, topic, topics
from chat.chat.views.scheduled_messages import (
    scheduled_message_removal,
    scheduled_message_sending,
    scheduled_messages,
)
from chat.chat.views.talk import talk, talk_draft, talk_messages, talk_readings

__all__ = [
    "all_readings",
    "chat",
    "direct",
    "direct_draft",
    "direct_list",
    "direct_messages",
    "direct_muting",
    "direct_pinned",
    "direct_readings",
    "direct_seen",
    "draft",
    "guest_messages",
    "guest_readings",
    "guest_topic",
    "message",
    "messages",
    "moves",
    "name",
    "new_direct",
    "outcome",
    "pinned",
    "pins",
    "reactions",
    "readings",
    "removal",
    "reopening",
    "room",
    "room_readings",
    "scheduled_message_removal",
    "scheduled_message_sending",
    "scheduled_messages",
    "talk",
    "talk_draft",
    "talk_messages",
    "talk_readings",
    "topic",
    "topics",
    "undo_readings",
    "unpinning",
    "wording",
]
