"""Write a message now and let it be said later: at its time it is posted as if its author did it then."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _now

from accounts.models import User
from audit import clock
from chat.event_types import ChatNotice
from chat.models import MessageDraft, ScheduledMessage, Topic
from chat.workflows.conversation import post_message
from chat.workflows.drafting import save_draft
from conversation.text.mentions import MAX_TEXT
from conversation.workflows.notices import broadcast_inboxes
from inbox.kinds import NoticeReason
from inbox.models import Notice
from web.exceptions import Refused

MOST = 100
"""So many a person may have waiting."""


def send_later(topic: Topic, text: str, *, by: User, at: datetime) -> ScheduledMessage:
    """Keep a message until its time.

    :raises Refused: for nothing, for a time that is over, where nothing more is said, and for more than a hundred.
    """
    topic.refuse_ended()
    if not text.strip():
        raise Refused(_now("This message is empty."))
    if len(text) > MAX_TEXT:
        raise Refused(_now("This message is too long; make it a document and link to it."))
    if at <= clock.now():
        raise Refused(_now("Choose a time in the future."))
    if ScheduledMessage.objects.filter(author=by).count() >= MOST:
        raise Refused(_now("A hundred messages are waiting already; send or remove one first."))
    with transaction.atomic():
        kept = ScheduledMessage.objects.create(topic=topic, author=by, text=text.strip(), send_at=at)
        save_draft(topic.draft_place, "", by=by)
    return kept


def take_back(scheduled: ScheduledMessage) -> None:
    """Let a message not be sent: its words are in the field again, below what one had begun there.

    :raises Refused: where it has been sent meanwhile.
    """
    with transaction.atomic():
        still = ScheduledMessage.objects.select_for_update().filter(pk=scheduled.pk).first()
        if still is None:
            raise Refused(_now("This message has been sent already."))
        _give_back(still)
        still.delete()


def send_now(scheduled: ScheduledMessage) -> int:
    """Say it, once; where it cannot be said any more its author is told, and has the words as a draft."""
    with transaction.atomic():
        still = ScheduledMessage.objects.select_for_update().filter(pk=scheduled.pk).first()
        if still is None:
            return 0
        still.delete()
        topic, author = scheduled.topic, scheduled.author
        try:
            if not author.is_active or not topic.may_speak(author):
                raise Refused(_now("You may not speak here any more."))
            with transaction.atomic():
                post_message(topic, scheduled.text, by=author, key=scheduled.pk)
        except Refused:
            _give_back(scheduled)
            _tell_refused(topic, author)
    return 1


def _give_back(scheduled: ScheduledMessage) -> None:
    place, author = scheduled.topic.draft_place, scheduled.author
    begun = MessageDraft.text_of(author, place)
    save_draft(place, "\n\n".join(filter(None, (begun, scheduled.text)))[:MAX_TEXT], by=author)


def _tell_refused(topic: Topic, author: User) -> None:
    Notice.post(
        {author: NoticeReason.OWNER},
        project=topic.project_id,
        event=ChatNotice.NOT_SENT,
        by=None,
        reference="",
        title=topic.name,
        address=topic.get_absolute_url(),
        at=clock.now(),
    )
    broadcast_inboxes([author], project=topic.project_id)
