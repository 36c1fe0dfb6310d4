"""Schedule a message: written now, it is posted at its time as if its author did it then."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _now

from chat.chat.event_types import ChatNotice
from chat.chat.models import MessageDraft, ScheduledMessage, Topic
from chat.chat.workflows.conversation import post_message
from chat.chat.workflows.drafting import save_draft
from chat.chat.workflows.topic_notices import notify_of_topic
from documents.conversation.text.mentions import MAX_TEXT
from foundation.accounts.models import User
from foundation.audit import clock
from foundation.web.exceptions import Refused

MOST = 100
"""So many a person may have waiting."""


def schedule_message(topic: Topic, text: str, *, by: User, at: datetime) -> ScheduledMessage:
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


def unschedule_message(scheduled: ScheduledMessage) -> None:
    """Let a scheduled message not be sent: its words are in the field again, below what one had begun there.

    :raises Refused: where it has been sent meanwhile.
    """
    with transaction.atomic():
        still = ScheduledMessage.objects.select_for_update().filter(pk=scheduled.pk).first()
        if still is None:
            raise Refused(_now("This message has been sent already."))
        _give_back(still)
        still.delete()


def send_scheduled_message(scheduled: ScheduledMessage) -> int:
    """Send a scheduled message, once; where it cannot be sent any more its author is told, and has it as a draft."""
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
            notify_of_topic(topic, author, ChatNotice.NOT_SENT, clock.now())
    return 1


def _give_back(scheduled: ScheduledMessage) -> None:
    place, author = scheduled.topic.draft_place, scheduled.author
    begun = MessageDraft.text_of(author, place)
    save_draft(place, "\n\n".join(filter(None, (begun, scheduled.text)))[:MAX_TEXT], by=author)
