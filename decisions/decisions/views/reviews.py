"""Looking at a decision again, and saying what became of a concern."""

from django.http import Http404, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from circles.projects.access import in_project
from circles.projects.models import Project
from circles.projects.project_cache import now_in
from decisions.decisions import permissions
from decisions.decisions.forms.reviews import LookForm, ReviewForm
from decisions.decisions.models import Decision
from decisions.decisions.models.register.concerns import KeptConcern
from decisions.decisions.models.register.review import ReviewOutcome
from decisions.decisions.views.lookups import decision_in
from decisions.decisions.workflows.reviews import hold_review, look_at_concern
from foundation.accounts.decorators import MemberRequest
from foundation.web.exceptions import require


def concern_in(decision: Decision, pk: int) -> KeptConcern:
    """Find a concern that is kept with a decision."""
    found = next((one for one in decision.concerns() if one.position.pk == pk), None)
    if found is None:
        raise Http404
    return found


@require_http_methods(["GET", "POST"])
@in_project
def review(request: MemberRequest, project: Project, number: int) -> HttpResponseBase:
    """Hold the review of a decision: kept, or on its way to be amended or revoked."""
    found = decision_in(project, number, request)
    require(permissions.may_hold_review(request.user, found))
    found.refuse_ended()
    today = project.day_of(now_in(project))
    form = ReviewForm(request.POST or None, kept=found.concerns(), today=today, next_on=found.next_review(today))
    if not form.is_valid():
        context = {"project": project, "decision": found, "form": form}
        return render(request, "decisions/review.html", context, status=422 if form.is_bound else 200)
    held = hold_review(found, by=request.user, **form.arguments())
    if held.proposal and held.outcome == ReviewOutcome.AMENDED:
        return redirect("decisions:revision", project.slug, held.proposal.number)
    return redirect(held.proposal or found)


@require_http_methods(["GET", "POST"])
@in_project
def look(request: MemberRequest, project: Project, number: int, concern: int) -> HttpResponseBase:
    """Say of one concern whether it came true."""
    found = decision_in(project, number, request)
    kept = concern_in(found, concern)
    require(permissions.may_look_at(request.user, found, kept.position))
    form = LookForm(request.POST or None)
    if not form.is_valid():
        context = {"project": project, "decision": found, "kept": kept, "form": form}
        return render(request, "decisions/look.html", context, status=422 if form.is_bound else 200)
    look_at_concern(found, kept.position, by=request.user, **form.cleaned_data)
    return redirect(found)
