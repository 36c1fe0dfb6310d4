"""What was said to a person in chat, answered in their inbox."""

from collections.abc import Collection, Sequence
from uuid import UUID

from django.db.models import Q
from django.utils.text import Truncator

from chat.chat.models import Message
from chat.chat.workflows.reading import SHOWN_TOGETHER
from circles.projects.models import Project
from foundation.accounts.models import User
from foundation.inbox.models import Notice
from foundation.inbox.replies import InboxReply, reply_to

SHOWN = 280
"""So much of a message is shown."""


def replies(person: User, notices: Sequence[Notice], here: str) -> dict[int, InboxReply]:
    """Return where messages are answered, by notice; two queries, however many. Direct messages stand on the person's
    own page alone: no e-mail says what is in them.
    """
    told = {notice.message: notice for notice in notices if notice.message}
    if not told:
        return {}
    found = Message.objects.visible_to(person).filter(pk__in=told, removed_at=None, topic__closed_at=None)
    found = found.filter(topic__project__in=Project.objects.visible_to(person))  # guests answer on their own pages
    messages = [one for one in found.with_place() if here or not one.topic.is_direct]
    direct = _said_directly(person, [one for one in messages if one.topic.is_direct])
    return {
        told[message.pk].pk: reply_to(
            told[message.pk].by_name.partition(" ")[0],
            direct.get(message.topic_id) or _shortly(message),
            f"{message.topic.get_absolute_url()}messages/",
            reply_to=str(message.pk),
        )
        for message in messages
    }


def _said_directly(person: User, last: Collection[Message]) -> dict[UUID, str]:
    """Return the last that others said in direct conversations up to these messages, by conversation."""
    shown = Q(pk=None)
    for message in last:
        shown |= Q(topic=message.topic_id, seq__gt=message.seq - SHOWN_TOGETHER, seq__lte=message.seq)
    said = Message.objects.filter(shown, removed_at=None).exclude(author=person).order_by("seq")
    found: dict[UUID, str] = {}
    for message in said if last else ():
        found[message.topic_id] = "\n".join(filter(None, [found.get(message.topic_id, ""), _shortly(message)]))
    return found


def _shortly(message: Message) -> str:
    return Truncator(message.plain).chars(SHOWN)
