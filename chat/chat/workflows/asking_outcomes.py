"""Ask who started a topic what came of it, once, when it has gone quiet without an outcome."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet

from chat.chat.event_types import ChatNotice
from chat.chat.models import TopicHead
from chat.chat.workflows.topic_notices import notify_of_topic
from foundation.audit.models import Head

QUIET = timedelta(days=14)
"""So long nothing was said."""
TOO_LATE = timedelta(days=28)
"""After that nobody is asked: on the day this came, old topics did not fill inboxes."""
LEAST = 2
"""Of fewer messages there is no outcome to speak of."""


def quiet_topics(now: datetime) -> QuerySet[TopicHead]:
    """Find the topics that went quiet without an outcome, of which nobody was asked, the longest quiet first. What is
    about a thing ends with it, and what was written elsewhere has ended.
    """
    found = TopicHead.objects.filter(said_at__lte=now - QUIET, said_at__gt=now - TOO_LATE, seq__gte=LEAST)
    open_ = found.filter(topic__closed_at=None, topic__source="", topic__thing="", topic__room__isnull=False)
    asked = open_.filter(outcome_asked_at=None, topic__created_by__isnull=False)
    here = asked.exclude(topic__project__in=Head.objects.closed().values("pk"))
    return here.order_by("said_at").select_related("topic__project", "topic__created_by", "topic__room__circle")


def ask_outcome(head: TopicHead, now: datetime) -> int:
    """Ask, unless a person has spoken or been asked meanwhile, or its starter cannot read it any more; returns 1 where
    one was asked.
    """
    topic, starter = head.topic, head.topic.created_by
    with transaction.atomic():
        still = TopicHead.objects.filter(pk=head.pk, outcome_asked_at=None, said_at=head.said_at)
        if not still.update(outcome_asked_at=now) or starter is None:
            return 0
        if not (starter.is_active and starter.pk in topic.readers_among([starter]) and topic.may_speak(starter)):
            return 0
        notify_of_topic(topic, starter, ChatNotice.OUTCOME_ASKED, now)
    return 1
