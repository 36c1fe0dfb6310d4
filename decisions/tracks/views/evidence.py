"""What is found and spent on a track, and what a value could reopen."""

from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from circles.money.forms import ExpenseForm
from circles.projects.access import in_project
from circles.projects.models import Project
from decisions.tracks import permissions
from decisions.tracks.contexts.track import track_page
from decisions.tracks.forms.tracks import EvidenceForm
from decisions.tracks.models import StopNote
from decisions.tracks.views.finding import mine_to_explore, track_in
from decisions.tracks.workflows import evidence as log
from decisions.tracks.workflows.spending import spend as spend_on
from foundation.accounts.decorators import MemberRequest
from foundation.web.exceptions import require
from foundation.web.redirects import back_or


@require_POST
@in_project
def add(request: MemberRequest, project: Project, number: int) -> HttpResponseBase:
    """Add to the log: words, a link, files, or a measured value."""
    track = track_in(project, number, request)
    require(permissions.may_add_evidence(request.user, track))
    form = EvidenceForm(request.POST)
    if not form.is_valid():
        return render(request, "tracks/track.html", track_page(track, request.user, evidence_form=form), status=422)
    log.record_evidence(track, by=request.user, files=request.POST.getlist("files"), **form.cleaned_data)
    return back_or(request, track)


@require_POST
@in_project
def withdraw(request: MemberRequest, project: Project, number: int, pk: int) -> HttpResponseBase:
    """Say that an entry was wrong."""
    track = track_in(project, number, request)
    entry = get_object_or_404(track.evidence.select_related("track__project"), pk=pk)
    require(permissions.may_withdraw(request.user, track, entry.recorded_by_id))
    log.withdraw_evidence(entry, by=request.user, reason=request.POST.get("reason", ""))
    return back_or(request, track)


@require_http_methods(["GET", "POST"])
@in_project
def spend(request: MemberRequest, project: Project, number: int) -> HttpResponseBase:
    """Record an expense of the track's circle that draws on its cap."""
    track = track_in(project, number, request)
    require(permissions.may_spend_on(request.user, track))
    form = ExpenseForm(request.POST or None, circle=track.circle)
    if not form.is_valid():
        context = {"project": project, "track": track, "form": form}
        return render(request, "tracks/new_expense.html", context, status=422 if form.is_bound else 200)
    spend_on(track, by=request.user, files=request.POST.getlist("files"), **form.expense())
    return redirect(track)


@require_POST
@in_project
def leave_stopped(request: MemberRequest, project: Project, number: int, pk: int) -> HttpResponseBase:
    """Leave it stopped, although a value met its *reopen if*."""
    track = mine_to_explore(project, number, request)
    note = get_object_or_404(StopNote.objects.filter(track=track).select_related("track__project"), pk=pk)
    log.leave_stopped(note, by=request.user)
    return back_or(request, track)
