"""Messages: read and posted in a topic; one of them edited, removed, made something of (the menu of a phone)."""

from uuid import UUID

from django.contrib import messages as notify
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.decorators import MemberRequest
from chat import permissions
from chat.broadcasts import shown_message
from chat.contexts.conversation import talk_in
from chat.forms import MessageForm, WordingForm
from chat.models import Message, Topic
from chat.workflows.conversation import edit_message, mark_read, post_about, post_message, remove_message
from circles.access import in_circle, in_project
from circles.models import Circle, Link, Project, Subject
from files.contexts import files_on
from web.exceptions import require
from web.pagination import number_in
from web.redirects import back_or


def topic_in(circle: Circle, pk: UUID, request: MemberRequest) -> Topic:
    """Find a topic that the person may see, by its id."""
    found = Topic.objects.visible_to(request.user).in_circle(circle).with_last()
    topic = get_object_or_404(found, pk=pk)
    topic.project = topic.room.circle.project = circle.project
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
def readings(request: MemberRequest, circle: Circle, topic: UUID) -> HttpResponse:
    """Note how far the person has read."""
    return note_read(request, topic_in(circle, topic, request))


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
            "files": files_on("message", found.pk, project.slug),
            "born": Link.objects.out_of(found).order_by("pk"),
            "wordings": found.wordings.all(),
            "may_change": permissions.may_change(request.user, found) and not found.is_removed,
            "form": WordingForm(initial={"text": found.text if found.html else ""}),
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


def lines_of(request: MemberRequest, topic: Topic) -> HttpResponse:
    """Return messages without the page around them: the last, those before one, or one alone. A page that shows them up
    to `since` is told with 204 that nothing came after.
    """
    since = message_number(request, "since")
    if since and not topic.messages.filter(seq__gt=since).exists():
        return HttpResponse(status=204)
    talk = talk_in(topic, request.user, before=message_number(request, "before"), only=message_number(request, "only"))
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
        notify.success(request, _("Your answer is sent."))
    return back_or(request, f"{back}#m-{posted.seq}")


def note_read(request: MemberRequest, topic: Topic | None) -> HttpResponse:
    """Note how far the person has read; 204."""
    up_to = number_in(request.POST.get("seq", ""))
    if topic and up_to is not None:
        mark_read(topic, up_to, by=request.user)
    return HttpResponse(status=204)
