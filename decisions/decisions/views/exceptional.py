"""What happens outside an ordinary round: acts that could not wait, objections to what is decided."""

from typing import Any

from django.http import Http404, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from circles.circles.models import Circle
from circles.projects.access import in_project
from circles.projects.models import Project
from circles.projects.project_cache import now_in
from decisions.decisions import permissions, raised_routes
from decisions.decisions.explanations import way
from decisions.decisions.forms.exceptional import ContestForm, MissingForm, SmallActForm, UndoingForm, UrgentForm
from decisions.decisions.forms.proposals import CircleChoice
from decisions.decisions.models.proposals.routing_input import route
from decisions.decisions.models.rounds.round_end import sync_ahead
from decisions.decisions.routing import Because
from decisions.decisions.views.lookups import circle_to_propose_in, decision_in, proposal_in
from decisions.decisions.workflows.contests import object_to
from decisions.decisions.workflows.missing_elements import request_element
from decisions.decisions.workflows.proposals import confirm_citations
from decisions.decisions.workflows.small_acts import record_small_act
from decisions.decisions.workflows.urgent_acts import report_urgent_act, undo_urgent_act
from foundation.accounts.decorators import MemberRequest
from foundation.web.exceptions import require


def chosen_circle(request: MemberRequest, project: Project) -> tuple[Circle, CircleChoice]:
    """Return the circle that the address names or one's own first, and the choice among one's own."""
    circle, own = circle_to_propose_in(request, project)
    require(permissions.may_propose(request.user, circle))
    return circle, CircleChoice(circles=own, initial={"circle": circle})


@require_http_methods(["GET", "POST"])
@in_project
def urgent_act(request: MemberRequest, project: Project) -> HttpResponseBase:
    """Tell what was done before anyone could be asked."""
    circle, choice = chosen_circle(request, project)
    now = now_in(project)
    form = UrgentForm(request.POST or None, circle=circle, user=request.user, now=now)
    if form.is_valid():
        return redirect(report_urgent_act(circle, by=request.user, **form.arguments()))
    found = raised_routes.pressing(route(form.terms()), Because.URGENT)
    context: dict[str, Any] = {"form": form, "project": project, "circle": circle, "choice": choice}
    meets_at = sync_ahead(found, project, now, None)
    context["way"] = way(found, project, cost=form.terms().cost, home=circle, meets_at=meets_at)
    return render(request, "decisions/urgent_act.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
@in_project
def undoing(request: MemberRequest, project: Project, number: int) -> HttpResponseBase:
    """Say that one has undone what one did; that ends its proposal."""
    proposal = proposal_in(project, number, request)
    require(permissions.may_change(request.user, proposal))
    if proposal.act is None:
        raise Http404
    form = UndoingForm(request.POST or None)
    if not form.is_valid():
        context = {"project": project, "proposal": proposal, "form": form, "back": proposal.get_absolute_url()}
        return render(request, "decisions/undoing.html", context, status=422 if form.is_bound else 200)
    undo_urgent_act(proposal.act, by=request.user, **form.cleaned_data)
    return redirect(proposal)


@require_http_methods(["GET", "POST"])
@in_project
def contests(request: MemberRequest, project: Project, number: int) -> HttpResponseBase:
    """Object to a decision in force: a proposal that ends it, or does something else instead."""
    decision = decision_in(project, number, request)
    decision.refuse_ended()
    circles = permissions.circles_to_object_from(request.user, decision)
    require(circles.exists())
    form = ContestForm(request.POST or None, decision=decision, circles=circles)
    if not form.is_valid():
        context = {"project": project, "decision": decision, "form": form}
        return render(request, "decisions/contest.html", context, status=422 if form.is_bound else 200)
    return redirect(object_to(decision, by=request.user, effects=form.answers(), **form.cleaned_data))


@require_http_methods(["GET", "POST"])
@in_project
def small_act(request: MemberRequest, project: Project) -> HttpResponseBase:
    """Record in one line what was done inside the scope of a circle of one's own."""
    circle, choice = chosen_circle(request, project)
    form = SmallActForm(request.POST or None, circle=circle)
    if form.is_valid():
        return redirect(record_small_act(circle, by=request.user, effects=form.answers(), **form.cleaned_data))
    context = {"form": form, "project": project, "circle": circle, "choice": choice}
    return render(request, "decisions/small_act.html", context, status=422 if form.is_bound else 200)


@require_POST
@in_project
def look_again(request: MemberRequest, project: Project, number: int) -> HttpResponseBase:
    """Confirm having looked at what became of the decisions that a proposal names."""
    proposal = proposal_in(project, number, request)
    require(permissions.may_change(request.user, proposal))
    confirm_citations(proposal, by=request.user)
    return redirect(proposal)


@require_http_methods(["GET", "POST"])
@in_project
def missing_element(request: MemberRequest, project: Project, number: int) -> HttpResponseBase:
    """Ask for one of the essentials that the list lacks; who is asked in the round does."""
    proposal = proposal_in(project, number, request)
    round_ = proposal.last_round
    require(round_ is not None and permissions.may_speak(request.user, round_))
    form = MissingForm(request.POST or None, circle=project.circles.general())
    if not form.is_valid():
        context = {"project": project, "proposal": proposal, "form": form}
        return render(request, "decisions/new_missing.html", context, status=422 if form.is_bound else 200)
    return redirect(request_element(proposal, by=request.user, effects=form.answers(), **form.cleaned_data))
