"""Saying that a proposal affects one's circle, releasing that, and taking it to a sync."""

from typing import Any

from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from circles.projects.access import in_project
from circles.projects.models import Project
from decisions.decisions import permissions
from decisions.decisions.forms.claims import ClaimForm, PullForm, ReleaseForm
from decisions.decisions.models.proposals.pulling import sync_to_pull_to
from decisions.decisions.views.lookups import proposal_in
from decisions.decisions.workflows.claims import claim, release_claim
from decisions.decisions.workflows.pulling import pull
from foundation.accounts.decorators import MemberRequest
from foundation.web.exceptions import require
from foundation.web.redirects import back_or


@require_http_methods(["GET", "POST"])
@in_project
def new_claim(request: MemberRequest, project: Project, number: int) -> HttpResponseBase:
    """Say for one's circle: this affects us. `?back=` is the page from which one came."""
    found = proposal_in(project, number, request)
    circles = permissions.circles_to_claim_for(request.user, found)
    require(request.method == "GET" or bool(circles))
    form = ClaimForm(request.POST or None, circles=circles, user=request.user)
    if form.is_valid():
        claim(found, by=request.user, **form.cleaned_data)
        return back_or(request, found)
    back = request.POST.get("back", request.GET.get("back", ""))
    context = {"project": project, "proposal": found, "form": form, "circles": circles, "back": back}
    return render(request, "decisions/new_claim.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
@in_project
def release(request: MemberRequest, project: Project, number: int, pk: int) -> HttpResponseBase:
    """Release a claim of one's circle: settled between us."""
    proposal = proposal_in(project, number, request)
    found = get_object_or_404(proposal.claims.standing().select_related("circle", "by"), pk=pk)
    found.proposal = proposal
    require(permissions.may_release(request.user, found))
    form = ReleaseForm(request.POST or None)
    if form.is_valid():
        release_claim(found, by=request.user, **form.cleaned_data)
        return redirect(proposal)
    context = {"project": project, "proposal": proposal, "claim": found, "form": form}
    return render(request, "decisions/release.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
@in_project
def new_pull(request: MemberRequest, project: Project, number: int) -> HttpResponseBase:
    """Take a proposal, or the decision that it became, to the sync. `?back=` is the page from which one came."""
    found = proposal_in(project, number, request)
    to = sync_to_pull_to(found)
    require(permissions.may_pull(request.user, found, to))
    own = permissions.circle_to_pull_for(request.user, found, to)
    form = PullForm(request.POST or None)
    if form.is_valid():
        kept = pull(found, by=request.user, circle=own, **form.cleaned_data)
        return back_or(request, kept)
    back = request.POST.get("back", request.GET.get("back", ""))
    context: dict[str, Any] = {"project": project, "proposal": found, "form": form, "to": to, "back": back}
    return render(request, "decisions/new_pull.html", context, status=422 if form.is_bound else 200)
