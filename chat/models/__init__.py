"""Talk: a room per circle, topics in it, messages in them, and how far each person has read."""

from chat.models.message import Message, MessageQuerySet, Wording
from chat.models.reading import Reading
from chat.models.room import Room
from chat.models.tail import Tail
from chat.models.topic import Topic, TopicQuerySet

__all__ = ["Message", "MessageQuerySet", "Reading", "Room", "Tail", "Topic", "TopicQuerySet", "Wording"]
