"""How far a person has read: forward as they read, and back where they want to come again."""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from audit import clock
from chat.broadcasts import broadcast_read
from chat.models import Message, ReadMarker, Topic, TopicHead
from chat.models.read_marker import unread_in


def mark_read(topic: Topic, up_to: int, *, by: User, at: datetime | None = None, stored: int = 0) -> int:
    """Move a person's place on, never back nor past the end; their other devices are told. Returns where it is then.

    `stored` is how far an open page knows that they had read: where they have gone back since, on another device, the
    place stays there, although that page did not hear of it.
    """
    with transaction.atomic():
        reading = ReadMarker.of(topic, by)
        up_to = min(up_to, TopicHead.objects.get(pk=topic.pk).seq)
        if reading.seq >= stored and up_to > reading.seq:
            _move(reading, up_to, at or clock.now())
        return reading.seq


def mark_unread(message: Message, *, by: User, at: datetime | None = None) -> None:
    """Take a person's place back to before a message, to come to it again; they follow the topic from then on, so that
    it counts wherever it is.
    """
    with transaction.atomic():
        reading = ReadMarker.of(message.topic, by)
        if reading.seq < message.seq:
            return
        reading.followed_at = min(reading.followed_at or message.said_at, message.said_at)
        _move(reading, message.seq - 1, at or clock.now())


def _move(reading: ReadMarker, to: int, at: datetime) -> None:
    was = unread_in(reading.topic, reading.user)
    reading.seq, reading.read_at = to, at
    reading.save()
    broadcast_read(reading, was=was, unread=unread_in(reading.topic, reading.user))
