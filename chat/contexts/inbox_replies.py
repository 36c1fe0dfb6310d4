"""What was said to a person in chat, answered in their inbox."""

from collections.abc import Sequence

from django.urls import reverse

from accounts.models import User
from chat.models import Message
from inbox.models import Notice
from inbox.replies import InboxReply, reply_to
from projects.models import Project


def replies(person: User, notices: Sequence[Notice], here: str) -> dict[int, InboxReply]:
    """Return where messages are answered, by notice; one query, however many."""
    told = {notice.message: notice for notice in notices if notice.message}
    found = Message.objects.visible_to(person).filter(pk__in=told, removed_at=None, topic__closed_at=None)
    found = found.filter(topic__project__in=Project.objects.visible_to(person))  # guests answer on their own pages
    return {
        told[message.pk].pk: reply_to(
            told[message.pk].by_name.partition(" ")[0],
            message.plain,
            reverse("chat:messages", args=[message.topic.project.slug, message.topic.scope, message.topic_id]),
            reply_to=str(message.pk),
        )
        for message in found.with_place()
    }
