"""Pages of tracks: proposing one, its page, starting it and how it ends."""

from typing import Any

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from circles.projects.access import in_project
from circles.projects.models import Project
from decisions.tracks import permissions
from decisions.tracks.contexts.track import track_page
from decisions.tracks.forms.tracks import MergeForm, ResumeForm, StopForm, TrackForm
from decisions.tracks.models import Track
from decisions.tracks.views.finding import mine_to_explore, question_in, track_in
from decisions.tracks.workflows import stopping
from decisions.tracks.workflows.choosing import propose_choice
from foundation.accounts.decorators import MemberRequest
from foundation.web.exceptions import require
from foundation.web.redirects import back_or

FIELDS = ("title", "hypothesis", "owner", "learn_by", "cap_money", "cap_days")


def _page(request: MemberRequest, track: Track, **forms: Any) -> HttpResponse:
    """Draw a track's page; `forms` are those that were sent and are wrong: 422."""
    context = track_page(track, request.user, **forms)
    return render(request, "tracks/track.html", context, status=422 if forms else 200)


@require_safe
@in_project
def track(request: MemberRequest, project: Project, number: int) -> HttpResponse:
    """Show a track: what it supposes, what would stop it, what was found and spent, how it ended."""
    return _page(request, track_in(project, number, request))


@require_http_methods(["GET", "POST"])
@in_project
def new_track(request: MemberRequest, project: Project, number: int) -> HttpResponseBase:
    """Propose a way to answer a question."""
    question = question_in(project, number, request)
    form = TrackForm(request.POST or None, project=project, reader=request.user, initial={"owner": request.user})
    if not form.is_valid():
        context = {"project": project, "question": question, "form": form}
        return render(request, "tracks/new_track.html", context, status=422 if form.is_bound else 200)
    require(permissions.may_ask(request.user, question.circle))
    return redirect(Track.propose(question, by=request.user, **form.cleaned_data))


@require_http_methods(["GET", "POST"])
@in_project
def change(request: MemberRequest, project: Project, number: int) -> HttpResponseBase:
    """Change what it is."""
    found = mine_to_explore(project, number, request)
    known = {name: getattr(found, name) for name in FIELDS} | {"clauses": ", ".join(found.clauses)}
    form = TrackForm(request.POST or None, project=project, reader=request.user, clauses=found.clauses, initial=known)
    if not form.is_valid():
        context = {"project": project, "question": found.question, "track": found, "form": form}
        return render(request, "tracks/new_track.html", context, status=422 if form.is_bound else 200)
    found.change(by=request.user, **form.cleaned_data)
    return redirect(found)


@require_POST
@in_project
def start(request: MemberRequest, project: Project, number: int) -> HttpResponseBase:
    """Start exploring it."""
    found = mine_to_explore(project, number, request)
    found.start(by=request.user)
    return back_or(request, found)


@require_POST
@in_project
def parking(request: MemberRequest, project: Project, number: int) -> HttpResponseBase:
    """Park it, with a reason."""
    found = mine_to_explore(project, number, request)
    found.park(by=request.user, reason=request.POST.get("reason", ""))
    return back_or(request, found)


@require_POST
@in_project
def resumption(request: MemberRequest, project: Project, number: int) -> HttpResponseBase:
    """Go on with it, with a reason."""
    found = mine_to_explore(project, number, request)
    form = ResumeForm(request.POST)
    if not form.is_valid():
        return _page(request, found, resume_form=form)
    found.resume(by=request.user, **form.cleaned_data)
    return back_or(request, found)


@require_POST
@in_project
def stop(request: MemberRequest, project: Project, number: int) -> HttpResponseBase:
    """Stop it, with four lines."""
    found = mine_to_explore(project, number, request)
    form = StopForm(request.POST)
    if not form.is_valid():
        return _page(request, found, stop_form=form)
    stopping.stop(found, form.lines(), by=request.user)
    return back_or(request, found)


@require_POST
@in_project
def merger(request: MemberRequest, project: Project, number: int) -> HttpResponseBase:
    """Merge it into another track of its question."""
    found = mine_to_explore(project, number, request)
    form = MergeForm(request.POST, track=found)
    if not form.is_valid():
        return _page(request, found, merge_form=form)
    require(permissions.may_explore(request.user, form.cleaned_data["into"]))
    stopping.merge(found, by=request.user, **form.cleaned_data)
    return back_or(request, form.cleaned_data["into"])


@require_POST
@in_project
def join(request: MemberRequest, project: Project, number: int) -> HttpResponseBase:
    """Explore it, too."""
    found = track_in(project, number, request)
    found.join(by=request.user)
    return back_or(request, found)


@require_POST
@in_project
def leave(request: MemberRequest, project: Project, number: int) -> HttpResponseBase:
    """Explore it no longer."""
    found = track_in(project, number, request)
    found.leave(by=request.user)
    return back_or(request, found)


@require_POST
@in_project
def choice(request: MemberRequest, project: Project, number: int) -> HttpResponseBase:
    """Propose to choose it: opens a draft in which the others stand as alternatives."""
    found = mine_to_explore(project, number, request)
    return redirect(propose_choice(found, by=request.user, words=request.POST.get("words", ""), ask=False))
