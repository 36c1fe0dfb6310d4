"""Who hears of a message: who is named, by themself or with a circle, who is answered, and who follows the topic."""

from collections.abc import Collection, Mapping
from uuid import UUID

from chat.chat.broadcasts import readers_of
from chat.chat.event_types import ChatNotice
from chat.chat.models import Message, ReadMarker
from documents.conversation.text.mentions import Mentions
from documents.conversation.workflows.notices import broadcast_inboxes, notify_readers
from foundation.accounts.models import User
from foundation.inbox.kinds import kind_of
from foundation.inbox.models import Attention, Notice

REASONS = {
    ChatNotice.MENTIONED: Notice.Reason.MENTIONED,
    ChatNotice.CIRCLE_MENTIONED: Notice.Reason.MENTIONED,
    ChatNotice.ANSWERED: Notice.Reason.ANSWERED,
}


def notify_mentioned(mentions: Mentions, message: Message, *, by: User | None, but: Collection[User] = ()) -> None:
    """Put a notice in the inbox of everyone named, and of who is answered, in the caller's transaction. `but` were
    named before the message was edited. Costs the same number of queries, however many hear of it.
    """
    if message.topic.is_direct:
        _notify_directly(message, by)
        return
    events = dict.fromkeys(mentions.people_reached, ChatNotice.CIRCLE_MENTIONED)
    events |= dict.fromkeys(mentions.people, ChatNotice.MENTIONED)
    is_new = not message.edited_at and not but
    answered = message.reply_to.author if message.reply_to and is_new else None
    if answered and answered not in events and mentions.project.has(answered):
        events[answered] = ChatNotice.ANSWERED
    readers = readers_of(message.topic)  # talk about a restricted document is for those who read it
    following, muted = Attention.split(message.topic.project_id, message.topic.change_key, message.topic.about_key)
    silent = muted | {user.pk for user in but} | ({by.pk} if by else set())
    heard = {
        user: event
        for user, event in events.items()
        if user.pk not in silent and (readers is None or user.pk in readers)
    }
    _post(message, heard, by)
    if is_new:
        _notify_followers(message, following - {user.pk for user in events} - silent, by)


def _post(message: Message, events: Mapping[User, ChatNotice], by: User | None) -> None:
    topic = message.topic
    Notice.objects.bulk_create(
        Notice(
            user=user,
            project=topic.project_id,
            reason=REASONS[event],
            event=event,
            kind=kind_of(event, REASONS[event]),
            by=by.pk if by else None,
            by_name=by.name if by else "",
            reference=topic.thing_reference,
            title=topic.name,
            address=message.get_absolute_url(),
            message=message.pk,
            happened_at=message.said_at,
        )
        for user, event in events.items()
    )
    ReadMarker.follow(topic, events, at=message.said_at)
    broadcast_inboxes(events, project=topic.project_id)


def _notify_directly(message: Message, by: User | None) -> None:
    """Tell the others of a direct conversation: once for each writer until it is read, and in no project."""
    if message.edited_at:
        return
    members = message.topic.members.inside().filter(is_muted=False).select_related("user")
    people = [member.user for member in members if member.user != by]
    Notice.post(
        dict.fromkeys(people, Notice.Reason.WRITTEN),
        project=None,
        event=ChatNotice.DIRECT,
        by=by,
        reference="",
        title=by.name if by else "",
        address=message.topic.get_absolute_url(),
        at=message.said_at,
        message=message.pk,
    )
    broadcast_inboxes(people, project=message.topic.project_id)


def _notify_followers(message: Message, people: Collection[UUID], by: User | None) -> None:
    """Put what is said where a person listens in their inbox: once for each speaker until it is read."""
    if not people:
        return
    topic = message.topic
    listeners = dict.fromkeys(User.objects.filter(pk__in=people), Notice.Reason.FOLLOWED)
    place, at, named = topic.get_absolute_url(), message.said_at, topic.thing_reference
    notify_readers(topic, listeners, ChatNotice.POSTED, by=by, address=place, at=at, reference=named)
