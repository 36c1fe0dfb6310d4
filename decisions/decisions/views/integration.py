"""Integrating an objection: one screen with the answers, the text, and the amendment that people write together."""

from copy import copy

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from circles.projects.access import in_project
from circles.projects.models import Project
from decisions.decisions import permissions
from decisions.decisions.contexts.integration import page_of_integration
from decisions.decisions.forms.effects import answers_in
from decisions.decisions.forms.objections import ObjectionForm
from decisions.decisions.models import Amendment, Objection
from decisions.decisions.views.lookups import asking_here, objection_in, proposal_in
from decisions.decisions.views.objections import weighed
from decisions.decisions.workflows.amendments import begin_amendment, propose_amendment
from decisions.decisions.workflows.objections import change_objection_tests, keep_as_concern
from foundation.accounts.decorators import MemberRequest
from foundation.web.exceptions import require
from foundation.web.pagination import number_in


@require_safe
@in_project
def integration(request: MemberRequest, project: Project, number: int, objection: int) -> HttpResponse:
    """Show the three panes; `?pane=text` is the one that a phone shows."""
    found = objection_in(project, number, objection, request)
    return _screen(request, found)


@require_POST
@in_project
def amendment(request: MemberRequest, project: Project, number: int) -> HttpResponseBase:
    """Begin the amendment of the text as it stands, or find it begun; `objection` leads to its screen."""
    proposal = proposal_in(project, number, request)
    require(permissions.may_integrate(request.user, proposal))
    begin_amendment(proposal, by=request.user)
    wanted = number_in(request.POST.get("objection", ""))
    standing = proposal.standing_objections
    shown = next((one for one in standing if one.pk == wanted), standing[0] if standing else None)
    return redirect(shown.integration_url + "?pane=amendment" if shown else proposal)


@require_POST
@in_project
def amended_round(request: MemberRequest, project: Project, number: int) -> HttpResponseBase:
    """Make the amendment the proposal's text: the next round opens."""
    proposal = proposal_in(project, number, request)
    require(permissions.may_change(request.user, proposal))
    found = Amendment.objects.open_of(proposal)
    if found is None:
        raise Http404
    with asking_here(request):
        propose_amendment(found, by=request.user, effects=answers_in(request.POST))
    return redirect(proposal)


@require_POST
@in_project
def objection_tests(request: MemberRequest, project: Project, number: int, objection: int) -> HttpResponseBase:
    """Keep changed answers, as long as they still block; what no longer does is lifted, or kept as a concern."""
    found = objection_in(project, number, objection, request)
    require(permissions.may_lift_own(request.user, found))
    form = ObjectionForm(request.POST, proposal=found.proposal, instance=copy(found))
    context = weighed(form, found.proposal, standing=True)
    if form.is_valid() and context["objection"].blocks:
        change_objection_tests(found, by=request.user, **form.cleaned_data)
    if "HX-Request" in request.headers:
        return render(request, "decisions/verdict.html", context)
    return _screen(request, found, form) if not form.is_valid() else redirect(found.integration_url)


@require_POST
@in_project
def concern(request: MemberRequest, project: Project, number: int, objection: int) -> HttpResponseBase:
    """Keep an objection as a concern; it holds nothing up any more."""
    found = objection_in(project, number, objection, request)
    require(permissions.may_lift_own(request.user, found))
    keep_as_concern(found, by=request.user, words=request.POST.get("harm", ""))
    return redirect(found.proposal)


def _screen(request: MemberRequest, found: Objection, form: ObjectionForm | None = None) -> HttpResponse:
    context = page_of_integration(found, request.user, form, request.GET.get("pane", ""))
    return render(request, "decisions/integration.html", context, status=422 if form else 200)
