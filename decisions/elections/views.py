"""Pages of elections, and of the roles of a project."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from circles.circles.access import in_circle
from circles.circles.models import Circle
from circles.projects.access import in_project
from circles.projects.models import Project
from decisions.elections import permissions
from decisions.elections.contexts import page_of_election, page_of_roles
from decisions.elections.forms import CandidateForm, ElectionForm, NominationForm
from decisions.elections.models import Election
from decisions.elections.workflows import begin_election, end_election, nominate, open_change_round, put_to_consent
from foundation.accounts.decorators import MemberRequest
from foundation.web.exceptions import require


def election_in(project: Project, pk: int) -> Election:
    """Find an election of the project."""
    found: Election = get_object_or_404(Election.objects.for_pages(), project=project, pk=pk)
    return found


@require_safe
@in_project
def roles(request: MemberRequest, project: Project) -> HttpResponse:
    """List who holds which role in which circle, and say whose a tension may be."""
    return render(request, "elections/roles.html", page_of_roles(project, request.user, request.GET.get("tension", "")))


@require_http_methods(["GET", "POST"])
@in_circle
def new_election(request: MemberRequest, circle: Circle) -> HttpResponse:
    """Begin the election of a role of a circle."""
    require(permissions.may_begin(request.user, circle))
    form = ElectionForm(request.POST or None)
    if form.is_valid():
        return redirect(begin_election(circle, form.cleaned_data.pop("role"), by=request.user, **form.cleaned_data))
    context = {"project": circle.project, "circle": circle, "form": form}
    return render(request, "elections/new_election.html", context, status=422 if form.is_bound else 200)


@require_safe
@in_project
def election(request: MemberRequest, project: Project, pk: int) -> HttpResponse:
    """Show an election: what the role is for, the nominations, what comes next."""
    return render(request, "elections/election.html", page_of_election(election_in(project, pk), request.user))


@require_POST
@in_project
def nominations(request: MemberRequest, project: Project, pk: int) -> HttpResponse:
    """Nominate a person, or another one in the change round."""
    found = election_in(project, pk)
    require(permissions.may_nominate(request.user, found))
    form = NominationForm(request.POST, election=found)
    if not form.is_valid():
        context = {**page_of_election(found, request.user), "form": form}
        return render(request, "elections/election.html", context, status=422)
    nominate(found, by=request.user, **form.cleaned_data)
    return redirect(found)


@require_POST
@in_project
def change_round(request: MemberRequest, project: Project, pk: int) -> HttpResponse:
    """Show all nominations, and let people change theirs."""
    found = election_in(project, pk)
    require(permissions.may_lead(request.user, found))
    open_change_round(found, by=request.user)
    return redirect(found)


@require_POST
@in_project
def candidate(request: MemberRequest, project: Project, pk: int) -> HttpResponse:
    """Put a person to consent, which opens the proposal."""
    found = election_in(project, pk)
    require(permissions.may_lead(request.user, found))
    form = CandidateForm(request.POST, election=found)
    if not form.is_valid():
        context = {**page_of_election(found, request.user), "candidates": form}
        return render(request, "elections/election.html", context, status=422)
    return redirect(put_to_consent(found, by=request.user, **form.cleaned_data))


@require_POST
@in_project
def ending(request: MemberRequest, project: Project, pk: int) -> HttpResponse:
    """End an election without a result."""
    found = election_in(project, pk)
    require(permissions.may_lead(request.user, found))
    end_election(found, by=request.user, because=request.POST.get("because", ""))
    return redirect(found)
