"""The register of decisions, and one decision's page."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from chat.chat.contexts.conversation import talk_about
from circles.projects.access import in_project
from circles.projects.models import Project
from decisions.decisions import permissions
from decisions.decisions.contexts.proposal import page_of_decision, pull_offered
from decisions.decisions.contexts.register import page_of_register
from decisions.decisions.register.filters import RegisterFilters
from decisions.decisions.views.lookups import decision_in
from foundation.accounts.decorators import MemberRequest


@require_safe
@in_project
def register(request: MemberRequest, project: Project) -> HttpResponse:
    """List decisions as the address asks, the newest first where it says nothing else."""
    asked = RegisterFilters.from_query(request.GET.dict())
    before, more = request.GET.get("before", ""), "more" in request.GET
    context = page_of_register(project, request.user, asked, before=before, more=more)
    return render(request, "decisions/register.html", context)


@require_safe
@in_project
def decision(request: MemberRequest, project: Project, number: int) -> HttpResponse:
    """Show one decision like a signed page of minutes."""
    found = decision_in(project, number, request)
    context = page_of_decision(found) | {"talk": talk_about(found, request.user)}
    context["may_review"] = found.is_in_force and permissions.may_hold_review(request.user, found)
    context["pull_to"] = pull_offered(found.proposal, request.user)
    return render(request, "decisions/decision.html", context)
