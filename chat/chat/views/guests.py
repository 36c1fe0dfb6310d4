"""What a guest has of chat: a topic they are let into, by itself or with its circle, and nothing around it."""

from uuid import UUID

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from chat.chat.contexts.conversation import talk_for_guest
from chat.chat.models import Topic
from chat.chat.views.messages import message_number, note_read, post
from circles.projects.access import open_to_guests
from circles.projects.models import Project
from foundation.accounts.decorators import MemberRequest
from foundation.web.exceptions import require


def find(request: MemberRequest, project: Project, pk: UUID) -> Topic:
    """Find a topic that the person may read."""
    return get_object_or_404(Topic.objects.visible_to(request.user).in_project(project).with_last(), pk=pk)


@require_safe
@open_to_guests
def guest_topic(request: MemberRequest, project: Project, topic: UUID) -> HttpResponse:
    """Show a topic's messages, and nothing else of the project."""
    found = find(request, project, topic)
    talk = talk_for_guest(found, request.user, before=message_number(request, "before"))
    context = {"project": project, "topic": found, "talk": talk, "may_speak": found.may_speak(request.user)}
    return render(request, "chat/guest_topic.html", context)


@require_http_methods(["GET", "POST"])
@open_to_guests
def guest_messages(request: MemberRequest, project: Project, topic: UUID) -> HttpResponseBase:
    """Return messages as a part of the page (204 where nothing came since), or post one."""
    found = find(request, project, topic)
    if request.method == "POST":
        require(found.may_speak(request.user))
        back = reverse("chat:guest_topic", args=[project.slug, found.pk])
        return post(request, back, topic=found, thing=found)
    since = message_number(request, "since")
    if since and not found.messages.after(since).exists():
        return HttpResponse(status=204)
    return render(request, "chat/lines.html", {"talk": talk_for_guest(found, request.user)})


@require_POST
@open_to_guests
def guest_readings(request: MemberRequest, project: Project, topic: UUID) -> HttpResponseBase:
    """Note how far the person has read."""
    return note_read(request, find(request, project, topic))
