"""Criteria of a question's tracks: added and removed."""

from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_http_methods, require_POST

from circles.projects.access import in_project
from circles.projects.models import Project
from decisions.tracks import permissions
from decisions.tracks.forms.questions import CriterionForm
from decisions.tracks.models import Criterion
from decisions.tracks.views.finding import question_in
from decisions.tracks.workflows.criteria import add_criterion, remove_criterion
from foundation.accounts.decorators import MemberRequest
from foundation.web.exceptions import require
from foundation.web.redirects import back_or


@require_http_methods(["GET", "POST"])
@in_project
def add(request: MemberRequest, project: Project, number: int) -> HttpResponseBase:
    """Add a criterion to a question, or to one of its tracks."""
    question = question_in(project, number, request)
    known = {"track": request.GET.get("track"), "kind": request.GET.get("kind", "kill")}
    form = CriterionForm(request.POST or None, question=question, initial=known)
    if not form.is_valid():
        context = {"project": project, "question": question, "form": form}
        return render(request, "tracks/new_criterion.html", context, status=422 if form.is_bound else 200)
    given = form.cleaned_data
    track = given["track"]
    may = permissions.may_explore(request.user, track) if track else permissions.may_tend(request.user, question)
    require(may)
    add_criterion(question, by=request.user, **given)
    return back_or(request, track or question)


@require_POST
@in_project
def remove(request: MemberRequest, project: Project, number: int, pk: int) -> HttpResponseBase:
    """Remove a criterion."""
    question = question_in(project, number, request)
    found = Criterion.objects.standing().select_related("track__circle", "track__project", "question__circle")
    criterion = get_object_or_404(found.filter(question=question), pk=pk)
    require(permissions.may_remove_criterion(request.user, criterion))
    remove_criterion(criterion, by=request.user)
    return back_or(request, criterion.track or question)
