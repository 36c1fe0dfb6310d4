"""The chat page: its rooms and topics."""

from typing import cast
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from chat.chat import permissions
from chat.chat.contexts.conversation import Talk, first_of_day, pinned_in, talk_opened
from chat.chat.contexts.readable_topics import topics_for
from chat.chat.contexts.sidebar import first_room, side_of
from chat.chat.forms import OutcomeForm, TopicForm
from chat.chat.models import Room, Topic
from chat.chat.views.messages import message_number, topic_in
from chat.chat.workflows.conversation import open_topic, post_message
from circles.circles.access import CircleRequest, in_circle
from circles.circles.models import Circle
from circles.projects.access import in_project
from circles.projects.models import Project
from foundation.accounts.decorators import MemberRequest
from foundation.web.exceptions import require
from foundation.web.pagination import day_in


def _talk(request: MemberRequest, topic: Topic) -> Talk:
    """Read the part of a topic's talk that the address asks for."""
    before, after, at = (message_number(request, name) for name in ("before", "after", "at"))
    return talk_opened(topic, request.user, before=before, after=after, at=at)


def _latest(circle: Circle, request: MemberRequest) -> Topic | None:
    """Find the topic last spoken in."""
    found = topics_for(request.user, circle.project).in_circle(circle).with_last().latest_first().first()
    if found:
        found.project = circle.project
    return found


def _rights(request: MemberRequest, topic: Topic | None) -> dict[str, bool]:
    """Return what the person may do with a topic."""
    if topic is None:
        return {}
    user = request.user
    return {"close": permissions.may_close(user, topic), "rename": permissions.may_rename(user, topic)}


def _page(request: MemberRequest, circle: Circle, topic: Topic | None, pane: str) -> HttpResponse:
    """Draw the three panes; `pane` is the one that a phone shows."""
    # The rail and the phone's bar show "Talk" as where one is, not the circle as well.
    cast(CircleRequest, request).circle = None
    return render(
        request,
        "chat/chat.html",
        {
            "project": circle.project,
            "circle": circle,
            "side": side_of(circle.project, request.user, circle, topic, after=request.GET.get("after", "")),
            "topic": topic,
            "pins": pinned_in(topic, request.user) if topic else None,
            "talk": _talk(request, topic) if topic else None,
            "pane": pane,
            "outcome_form": OutcomeForm(),
            "rights": _rights(request, topic),
        },
    )


@require_safe
@in_project
def chat(request: MemberRequest, project: Project) -> HttpResponse:
    """Open the room where something waits for the person, or their first."""
    circle = first_room(project, request.user)
    circle.project = project
    return _page(request, circle, _latest(circle, request), "rooms")


@require_safe
@in_circle
def room(request: MemberRequest, circle: Circle) -> HttpResponse:
    """Show a room with its latest topic."""
    return _page(request, circle, _latest(circle, request), "topics")


@require_http_methods(["GET", "POST"])
@in_circle
def topics(request: MemberRequest, circle: Circle) -> HttpResponse:
    """Open a topic, with a first message if there is one."""
    form = TopicForm(request.POST or None)
    if not form.is_valid():
        context = {"project": circle.project, "circle": circle, "form": form}
        return render(request, "chat/new_topic.html", context, status=422 if form.is_bound else 200)
    opened = open_topic(Room.of(circle), form.cleaned_data["name"], by=request.user)
    if form.cleaned_data["text"]:
        post_message(opened, form.cleaned_data["text"], by=request.user)
    return redirect(opened)


@require_safe
@in_circle
def topic(request: MemberRequest, circle: Circle, topic: UUID) -> HttpResponse:
    """Show a topic's messages, or lead to the first of a day (`?day=2026-11-24`)."""
    found = topic_in(circle, topic, request)
    if day := day_in(request.GET.get("day", "")):
        seq = first_of_day(found, day)
        return redirect(f"{found.get_absolute_url()}?at={seq}#m-{seq}")
    return _page(request, circle, found, "stream")


@require_POST
@in_circle
def outcome(request: MemberRequest, circle: Circle, topic: UUID) -> HttpResponse:
    """Close a topic with what came of it."""
    found = topic_in(circle, topic, request)
    require(permissions.may_close(request.user, found))
    form = OutcomeForm(request.POST)
    found.close(form.data.get("outcome", ""), by=request.user, line=form.data.get("line", "")[:300])
    return redirect(found)


@require_POST
@in_circle
def reopening(request: MemberRequest, circle: Circle, topic: UUID) -> HttpResponse:
    """Open a closed topic again."""
    found = topic_in(circle, topic, request)
    require(permissions.may_close(request.user, found))
    found.reopen(by=request.user)
    return redirect(found)


@require_POST
@in_circle
def name(request: MemberRequest, circle: Circle, topic: UUID) -> HttpResponse:
    """Call a topic otherwise."""
    found = topic_in(circle, topic, request)
    require(permissions.may_rename(request.user, found))
    found.rename(request.POST.get("name", ""), by=request.user)
    return redirect(found)
