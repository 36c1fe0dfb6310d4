"""API of scheduled messages, of whoever asks alone."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Router, Schema, Status
from pydantic import Field

from chat.chat.models import ScheduledMessage, Topic
from chat.chat.workflows import scheduled_messages as scheduling
from circles.projects.access import project_for
from foundation.accounts.decorators import asker
from foundation.web.api_bodies import Body
from foundation.web.pagination import YEARS

router = Router()


class ScheduledMessageIn(Body):
    """A message to a topic, direct ones too, and when to send it."""

    topic: UUID
    text: Annotated[str, Field(min_length=1, max_length=20_000)]
    send_at: datetime


class ScheduledMessageOut(Schema):
    """A message that waits to be sent."""

    id: UUID
    topic: UUID
    text: str
    send_at: datetime

    @staticmethod
    def resolve_topic(scheduled: ScheduledMessage) -> UUID:
        """Return where it is to be sent."""
        return scheduled.topic_id


@router.get(
    "projects/{slug}/scheduled-messages",
    response=list[ScheduledMessageOut],
    operation_id="chat_later_scheduled_messages",
)
def scheduled_messages(request: HttpRequest, slug: str) -> Any:
    """List what you wrote to be sent later, the nearest first; a hundred at most."""
    return ScheduledMessage.objects.of(asker(request), project_for(request, slug))


@router.post(
    "projects/{slug}/scheduled-messages",
    response={201: ScheduledMessageOut},
    operation_id="chat_later_schedule_message",
)
def schedule_message(request: HttpRequest, slug: str, body: ScheduledMessageIn) -> Any:
    """Keep a message until its time; then it is sent as yours."""
    if body.send_at.tzinfo is None or body.send_at.year not in YEARS:
        raise ValidationError("send_at needs an offset from UTC, and a year that is near")
    topics = Topic.objects.visible_to(asker(request)).filter(project=project_for(request, slug)).with_last()
    topic = get_object_or_404(topics, pk=body.topic)
    return Status(201, scheduling.schedule_message(topic, body.text, by=asker(request), at=body.send_at))


@router.delete(
    "projects/{slug}/scheduled-messages/{key}",
    response={204: None},
    operation_id="chat_later_remove_scheduled_message",
)
def remove_scheduled_message(request: HttpRequest, slug: str, key: UUID) -> Any:
    """Let a message not be sent: its words are a draft again."""
    own = ScheduledMessage.objects.of(asker(request), project_for(request, slug))
    scheduling.unschedule_message(get_object_or_404(own, pk=key))
    return Status(204, None)
