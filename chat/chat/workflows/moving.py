"""Messages are moved to another topic of the project; in both it stays to be seen that they were."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _now

from chat.chat.broadcasts import broadcast_moved, readers_of
from chat.chat.event_types import ChatEvent
from chat.chat.models import Message, ReadMarker, Topic, TopicHead
from circles.projects.domain_events import ContentWritten
from foundation.accounts.models import User
from foundation.audit import clock
from foundation.files.models import Attachment, FilesChanged
from foundation.web.exceptions import Refused
from foundation.web.extension_registry import publish

MOST_MOVED = 200


def move_messages(messages: Collection[Message], to: Topic, *, by: User, at: datetime | None = None) -> int:
    """Move messages of one topic to the end of another, in their order; returns how many. They keep their ids, so that
    what leads to them goes on to do so; a trace without words stands in each old place. Recorded.

    :raises Refused: for none, too many, removed ones, and where one of the topics has ended, is direct, or is about a
        restricted document.
    """
    now = at or clock.now()
    with transaction.atomic():
        origin = _locked(messages, to)
        heads = {head.pk: head for head in _heads(origin, to)}
        rows = list(origin.messages.locked().filter(pk__in=[one.pk for one in messages]).order_by("seq"))
        if not rows:
            raise Refused(_now("Choose messages to move."))
        if len(rows) > MOST_MOVED:
            raise Refused(_now("Too many messages to move at once; open a topic and link to these."))
        was_at_end = ReadMarker.objects.filter(topic=to, seq=heads[to.pk].seq)
        readers = list(was_at_end.values_list("pk", flat=True))
        for message in rows:
            message.refuse_gone()
            _move(message, heads[to.pk], origin, to, now)
        # Who had read all of both has nothing new to read.
        read_origin = ReadMarker.objects.filter(topic=origin, seq__gte=rows[-1].seq).values("user")
        ReadMarker.objects.filter(pk__in=readers, user__in=read_origin).update(seq=heads[to.pk].seq)
        _refresh_last(heads[origin.pk])
        publish(ContentWritten(things=rows))
        attached = Attachment.objects.attached().filter(on_kind="message", on_id__in=[str(one.pk) for one in rows])
        publish(FilesChanged(files=list(attached)))
        to.record_event(ChatEvent.MESSAGES_MOVED, by=by, at=at, also=["topics"], messages=len(rows), before=origin.name)
        for topic in (origin, to):
            broadcast_moved(topic)
    return len(rows)


def _locked(messages: Collection[Message], to: Topic) -> Topic:
    """Return the topic that messages are moved from, locked with the other one, once both may be changed."""
    topics = {message.topic_id for message in messages}
    if len(topics) != 1:
        raise Refused(_now("Choose messages of one topic."))
    if topics == {to.pk}:
        raise Refused(_now("They are in this topic already."))
    target = to.locked()
    origin = Topic.objects.select_related("project", "room__circle").get(pk=topics.pop())
    origin.project.refuse_archived()
    if origin.project_id != target.project_id:
        raise Refused(_now("They stay in their project."))
    for topic in (origin, target):
        if topic.is_direct or readers_of(topic) is not None:
            raise Refused(_now("Messages that only some people can read cannot be moved."))
        topic.refuse_ended()
    return origin


def _heads(origin: Topic, to: Topic) -> list[TopicHead]:
    """Lock the ends of both, always in one order."""
    return list(TopicHead.objects.select_for_update().filter(pk__in=[origin.pk, to.pk]).order_by("pk"))


def _move(message: Message, head: TopicHead, origin: Topic, to: Topic, now: datetime) -> None:
    """Put a message at the end of the other topic, and a trace in its place."""
    seq, head.seq = message.seq, head.seq + 1
    message.topic, message.seq = to, head.seq
    message.moved_at, message.moved_from, message.pinned_at, message.pinned_by = now, origin, None, None
    message.save()
    Message.objects.create(
        topic=origin, seq=seq, author=message.author, text="", said_at=message.said_at, moved_to=message
    )
    head.last, head.said_at = message, max(head.said_at, message.said_at)
    head.save()


def _refresh_last(head: TopicHead) -> None:
    """Let the end of a topic be its last message that stands there."""
    last = Message.objects.filter(topic=head.pk, moved_to=None).order_by("-seq").first()
    head.last = last
    head.save()
