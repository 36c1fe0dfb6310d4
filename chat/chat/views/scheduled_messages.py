"""Scheduled messages: those that one wrote to be sent at a time."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from chat.chat.models import ScheduledMessage, Topic
from chat.chat.workflows.scheduled_messages import schedule_message, send_scheduled_message, unschedule_message
from circles.projects.access import in_project
from circles.projects.models import Project
from foundation.accounts.decorators import MemberRequest
from foundation.audit import clock
from foundation.inbox.contexts import choices_for, until_asked
from foundation.web.formatting import moment
from foundation.web.pagination import uuid_in


@require_http_methods(["GET", "POST"])
@in_project
def scheduled_messages(request: MemberRequest, project: Project) -> HttpResponseBase:
    """List one's scheduled messages (scripts get when one may be sent), or schedule one, and say so with an undo: on
    the page of its topic, to scripts as it stands there.
    """
    by_script = bool(request.headers.get("HX-Request"))
    if request.method == "GET" and by_script:
        choices = choices_for(request.user, project.pk, clock.now())
        return render(request, "chat/schedule_choices.html", {"project": project, "choices": choices})
    if request.method == "GET":
        waiting = ScheduledMessage.objects.of(request.user, project)
        return render(request, "chat/scheduled_messages.html", {"project": project, "waiting": waiting})
    topics = Topic.objects.visible_to(request.user).filter(project=project).with_last()
    topic = get_object_or_404(topics, pk=uuid_in(request.POST.get("topic", "")))
    at = until_asked(request.user, project.pk, request.POST)
    scheduled = schedule_message(topic, request.POST.get("text", ""), by=request.user, at=at)
    undo = reverse("chat:later_removal", args=[project.slug, scheduled.pk])
    messages.success(request, _("Scheduled for %(when)s.") % {"when": moment(at)}, extra_tags=undo)
    return render(request, "frame/toasts.html") if by_script else redirect(topic)


@require_POST
@in_project
def scheduled_message_removal(request: MemberRequest, project: Project, key: UUID) -> HttpResponseBase:
    """Take a message back into the field of its topic."""
    scheduled = get_object_or_404(ScheduledMessage.objects.of(request.user, project), pk=key)
    unschedule_message(scheduled)
    return redirect(scheduled.topic)


@require_POST
@in_project
def scheduled_message_sending(request: MemberRequest, project: Project, key: UUID) -> HttpResponseBase:
    """Send a message now."""
    scheduled = get_object_or_404(ScheduledMessage.objects.of(request.user, project), pk=key)
    send_scheduled_message(scheduled)
    return redirect(scheduled.topic)
