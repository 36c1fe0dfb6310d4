"""Finding what an operation names, as far as the asker may read it."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from chat.chat import permissions
from chat.chat.api.schemas import MessageIn
from chat.chat.models import Message, Topic
from circles.projects.access import project_entered, project_for
from circles.projects.models import Subject
from circles.projects.references import thing_named
from foundation.accounts.decorators import asker
from foundation.web.exceptions import require
from foundation.web.pagination import seq_page_of


def topic_for(request: HttpRequest, slug: str, pk: UUID) -> Topic:
    """Find a topic that the asker may read, of a project they are in."""
    found = Topic.objects.visible_to(asker(request)).in_project(project_for(request, slug)).with_last()
    return get_object_or_404(found, pk=pk)


def topic_entered(request: HttpRequest, slug: str, pk: UUID) -> Topic:
    """Find a topic that the asker may read, as a guest too."""
    found = Topic.objects.visible_to(asker(request)).in_project(project_entered(request, slug)).with_last()
    return get_object_or_404(found, pk=pk)


def message_reached(request: HttpRequest, slug: str, pk: UUID) -> Message:
    """Find a message that the asker may read, of a project they are in."""
    found = Message.objects.reached_in(project_for(request, slug), asker(request)).with_people()
    return get_object_or_404(found.with_place(), pk=pk)


def message_for(request: HttpRequest, slug: str, pk: UUID) -> Message:
    """Find a message to change it: 403 for other people's."""
    message = message_reached(request, slug, pk)
    require(permissions.may_change(asker(request), message))
    return message


def message_to_mark(request: HttpRequest, slug: str, pk: UUID) -> Message:
    """Find a message to react to it, or to pin it."""
    message = message_reached(request, slug, pk)
    require(permissions.may_mark(asker(request), message))
    return message


def sent(body: MessageIn) -> dict[str, Any]:
    """Return what goes with the words: the sender's own id, and files."""
    return {"key": body.key, "files": body.files}


def answered(topic: Topic | None, body: MessageIn) -> Message | None:
    """Find the message that is answered: one of this topic."""
    return get_object_or_404(Message, topic=topic, pk=body.reply_to, removed_at=None) if body.reply_to else None


def thing_for(request: HttpRequest, slug: str, name: str) -> Subject:
    """Find a thing by its reference in a project the asker is in."""
    thing = thing_named(project_for(request, slug), asker(request), name)
    if thing is None:
        raise Http404
    permissions.require_reading(asker(request), thing)
    return thing


def page_in(topic: Topic, before: str) -> Any:
    """Return a page of a topic's messages."""
    page = seq_page_of(topic.messages.all(), before)
    return {"messages": page.rows, "before": page.next}
