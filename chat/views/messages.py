"""One message: answered, edited, removed, made something of; works before any script, and is the menu of a phone."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from accounts.decorators import MemberRequest
from chat import permissions
from chat.forms import WordingForm
from chat.models import Message
from chat.models.message import born_of
from chat.workflows.conversation import edit_message, remove_message
from circles.access import in_project
from circles.models import Project
from web.exceptions import require


def _message_in(project: Project, pk: UUID, request: MemberRequest) -> Message:
    found = Message.objects.visible_to(request.user).in_project(project).with_people().with_place()
    return get_object_or_404(found, pk=pk)


@require_safe
@in_project
def message(request: MemberRequest, project: Project, message: UUID) -> HttpResponse:
    """Show a message with what can be made of it and its earlier wordings."""
    found = _message_in(project, message, request)
    return render(
        request,
        "chat/message_page.html",
        {
            "project": project,
            "circle": found.topic.room.circle,
            "message": found,
            "born": born_of([found]).get(found.pk, []),
            "wordings": found.wordings.all(),
            "may_change": permissions.may_change(request.user, found) and not found.is_removed,
            "form": WordingForm(initial={"text": found.text}),
        },
    )


@require_POST
@in_project
def wording(request: MemberRequest, project: Project, message: UUID) -> HttpResponse:
    """Change one's own words."""
    found = _message_in(project, message, request)
    require(permissions.may_change(request.user, found))
    edit_message(found, request.POST.get("text", ""), by=request.user)
    return redirect(found)


@require_POST
@in_project
def removal(request: MemberRequest, project: Project, message: UUID) -> HttpResponse:
    """Take one's own words back."""
    found = _message_in(project, message, request)
    require(permissions.may_change(request.user, found))
    remove_message(found, by=request.user)
    return redirect(found)
