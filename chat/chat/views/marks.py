"""Reactions to messages, and pins."""

from typing import cast
from uuid import UUID

from django.db import transaction
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from chat.chat import permissions
from chat.chat.contexts.conversation import pinned_in, topics_to_move_to
from chat.chat.forms import MessageMoveForm
from chat.chat.models import Message, Room
from chat.chat.views.messages import message_in, topic_in
from chat.chat.workflows.conversation import open_topic
from chat.chat.workflows.marking import pin, react, unpin
from chat.chat.workflows.moving import move_messages
from circles.circles.access import in_circle
from circles.circles.models import Circle
from circles.projects.access import in_project
from circles.projects.models import Project
from documents.conversation.views import view_of_reactions
from foundation.accounts.decorators import MemberRequest
from foundation.web.exceptions import require
from foundation.web.redirects import back_or


@require_POST
@in_project
def pins(request: MemberRequest, project: Project, message: UUID) -> HttpResponseBase:
    """Pin a message."""
    found = message_in(project, message, request)
    require(permissions.may_mark(request.user, found))
    pin(found, by=request.user)
    return _answer(request, found)


@require_POST
@in_project
def unpinning(request: MemberRequest, project: Project, message: UUID) -> HttpResponseBase:
    """Take a message off the top of its topic."""
    found = message_in(project, message, request)
    require(permissions.may_mark(request.user, found))
    unpin(found)
    return _answer(request, found)


@require_safe
@in_circle
def pinned(request: MemberRequest, circle: Circle, topic: UUID) -> HttpResponse:
    """Show what is pinned in a topic, as a part of its page."""
    return render(request, "chat/pinned.html", pinned_in(topic_in(circle, topic, request), request.user))


@require_POST
@in_project
def moves(request: MemberRequest, project: Project, message: UUID) -> HttpResponseBase:
    """Move a message to another topic, with what follows it if that is wanted; to a new one by its name."""
    found = message_in(project, message, request)
    require(permissions.may_move(request.user, found))
    form = MessageMoveForm(request.POST, topics=topics_to_move_to(found))
    if not form.is_valid():
        return redirect(f"{found.page}#move")
    moved = [found]
    if form.cleaned_data["following"]:
        later = found.topic.messages.after(found.seq).filter(moved_to=None, removed_at=None)
        moved += later if permissions.may_close(request.user, found.topic) else later.filter(author=request.user)
    with transaction.atomic():
        room = cast(Room, found.topic.room)
        to = form.cleaned_data["to"] or open_topic(room, form.cleaned_data["name"], by=request.user)
        move_messages(moved, to, by=request.user)
    return redirect(to)


def _answer(request: MemberRequest, message: Message) -> HttpResponseBase:
    return HttpResponse(status=204) if request.headers.get("HX-Request") else back_or(request, message.page)


reactions = require_POST(in_project(view_of_reactions(message_in, permissions.may_mark, react, _answer)))
