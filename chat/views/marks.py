"""Reactions to messages, and pins."""

from uuid import UUID

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from accounts.decorators import MemberRequest
from chat import permissions
from chat.contexts.conversation import pinned_in
from chat.models import Message
from chat.views.messages import message_in, topic_in
from chat.workflows.marking import pin, react, unpin
from circles.access import in_circle, in_project
from circles.models import Circle, Project
from web.exceptions import require
from web.redirects import back_or


@require_POST
@in_project
def reactions(request: MemberRequest, project: Project, message: UUID) -> HttpResponseBase:
    """Give a reaction, or take it back; scripts hear of it as everybody does."""
    found = message_in(project, message, request)
    require(permissions.may_mark(request.user, found))
    react(found, request.POST.get("kind", ""), by=request.user)
    return _answer(request, found)


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


def _answer(request: MemberRequest, message: Message) -> HttpResponseBase:
    return HttpResponse(status=204) if request.headers.get("HX-Request") else back_or(request, message.page)
