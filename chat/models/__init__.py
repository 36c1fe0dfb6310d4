"""Talk: a room per circle, topics in it, messages in them, and how far each person has read."""

from chat.models.message import Message, MessageQuerySet, Wording
from chat.models.read_marker import Reading
from chat.models.room import Room
from chat.models.topic import Topic, TopicQuerySet
from chat.models.topic_head import Tail

__all__ = ["Message", "MessageQuerySet", "Reading", "Room", "Tail", "Topic", "TopicQuerySet", "Wording"]
