"""Writing a proposal, seeing it, changing it, and what people do with it."""

import json
from copy import copy
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from chat.chat.contexts.conversation import talk_about
from circles.circles.models import Circle
from circles.projects.access import in_project
from circles.projects.models import Project
from circles.projects.references import thing_named
from circles.restructuring.changes import from_json, to_json
from decisions.decisions import permissions
from decisions.decisions.contexts.proposal import page_of_proposal
from decisions.decisions.contexts.proposal_list import page_of_proposals
from decisions.decisions.contexts.typed_route import typed_route_context, way_of_form
from decisions.decisions.forms.effects import answers_in
from decisions.decisions.forms.proposals import CircleChoice, ProposalForm
from decisions.decisions.models import Decision, Proposal
from decisions.decisions.views.lookups import circle_to_propose_in, proposal_in
from decisions.decisions.workflows.adoption import adopt
from decisions.decisions.workflows.clause_texts import take_texts_anew
from decisions.decisions.workflows.editorials import reword
from decisions.decisions.workflows.proposals import create_proposal, revise, withdraw
from decisions.decisions.workflows.successors import terms_to_revoke, touches_of
from foundation.accounts.decorators import MemberRequest
from foundation.web.exceptions import Refused, require
from foundation.web.pagination import number_in
from foundation.web.redirects import back_from

BEGUN_WITH = ("tension", "text", "title", "replaces", "clauses", "retires", "descents")
"""What an address may begin a proposal with."""


@require_safe
@in_project
def proposals(request: MemberRequest, project: Project) -> HttpResponse:
    """List open proposals, first those that wait for one's position, then the newest; `?state=all` also what has ended,
    `?circle=key` what concerns one.
    """
    filters = {name: request.GET.get(name, "") for name in ("circle", "state", "before")}
    context = page_of_proposals(project, request.user, **filters)
    return render(request, "decisions/proposals.html", context)


@require_http_methods(["GET", "POST"])
@in_project
def new_proposal(request: MemberRequest, project: Project) -> HttpResponseBase:
    """Write a proposal in a circle (`?circle=key`); `?from=M-3` says what it was born from, `?tension=` prefills,
    `?revokes=12` begins with the end of D-12, and `?carry=` holds a change of circles to carry out, as a page wrote it.
    """
    circle, own = circle_to_propose_in(request, project)
    if request.method == "GET" and (instead := from_ones_own(request, circle, own)):
        return redirect(instead)
    require(permissions.may_propose(request.user, circle))
    given = {name: request.GET.get(name, "") for name in BEGUN_WITH}
    initial = {"reversibility": "easy", **given, **carried(project, request.GET.get("carry", ""))}
    initial |= ending(project, request.GET.get("revokes", ""))
    if not initial["text"] and (source := thing_named(project, request.user, request.GET.get("from", ""))):
        initial["text"] = source.proposed_text
    form = ProposalForm(request.POST or None, circle=circle, user=request.user, initial=initial)
    if form.is_valid():
        return redirect(_write(request, form))
    context: dict[str, Any] = {"form": form, "project": project, "circle": circle}
    context["way"] = way_of_form(form, project, circle, request.user)
    context["choice"] = CircleChoice(circles=own, initial={"circle": circle})
    return render(request, "decisions/new_proposal.html", context, status=422 if form.is_bound else 200)


def from_ones_own(request: MemberRequest, circle: Circle, own: QuerySet[Circle]) -> str | None:
    """Return this address with the first circle of one's own, where it names one in which one has no voice: what
    touches others is proposed from there, and goes to them. None where one has a voice, and for who is in no open
    circle.
    """
    home = None if permissions.may_propose(request.user, circle) else own.first()
    if home is None:
        return None
    address = request.GET.copy()
    address["circle"] = home.key
    return f"{request.path}?{address.urlencode()}"


def carried(project: Project, words: str) -> dict[str, Any]:
    """Begin a proposal with the change that an address carries; with nothing where it carries none."""
    try:
        change = from_json(project, json.loads(words or "null"))
    except (ValueError, RecursionError, Refused):
        return {}
    return {"carries_out": [to_json(change)], "title": change.summary(), "text": "\n\n".join(change.preview())}


def ending(project: Project, number: str) -> dict[str, Any]:
    """Begin a proposal that revokes a decision, with what that one touched; with nothing where none is in force."""
    found = Decision.objects.in_project(project).in_force().filter(number=number_in(number) or 0)
    decision = found.select_related("owner", "proposal", "round").first()
    if decision is None:
        return {}
    return terms_to_revoke(decision) | touches_of(decision)


def _write(request: MemberRequest, form: ProposalForm) -> Proposal:
    """Write what is in the form, born from what the address names; a button opens its round."""
    source = thing_named(form.circle.project, request.user, request.GET.get("from", ""))
    quote, ask = request.GET.get("quote", ""), "open" in request.POST
    return create_proposal(form.circle, by=request.user, ask=ask, source=source, quote=quote, **form.arguments())


@require_POST
@in_project
def typed_route(request: MemberRequest, project: Project) -> HttpResponse:
    """Say who would decide what is being typed, `?urgent=` of what was done already; writes nothing."""
    circle = get_object_or_404(Circle.objects.in_project(project), key=request.GET.get("circle", ""))
    circle.project = project
    form = ProposalForm(
        request.POST, circle=circle, user=request.user, is_shown=False, instance=_being_changed(request, project)
    )
    context = typed_route_context(form, project, circle, request.user, is_urgent="urgent" in request.GET)
    return render(request, "decisions/typed_route.html", context)


def _being_changed(request: MemberRequest, project: Project) -> Proposal | None:
    """Find the proposal whose change is typed, so that its claims count."""
    number = number_in(request.GET.get("proposal", ""))
    return None if number is None else proposal_in(project, number, request)


@require_safe
@in_project
def proposal(request: MemberRequest, project: Project, number: int) -> HttpResponse:
    """Show a proposal: its text, who decides, the round, objections and concerns; `?round=1` an earlier round."""
    found = proposal_in(project, number, request)
    context = page_of_proposal(found, request.user, request.GET.get("round", ""))
    context["talk"] = talk_about(found, request.user)
    return render(request, "decisions/proposal.html", context)


@require_http_methods(["GET", "POST"])
@in_project
def revision(request: MemberRequest, project: Project, number: int) -> HttpResponseBase:
    """Change the text; in a round this opens the next, unless it is labelled as wording only."""
    found = proposal_in(project, number, request)
    require(permissions.may_change(request.user, found))
    # Bound to a copy: a form writes into its instance, and the verb compares with what was there.
    form = ProposalForm(request.POST or None, circle=found.circle, user=request.user, instance=copy(found))
    if form.is_valid():
        change = reword if "editorial" in request.POST else revise
        change(found, by=request.user, **form.arguments())
        return redirect(back_from(request, found.get_absolute_url()))
    context: dict[str, Any] = {"form": form, "project": project, "circle": found.circle, "proposal": found}
    context["way"] = way_of_form(form, project, found.circle, request.user)
    return render(request, "decisions/revision.html", context, status=422 if form.is_bound else 200)


@require_POST
@in_project
def effects(request: MemberRequest, project: Project, number: int) -> HttpResponseBase:
    """Answer what the text names: yes or no, and why."""
    found = proposal_in(project, number, request)
    require(permissions.may_change(request.user, found))
    revise(found, by=request.user, effects=answers_in(request.POST))
    return redirect(found)


@require_POST
@in_project
def withdrawal(request: MemberRequest, project: Project, number: int) -> HttpResponseBase:
    """Take it back."""
    found = proposal_in(project, number, request)
    require(permissions.may_change(request.user, found))
    withdraw(found, by=request.user)
    return redirect(found)


@require_POST
@in_project
def adoption(request: MemberRequest, project: Project, number: int) -> HttpResponseBase:
    """Adopt it inside its scope; what a sync decides is refused here."""
    found = proposal_in(project, number, request)
    require(permissions.may_adopt(request.user, found))
    return redirect(adopt(found, by=request.user))


@require_POST
@in_project
def clause_texts(request: MemberRequest, project: Project, number: int) -> HttpResponseBase:
    """Let a proposal take the texts that its clauses have now; in a round this opens the next."""
    found = proposal_in(project, number, request)
    require(permissions.may_change(request.user, found))
    take_texts_anew(found, by=request.user)
    return redirect(found)
