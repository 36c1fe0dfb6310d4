"""The talk about a thing, found at the thing: as a part of its page, and to post in."""

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from chat.chat import permissions
from chat.chat.contexts.conversation import talk_about
from chat.chat.models import Topic
from chat.chat.views.messages import keep_draft, lines_of, note_read, post
from circles.projects.access import in_project
from circles.projects.models import Project, Subject
from circles.projects.references import thing_named
from foundation.accounts.decorators import MemberRequest


def _thing(project: Project, request: MemberRequest, kind: str, key: str) -> Subject:
    thing = thing_named(project, request.user, f"{kind}-{key}")
    if thing is None:
        raise Http404
    permissions.require_reading(request.user, thing)
    return thing


@require_safe
@in_project
def talk(request: MemberRequest, project: Project, kind: str, key: str) -> HttpResponse:
    """Return the talk about a thing as a part of its page, or where no script fetches it, as a page."""
    thing = _thing(project, request, kind, key)
    template = "chat/conversation.html" if request.headers.get("HX-Request") else "chat/conversation_page.html"
    context = {"project": project, "thing": thing, "talk": talk_about(thing, request.user), "me": request.user}
    return render(request, template, context)


@require_http_methods(["GET", "POST"])
@in_project
def talk_messages(request: MemberRequest, project: Project, kind: str, key: str) -> HttpResponseBase:
    """Return messages about a thing, or post one; its topic comes into being with the first."""
    thing = _thing(project, request, kind, key)
    topic = Topic.objects.about(thing).with_last().first()
    if request.method == "POST":
        return post(request, thing.get_absolute_url(), topic=topic, thing=thing)
    if topic is None:
        return HttpResponse()
    return lines_of(request, topic)


@require_POST
@in_project
def talk_readings(request: MemberRequest, project: Project, kind: str, key: str) -> HttpResponseBase:
    """Note how far the person has read."""
    thing = _thing(project, request, kind, key)
    return note_read(request, Topic.objects.about(thing).with_last().first())


@require_POST
@in_project
def talk_draft(request: MemberRequest, project: Project, kind: str, key: str) -> HttpResponse:
    """Keep what the person has begun to write."""
    return keep_draft(request, _thing(project, request, kind, key).change_key)
