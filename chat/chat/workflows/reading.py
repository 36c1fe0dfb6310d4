"""How far a person has read: forward over what was before their eyes, and back where they want to come again.

What was read in its place is done in the inbox as well.
"""

from collections.abc import Collection, Iterable
from datetime import datetime
from itertools import groupby

from django.db import transaction
from django.db.models import Q

from chat.chat.broadcasts import broadcast_read, broadcast_read_all
from chat.chat.event_types import ChatNotice
from chat.chat.models import Message, ReadMarker, Topic, TopicHead, TopicQuerySet
from chat.chat.models.read_marker import unread_after, unread_by, unread_in
from chat.chat.reading_rules import Span, place_after
from circles.circles.models import Circle
from circles.projects.models import Project
from documents.conversation.workflows.notices import broadcast_inboxes
from foundation.accounts.models import User
from foundation.audit import clock
from foundation.inbox.models import Notice, NoticesFinished, NoticesReopened

SHOWN_TOGETHER = 5
"""So many of the last direct messages the inbox shows together."""


def mark_seen(
    topic: Topic, seen: Collection[Span], *, by: User, went_back: int | None = None, at: datetime | None = None
) -> ReadMarker:
    """Take in which messages a person had before their eyes, on one of their devices: their place moves on over them
    as far as none between is missing, never back nor past the end, and what told of them is done in the inbox. The
    other devices are told. Returns the place, with its `unread` number.

    `went_back` is how often the page knows that the person took their place back: where they did so since, on another
    device, what this page showed is passed over.
    """
    with transaction.atomic():
        reading = ReadMarker.of(topic, by)
        if went_back in (None, reading.went_back):
            _see(reading, seen, at or clock.now())
        else:
            reading.unread = unread_in(topic, by)
        return reading


def _see(reading: ReadMarker, seen: Collection[Span], at: datetime, *, undoable: bool = False) -> None:
    topic, user = reading.topic, reading.user
    reading.unread, base = unread_after(topic, user)
    before, end = max(reading.seq, base), TopicHead.objects.get(pk=topic.pk).seq
    place = place_after(before, seen, end)
    if place > before:
        place = place_after(place, [*seen, *_spoken(topic, user, place)], end)
        _move(reading, place, at, was=reading.unread, undoable=undoable)
    _finish_notices(topic, user, seen, reading.seq, at)


def _spoken(topic: Topic, user: User, after: int) -> list[Span]:
    """Return a person's own messages after a place: who reads on up to one of these has read it."""
    own = topic.messages.filter(author=user, seq__gt=after).order_by()
    return [(seq, seq) for seq in own.values_list("seq", flat=True)]


def mark_read(topic: Topic, up_to: int, *, by: User, at: datetime | None = None) -> int:
    """Move a person's place on to a message, never back nor past the end; their other devices are told. Returns where
    it is then.
    """
    with transaction.atomic():
        reading = ReadMarker.of(topic, by)
        up_to = min(up_to, TopicHead.objects.get(pk=topic.pk).seq)
        if up_to > reading.seq:
            _move(reading, up_to, at or clock.now(), was=unread_in(topic, by))
            _finish_notices(topic, by, [], up_to, reading.read_at or clock.now())
        return reading.seq


def mark_unread(message: Message, *, by: User, at: datetime | None = None) -> None:
    """Take a person's place back to before a message, to come to it again; they follow the topic from then on, so that
    it counts wherever it is.
    """
    with transaction.atomic():
        reading = ReadMarker.of(message.topic, by)
        if reading.seq < message.seq:
            return
        was = unread_in(message.topic, by)
        reading.followed_at = min(reading.followed_at or message.said_at, message.said_at)
        reading.went_back += 1
        _move(reading, message.seq - 1, at or clock.now(), was=was)


def mark_all_read(project: Project, *, by: User, circle: Circle | None = None, at: datetime | None = None) -> datetime:
    """Mark everything read that counts as unread: in a project with its direct conversations, or in one room. Returns
    when that was, for `undo_reading`.
    """
    now = at or clock.now()
    with transaction.atomic():
        found = Topic.objects.visible_to(by).filter(project=project)
        rows: TopicQuerySet = found.in_circle(circle) if circle else found
        ends = dict(unread_by(by, rows).values_list("pk", "head__seq"))
        ReadMarker.objects.bulk_create([ReadMarker(topic_id=pk, user=by) for pk in ends], ignore_conflicts=True)
        readings = list(ReadMarker.objects.select_for_update().filter(user=by, topic__in=ends).order_by("pk"))
        for reading in readings:
            end = max(reading.seq, ends[reading.topic_id])
            reading.came_from, reading.seq, reading.read_at = reading.seq, end, now
        ReadMarker.objects.bulk_update(readings, ["came_from", "seq", "read_at"], batch_size=500)
        addresses = [topic.get_absolute_url() for topic in rows.filter(pk__in=ends).with_last()]
        told = Q(message__in=Message.objects.filter(topic__in=ends).values("pk")) | Q(address__in=addresses)
        Notice.objects.to(by).filter(told, happened_at__lte=now, event__in=ChatNotice.values).finish(now)
        broadcast_read_all(by)
    return now


def undo_reading(user: User, at: datetime) -> None:
    """Take places back that all moved at one instant, and let what was done with that wait again."""
    with transaction.atomic():
        moved = ReadMarker.objects.select_for_update().filter(user=user, read_at=at).exclude(came_from=None)
        readings = list(moved)
        for reading in readings:
            reading.seq, reading.came_from, reading.went_back = reading.came_from or 0, None, reading.went_back + 1
        ReadMarker.objects.bulk_update(readings, ["came_from", "seq", "went_back"], batch_size=500)
        Notice.objects.to(user).filter(done_at=at, event__in=ChatNotice.values).update(done_at=None)
        broadcast_read_all(user)


def see_in_inbox(done: NoticesFinished) -> None:
    """Count as read what a person was shown in their inbox, and is done with there: of a direct conversation the last
    messages, elsewhere the one that told them. What they were not shown stays unread.
    """
    messages = Message.objects.visible_to(done.user).filter(pk__in=done.messages).with_place()
    for topic, told in groupby(sorted(messages, key=lambda one: (str(one.topic_id), one.seq)), lambda one: one.topic):
        reading = ReadMarker.of(topic, done.user)
        _see(reading, _shown(topic, [one.seq for one in told]), done.at, undoable=True)


def _shown(topic: Topic, told: Iterable[int]) -> list[Span]:
    before = SHOWN_TOGETHER - 1 if topic.is_direct else 0
    return [(max(1, seq - before), seq) for seq in told]


def return_to_inbox(again: NoticesReopened) -> None:
    """Let what a person was shown in their inbox be unread again, as it was before they were done with it."""
    undo_reading(again.user, again.done_at)


def _move(reading: ReadMarker, to: int, at: datetime, *, was: int, undoable: bool = False) -> None:
    reading.came_from = reading.seq if undoable else None
    reading.seq, reading.read_at = to, at
    reading.save()
    reading.unread = unread_in(reading.topic, reading.user)
    broadcast_read(reading, was=was, unread=reading.unread)


def _finish_notices(topic: Topic, user: User, seen: Collection[Span], place: int, at: datetime) -> None:
    """Be done with what told a person of messages that they have read, and tell their open pages."""
    read = Q(seq__lte=place)
    for first, last in seen:
        read |= Q(seq__range=(first, last))
    told = Q(message__in=topic.messages.filter(read).order_by().values("pk"))
    # Of those that name no message there is one for each speaker, as old as what they said last.
    until = topic.messages.filter(seq__lte=place).order_by("-seq").values("said_at")[:1]
    silent = Q(message=None, event__in=[ChatNotice.DIRECT, ChatNotice.POSTED], address=topic.get_absolute_url())
    if Notice.objects.filter(user=user).filter(told | (silent & Q(happened_at__lte=until))).finish(at):
        broadcast_inboxes([user], project=topic.project_id)
