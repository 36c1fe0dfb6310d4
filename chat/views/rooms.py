"""The chat page: rooms, topics, messages."""

from typing import cast
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.decorators import MemberRequest
from chat import permissions
from chat.contexts.conversation import talk_in
from chat.contexts.sidebar import first_room, side_of
from chat.forms import MessageForm, OutcomeForm, TopicForm
from chat.models import Room, Topic
from chat.workflows.conversation import mark_read, open_topic, post_about, post_message
from circles.access import ProjectRequest, in_circle, in_project
from circles.models import Circle, Project, Subject
from web.exceptions import require
from web.pagination import number_in


def _number(request: MemberRequest, name: str) -> int:
    """Read a message's number from the address; 0 for what is none."""
    return number_in(request.GET.get(name, "")) or 0


def _topic_in(circle: Circle, pk: UUID, request: MemberRequest) -> Topic:
    found = Topic.objects.visible_to(request.user).in_circle(circle).with_last()
    topic = get_object_or_404(found, pk=pk)
    topic.project = topic.room.circle.project = circle.project
    return topic


def _page(request: MemberRequest, circle: Circle, topic: Topic | None, pane: str) -> HttpResponse:
    """Draw the three panes; `pane` is the one that a phone shows."""
    # The rail and the phone's bar show "Chat" as where one is, not the circle as well.
    cast(ProjectRequest, request).circle = None
    talk = talk_in(topic, request.user, before=_number(request, "before"), at=_number(request, "at")) if topic else None
    return render(
        request,
        "chat/chat.html",
        {
            "project": circle.project,
            "circle": circle,
            "side": side_of(circle.project, request.user, circle, topic, after=request.GET.get("after", "")),
            "topic": topic,
            "talk": talk,
            "pane": pane,
            "topic_form": TopicForm(),
            "outcome_form": OutcomeForm(),
            "may_close": bool(topic) and permissions.may_close(request.user, cast(Topic, topic)),
        },
    )


@require_safe
@in_project
def chat(request: MemberRequest, project: Project) -> HttpResponse:
    """Open the room where something waits for the person, or their first."""
    circle = first_room(project, request.user)
    circle.project = project
    return _page(request, circle, Topic.objects.in_circle(circle).with_last().latest_first().first(), "rooms")


@require_safe
@in_circle
def room(request: MemberRequest, circle: Circle) -> HttpResponse:
    """Show a room with its latest topic."""
    return _page(request, circle, Topic.objects.in_circle(circle).with_last().latest_first().first(), "topics")


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
    """Show a topic's messages."""
    return _page(request, circle, _topic_in(circle, topic, request), "stream")


@require_http_methods(["GET", "POST"])
@in_circle
def messages(request: MemberRequest, circle: Circle, topic: UUID) -> HttpResponse:
    """Return messages as a part of a page, or say something."""
    found = _topic_in(circle, topic, request)
    if request.method == "POST":
        return say(request, found.get_absolute_url(), topic=found, thing=found)
    return stretch(request, found)


@require_POST
@in_circle
def readings(request: MemberRequest, circle: Circle, topic: UUID) -> HttpResponse:
    """Note how far the person has read."""
    return read(request, _topic_in(circle, topic, request))


@require_POST
@in_circle
def outcome(request: MemberRequest, circle: Circle, topic: UUID) -> HttpResponse:
    """Close a topic with what came of it."""
    found = _topic_in(circle, topic, request)
    require(permissions.may_close(request.user, found))
    form = OutcomeForm(request.POST)
    found.close(form.data.get("outcome", ""), by=request.user, line=form.data.get("line", "")[:300])
    return redirect(found)


@require_POST
@in_circle
def reopening(request: MemberRequest, circle: Circle, topic: UUID) -> HttpResponse:
    """Open a closed topic again."""
    found = _topic_in(circle, topic, request)
    require(permissions.may_close(request.user, found))
    found.reopen(by=request.user)
    return redirect(found)


def stretch(request: MemberRequest, topic: Topic) -> HttpResponse:
    """Return messages without the page around them: the last, those before one, or one alone. A page that shows them up
    to `since` is told with 204 that nothing came after.
    """
    since = _number(request, "since")
    if since and not topic.messages.filter(seq__gt=since).exists():
        return HttpResponse(status=204)
    talk = talk_in(topic, request.user, before=_number(request, "before"), only=_number(request, "only"))
    return render(request, "chat/lines.html", {"talk": talk})


def say(request: MemberRequest, back: str, *, topic: Topic | None, thing: Subject) -> HttpResponse:
    """Say what was posted, in a topic or about a thing; scripts get the message, others the page."""
    form = MessageForm(request.POST)
    by_script = bool(request.headers.get("HX-Request"))
    if not form.is_valid():
        return HttpResponse(status=422) if by_script else redirect(back)
    what = form.for_topic(topic)
    said = post_message(topic, by=request.user, **what) if topic else post_about(thing, by=request.user, **what)
    if by_script:
        return render(request, "chat/message.html", {"message": said}, status=201)
    return redirect(f"{back}#m-{said.seq}")


def read(request: MemberRequest, topic: Topic | None) -> HttpResponse:
    """Note how far the person has read; 204."""
    up_to = number_in(request.POST.get("seq", ""))
    if topic and up_to is not None:
        mark_read(topic, up_to, by=request.user)
    return HttpResponse(status=204)
