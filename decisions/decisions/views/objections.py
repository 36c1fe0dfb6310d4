"""Putting an objection, with its verdict as one types; lifting it, reopening it."""

from typing import Any

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from circles.projects.access import in_project
from circles.projects.models import Project
from decisions.decisions import permissions
from decisions.decisions.contexts.moved_clauses import clauses_asked_about
from decisions.decisions.explanations import objection_tests, questions, verdict
from decisions.decisions.forms.objections import CheckForm, LiftingForm, ObjectionForm, ObjectionReopeningForm
from decisions.decisions.models import Objection, Proposal, Round
from decisions.decisions.models.rounds.position_kind import PositionKind
from decisions.decisions.permissions import Speaker
from decisions.decisions.views.lookups import objection_in, proposal_in, round_of
from decisions.decisions.workflows.fact_checks import dispute_fact
from decisions.decisions.workflows.objections import lift, reopen
from decisions.decisions.workflows.positions import take_position
from foundation.accounts.decorators import MemberRequest
from foundation.web.exceptions import require
from foundation.web.pagination import uuid_in
from foundation.web.redirects import back_from


@require_http_methods(["GET", "POST"])
@in_project
def new_objection(request: MemberRequest, project: Project, number: int, round_number: int) -> HttpResponseBase:
    """Ask the five questions; what does not block counts as a concern. `?for=` names for whom a person writes,
    `?back=` the page that it leads back to.
    """
    proposal = proposal_in(project, number, request)
    round_ = round_of(proposal, round_number)
    speaker = speaker_of(request, round_)
    kind, form = blocking_kind_in(request), ObjectionForm(request.POST or None, proposal=proposal)
    back = back_from(request, proposal.get_absolute_url())
    if form.is_valid():
        words, files = form.cleaned_data["harm"] or form.cleaned_data["quote"], request.POST.getlist("files")
        take_position(round_, kind, words=words, objection_tests=form.cleaned_data, files=files, **speaker)
        return redirect(back)
    context = {"project": project, "proposal": proposal, "round": round_, "form": form, "questions": questions(form)}
    context |= {"speaker": speaker["by"], "back": back, "clauses": clauses_asked_about(proposal, round_)}
    context |= weighed(form, proposal)
    return render(request, "decisions/new_objection.html", context, status=422 if form.is_bound else 200)


def blocking_kind_in(request: MemberRequest) -> PositionKind:
    """Return the position that its answers are for: an objection, or what `?kind=` names of those that may block.

    :raises Http404: for any other.
    """
    kinds = {kind.value: kind for kind in PositionKind if kind.asks_tests}
    named = request.GET.get("kind", PositionKind.OBJECTION.value)
    if named not in kinds:
        raise Http404
    return kinds[named]


def speaker_of(request: MemberRequest, round_: Round) -> Speaker:
    """Return who speaks, as `take_position` takes it: oneself; or (`?for=`) another person, who is away and has one as
    deputy, or whose words one writes down as facilitator.
    """
    if "for" not in request.GET:
        require(permissions.may_speak(request.user, round_))
        return {"by": request.user}
    other = get_object_or_404(round_.proposal.project.people(), pk__in=filter(None, [uuid_in(request.GET["for"])]))
    if permissions.may_speak_for(request.user, round_, other):
        return {"by": other, "deputy": request.user}
    require(permissions.may_record(request.user, round_))
    return {"by": other, "recorded_by": request.user}


@require_POST
@in_project
def typed_verdict(request: MemberRequest, project: Project, number: int) -> HttpResponse:
    """Say what the answers typed so far add up to; writes nothing."""
    proposal = proposal_in(project, number, request)
    form = ObjectionForm(request.POST, proposal=proposal)
    standing = "standing" in request.GET
    return render(request, "decisions/verdict.html", weighed(form, proposal, standing=standing))


def weighed(form: ObjectionForm, proposal: Proposal, *, standing: bool = False) -> dict[str, Any]:
    """Weigh the answers of a form, whole or not; what would block no more of a `standing` objection is not kept."""
    form.is_valid()
    objection = Objection(proposal=proposal, **getattr(form, "cleaned_data", {}))
    objection.weigh()
    begun = any(getattr(form, "cleaned_data", {}).values())
    return {
        "project": proposal.project,
        "proposal": proposal,
        "objection": objection,
        "objection_tests": objection_tests(objection),
        "verdict": verdict(objection),
        "begun": begun,
        "shows_marks": True,
        "unkept": standing and not objection.blocks,
    }


@require_http_methods(["GET", "POST"])
@in_project
def lifting(request: MemberRequest, project: Project, number: int, objection: int) -> HttpResponseBase:
    """Lift one's own objection, with what lifts it; or, as facilitator, one that stayed without an answer."""
    found = objection_in(project, number, objection, request)
    require(permissions.may_lift(request.user, found))
    mine, back = permissions.may_lift_own(request.user, found), back_from(request, found.proposal.get_absolute_url())
    form = LiftingForm(request.POST or None, is_own=mine)
    if not form.is_valid():
        context = {"project": project, "proposal": found.proposal, "objection": found, "form": form}
        context |= {"mine": mine, "back": back}
        return render(request, "decisions/lifting.html", context, status=422 if form.is_bound else 200)
    lift(found, by=request.user, **form.cleaned_data)
    return redirect(back)


@require_http_methods(["GET", "POST"])
@in_project
def reopening(request: MemberRequest, project: Project, number: int, objection: int) -> HttpResponseBase:
    """Let one's objection stand again that another person has lifted."""
    found = objection_in(project, number, objection, request)
    require(permissions.may_reopen(request.user, found))
    form = ObjectionReopeningForm(request.POST or None)
    if not form.is_valid():
        context = {"project": project, "proposal": found.proposal, "objection": found, "form": form}
        return render(request, "decisions/reopening.html", context, status=422 if form.is_bound else 200)
    reopen(found, by=request.user, **form.cleaned_data)
    return redirect(found.proposal)


@require_http_methods(["GET", "POST"])
@in_project
def checks(request: MemberRequest, project: Project, number: int, objection: int) -> HttpResponseBase:
    """Have a fact checked that an objection rests on."""
    found = objection_in(project, number, objection, request)
    require(permissions.may_dispute(request.user, found))
    form = CheckForm(request.POST or None, project=project)
    if not form.is_valid():
        context = {"project": project, "proposal": found.proposal, "objection": found, "form": form}
        return render(request, "decisions/check.html", context, status=422 if form.is_bound else 200)
    dispute_fact(found, by=request.user, **form.cleaned_data)
    return redirect(found.proposal)
