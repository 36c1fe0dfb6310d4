"""Who is away from a project; saying so, taking it back; and speaking for a person who is."""

from uuid import UUID

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from circles.projects.access import in_project
from circles.projects.models import Project
from circles.projects.project_cache import now_in
from decisions.decisions import permissions
from decisions.decisions.forms.absences import AbsenceForm
from decisions.decisions.forms.rounds import VoiceForm
from decisions.decisions.models import Absence
from decisions.decisions.views.lookups import proposal_in, round_of
from decisions.decisions.workflows.positions import take_position
from foundation.accounts.decorators import MemberRequest
from foundation.web.exceptions import require


@require_http_methods(["GET", "POST"])
@in_project
def absences(request: MemberRequest, project: Project) -> HttpResponseBase:
    """List who is away or will be; say that one is."""
    require(request.method == "GET" or permissions.is_in(request.user, project))
    form = AbsenceForm(request.POST or None, project=project, user=request.user)
    if form.is_valid():
        Absence.declare(project, by=request.user, **form.cleaned_data)
        return redirect("decisions:absences", project.slug)
    today = project.day_of(now_in(project))
    found = Absence.objects.in_project(project).not_over(today).select_related("user", "deputy")
    context = {"project": project, "form": form, "absences": found, "today": today}
    return render(request, "decisions/absences.html", context, status=422 if form.is_bound else 200)


@require_POST
@in_project
def ending(request: MemberRequest, project: Project, pk: int) -> HttpResponse:
    """Take an absence of one's own back."""
    found = get_object_or_404(Absence.objects.in_project(project).select_related("project", "deputy"), pk=pk)
    require(permissions.may_end_absence(request.user, found))
    found.end(by=request.user)
    return redirect("decisions:absences", project.slug)


@require_http_methods(["GET", "POST"])
@in_project
def voice(request: MemberRequest, project: Project, number: int, round_number: int, person: UUID) -> HttpResponseBase:
    """Speak in a round for a person who is away."""
    proposal = proposal_in(project, number, request)
    round_ = round_of(proposal, round_number)
    absent = get_object_or_404(project.people(), pk=person)
    require(permissions.may_speak_for(request.user, round_, absent))
    form = VoiceForm(request.POST or None)
    if form.is_valid():
        take_position(round_, by=absent, deputy=request.user, **form.cleaned_data)
        return redirect(proposal)
    context = {"project": project, "proposal": proposal, "round": round_, "absent": absent, "form": form}
    return render(request, "decisions/voice.html", context, status=422 if form.is_bound else 200)
