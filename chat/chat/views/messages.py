"""Messages: read and posted in a topic; one of them edited, removed, made something of (the menu of a phone)."""

from datetime import datetime
from typing import cast
from uuid import UUID

from django.contrib import messages as notify
from django.http import HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from chat.chat import permissions
from chat.chat.broadcasts import shown_message
from chat.chat.contexts.conversation import message_shown, talk_in, topics_to_move_to
from chat.chat.contexts.readable_topics import topics_for
from chat.chat.forms import MessageForm, MessageMoveForm, WordingForm
from chat.chat.models import Message, Topic
from chat.chat.reading_rules import spans_in
from chat.chat.workflows.conversation import edit_message, post_about, post_message, remove_message
from chat.chat.workflows.drafting import save_draft
from chat.chat.workflows.reading import mark_all_read, mark_seen, mark_unread, undo_reading
from circles.circles.access import in_circle
from circles.circles.models import Circle
from circles.projects.access import in_project
from circles.projects.models import Project, Subject
from documents.conversation.models import ReactionKind
from foundation.accounts.decorators import MemberRequest
from foundation.web.exceptions import require
from foundation.web.pagination import moment_in, number_in
from foundation.web.redirects import back_or


def topic_in(circle: Circle, pk: UUID, request: MemberRequest) -> Topic:
    """Find a topic that the person may see, by its id."""
    found = topics_for(request.user, circle.project).in_circle(circle).with_last()
    topic = get_object_or_404(found, pk=pk)
    topic.project = circle.project
    cast(Circle, topic.circle).project = circle.project
    return topic


def message_number(request: MemberRequest, name: str) -> int:
    """Read a message's number from the address; 0 for what is none."""
    return number_in(request.GET.get(name, "")) or 0


@require_http_methods(["GET", "POST"])
@in_circle
def messages(request: MemberRequest, circle: Circle, topic: UUID) -> HttpResponseBase:
    """Return messages as a part of a page, or post one."""
    found = topic_in(circle, topic, request)
    if request.method == "POST":
        return post(request, found.get_absolute_url(), topic=found, thing=found)
    return lines_of(request, found)


@require_POST
@in_circle
def readings(request: MemberRequest, circle: Circle, topic: UUID) -> HttpResponseBase:
    """Note how far the person has read."""
    return note_read(request, topic_in(circle, topic, request))


@require_POST
@in_circle
def room_readings(request: MemberRequest, circle: Circle) -> HttpResponseBase:
    """Mark everything in a room read."""
    return _all_read(request, mark_all_read(circle.project, by=request.user, circle=circle), circle.project)


@require_POST
@in_project
def all_readings(request: MemberRequest, project: Project) -> HttpResponseBase:
    """Mark everything in the project's rooms read, and what was written directly."""
    return _all_read(request, mark_all_read(project, by=request.user), project)


def _all_read(request: MemberRequest, at: datetime, project: Project) -> HttpResponseBase:
    undo = reverse("chat:undo_readings", args=[project.slug, at.isoformat()])
    notify.success(request, _("Everything is marked as read."), extra_tags=undo)
    return back_or(request, "chat:chat", project.slug)


@require_POST
@in_project
def undo_readings(request: MemberRequest, project: Project, at: str) -> HttpResponseBase:
    """Take back that everything was marked read at an instant."""
    if moment := moment_in(at):
        undo_reading(request.user, moment)
    return back_or(request, "chat:chat", project.slug)


def message_in(project: Project, pk: UUID, request: MemberRequest) -> Message:
    """Find a message that the person may read, by its id."""
    found = Message.objects.reached_in(project, request.user).with_people().with_place()
    return get_object_or_404(found, pk=pk)


@require_safe
@in_project
def message(request: MemberRequest, project: Project, message: UUID) -> HttpResponse:
    """Show a message with what can be made of it and its earlier wordings."""
    found = message_in(project, message, request)
    may_go_on = not (found.is_removed or found.topic.is_closed or found.topic.is_past)
    return render(
        request,
        "chat/message_page.html",
        {
            "project": project,
            "circle": found.topic.circle,
            **message_shown(found, request.user),
            "wordings": found.wordings.all(),
            "kinds": ReactionKind,
            "may_mark": may_go_on and permissions.may_mark(request.user, found),
            "move_form": MessageMoveForm(topics=topics_to_move_to(found)),
            "may_move": may_go_on and not found.is_trace and permissions.may_move(request.user, found),
            "may_change": permissions.may_change(request.user, found) and not found.is_removed,
            "form": WordingForm(initial={"text": found.text if found.html else ""}),
        },
    )


@require_http_methods(["GET", "POST"])
@in_project
def wording(request: MemberRequest, project: Project, message: UUID) -> HttpResponse:
    """Show one's own words to be changed where they stand, or change them."""
    found = message_in(project, message, request)
    require(permissions.may_change(request.user, found) and not found.is_removed)
    if request.method == "GET":
        text = found.text if found.html else ""
        return render(request, "chat/edit.html", {"project": project, "message": found, "text": text})
    edit_message(found, request.POST.get("text", ""), by=request.user)
    return _changed(request, project, found)


@require_POST
@in_project
def removal(request: MemberRequest, project: Project, message: UUID) -> HttpResponse:
    """Take one's own words back."""
    found = message_in(project, message, request)
    require(permissions.may_change(request.user, found))
    remove_message(found, by=request.user)
    return _changed(request, project, found)


def _changed(request: MemberRequest, project: Project, message: Message) -> HttpResponse:
    """Answer scripts with the message as it is now, and others with its place."""
    if not request.headers.get("HX-Request"):
        return redirect(message)
    now = message_in(project, message.pk, request)
    return render(request, "chat/message.html", message_shown(now, request.user))


def lines_of(request: MemberRequest, topic: Topic) -> HttpResponse:
    """Return messages without the page around them: the last, those before or after one, or one alone. A page that
    shows them up to `since` is told with 204 that nothing came after.
    """
    since = message_number(request, "since")
    if since and not topic.messages.filter(seq__gt=since).exists():
        return HttpResponse(status=204)
    before, after, only = (message_number(request, name) for name in ("before", "after", "only"))
    talk = talk_in(topic, request.user, before=before, after=after, only=only)
    return render(request, "chat/lines.html", {"talk": talk})


def post(request: MemberRequest, back: str, *, topic: Topic | None, thing: Subject) -> HttpResponseBase:
    """Post what was sent, in a topic or about a thing; scripts get the message, others the page."""
    form = MessageForm(request.POST)
    by_script = bool(request.headers.get("HX-Request"))
    if not form.is_valid():
        return HttpResponse(status=422) if by_script else redirect(back)
    what = form.for_topic(topic)
    posted = post_message(topic, by=request.user, **what) if topic else post_about(thing, by=request.user, **what)
    if by_script:
        return render(request, "chat/message.html", shown_message(posted), status=201)
    if request.POST.get("back"):
        notify.success(request, _("Reply sent."))
    return back_or(request, f"{back}?at={posted.seq}#m-{posted.seq}")


@require_POST
@in_circle
def draft(request: MemberRequest, circle: Circle, topic: UUID) -> HttpResponse:
    """Keep what the person has begun to write."""
    return keep_draft(request, topic_in(circle, topic, request).draft_place)


def keep_draft(request: MemberRequest, place: str) -> HttpResponse:
    """Keep what the person has begun to write at a place; 204."""
    text, device = request.POST.get("text", ""), request.POST.get("device", "")[:36]
    save_draft(place, text, by=request.user, device=device)
    return HttpResponse(status=204)


def note_read(request: MemberRequest, topic: Topic | None) -> HttpResponseBase:
    """Note what the person has seen (`seen=12-40,55`), or (`unread`) from where on they want to read again; scripts
    hear where their place is and how much is unread. What a page has seen that does not know how often they went back
    (`went_back`), as on another device, is passed over: it learns that from the answer.
    """
    if topic is None:
        return HttpResponse(status=204)
    if request.POST.get("unread"):
        mark_unread(get_object_or_404(topic.messages, seq=number_in(request.POST.get("seq", "")) or 0), by=request.user)
        if not request.headers.get("HX-Request"):
            return redirect("chat:chat", topic.project.slug)
        return HttpResponse(status=204)
    back = number_in(request.POST.get("went_back", "")) or 0
    place = mark_seen(topic, spans_in(request.POST.get("seen", "")), by=request.user, went_back=back)
    return JsonResponse({"seq": place.seq, "unread": place.unread, "went_back": place.went_back})
