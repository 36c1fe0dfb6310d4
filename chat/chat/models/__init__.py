"""Talk: a room per circle, topics in it, messages in them, and how far each person has read."""

from chat.chat.models.direct_member import DirectMember
from chat.chat.models.draft import MessageDraft
from chat.chat.models.message import Message, MessageQuerySet, MessageReaction, Wording
from chat.chat.models.read_marker import ReadMarker
from chat.chat.models.room import Room
from chat.chat.models.scheduled_message import ScheduledMessage
from chat.chat.models.topic import Topic, TopicGrant, TopicQuerySet
from chat.chat.models.topic_head import TopicHead

__all__ = [
    "DirectMember",
    "Message",
    "MessageDraft",
    "MessageQuerySet",
    "MessageReaction",
    "ReadMarker",
    "Room",
    "ScheduledMessage",
    "Topic",
    "TopicGrant",
    "TopicHead",
    "TopicQuerySet",
    "Wording",
]
