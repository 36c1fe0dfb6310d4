"""Direct messages: between a few people, outside the project's record, seen by nobody else."""

from uuid import UUID

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from chat.chat.contexts.conversation import first_of_day, pinned_in
from chat.chat.contexts.direct import direct_row, direct_talk, seen_by
from chat.chat.contexts.sidebar import direct_side
from chat.chat.forms import DirectForm
from chat.chat.models import Topic
from chat.chat.views.messages import keep_draft, lines_of, message_number, note_read, post
from chat.chat.workflows.direct import direct_topic, mute_direct
from circles.projects.access import in_project
from circles.projects.models import Project
from foundation.accounts.decorators import MemberRequest
from foundation.web.pagination import day_in


def find(request: MemberRequest, project: Project, pk: UUID) -> Topic:
    """Find a direct conversation of the person."""
    found = get_object_or_404(Topic.objects.direct_in(project, request.user).with_last(), pk=pk)
    found.project = project
    return found


@require_safe
@in_project
def direct_list(request: MemberRequest, project: Project) -> HttpResponse:
    """Show the person's direct conversations."""
    context = {"project": project, "side": direct_side(project, request.user, None), "pane": "rooms"}
    return render(request, "chat/direct.html", context)


@require_http_methods(["GET", "POST"])
@in_project
def new_direct(request: MemberRequest, project: Project) -> HttpResponseBase:
    """Choose whom to write to; with a person one talks with already, the conversation goes on."""
    chosen = {"people": request.GET.getlist("with")}
    form = DirectForm(
        request.POST if request.method == "POST" else None, project=project, user=request.user, initial=chosen
    )
    if form.is_valid():
        return redirect(direct_topic(project, form.cleaned_data["people"], by=request.user))
    context = {"project": project, "form": form}
    return render(request, "chat/new_direct.html", context, status=422 if form.is_bound else 200)


@require_safe
@in_project
def direct(request: MemberRequest, project: Project, topic: UUID) -> HttpResponse:
    """Show a direct conversation, or lead to the first message of a day."""
    found = find(request, project, topic)
    if day := day_in(request.GET.get("day", "")):
        seq = first_of_day(found, day)
        return redirect(f"{found.get_absolute_url()}?at={seq}#m-{seq}")
    row = direct_row(found, request.user)
    before, after, at = (message_number(request, name) for name in ("before", "after", "at"))
    context = {
        "project": project,
        "side": direct_side(project, request.user, found),
        "row": row,
        "talk": direct_talk(row, request.user, before=before, after=after, at=at),
        "seen": seen_by(row),
        "pins": pinned_in(found, request.user),
        "is_muted": found.members.filter(user=request.user, is_muted=True).exists(),
        "pane": "stream",
    }
    return render(request, "chat/direct.html", context)


@require_http_methods(["GET", "POST"])
@in_project
def direct_messages(request: MemberRequest, project: Project, topic: UUID) -> HttpResponseBase:
    """Return messages as a part of the page, or post one."""
    found = find(request, project, topic)
    if request.method == "POST":
        return post(request, found.get_absolute_url(), topic=found, thing=found)
    return lines_of(request, found)


@require_POST
@in_project
def direct_readings(request: MemberRequest, project: Project, topic: UUID) -> HttpResponseBase:
    """Note how far the person has read."""
    return note_read(request, find(request, project, topic))


@require_POST
@in_project
def direct_draft(request: MemberRequest, project: Project, topic: UUID) -> HttpResponse:
    """Keep what the person has begun to write."""
    return keep_draft(request, find(request, project, topic).draft_place)


@require_POST
@in_project
def direct_muting(request: MemberRequest, project: Project, topic: UUID) -> HttpResponse:
    """Hear of it in the inbox no more, or again."""
    found = find(request, project, topic)
    mute_direct(found, by=request.user, is_muted=request.POST.get("muted") == "yes")
    return redirect(found)


@require_safe
@in_project
def direct_pinned(request: MemberRequest, project: Project, topic: UUID) -> HttpResponse:
    """Show what is pinned, as a part of the page."""
    return render(request, "chat/pinned.html", pinned_in(find(request, project, topic), request.user))


@require_safe
@in_project
def direct_seen(request: MemberRequest, project: Project, topic: UUID) -> HttpResponse:
    """Show who has read all of it, as a part of the page."""
    found = find(request, project, topic)
    return render(request, "chat/seen.html", {"topic": found, "seen": seen_by(direct_row(found, request.user))})
