"""Undoing in a sync what was done first and is not kept."""

from django.http import Http404, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from circles.projects.access import in_project
from circles.projects.models import Project
from daily.syncs.views.live import concluded
from daily.syncs.workflows.outcomes import undo_act
from decisions.decisions.forms.exceptional import UndoingForm
from foundation.accounts.decorators import MemberRequest


@require_http_methods(["GET", "POST"])
@in_project
def undo(request: MemberRequest, project: Project, number: int, pk: int) -> HttpResponseBase:
    """Say how the act at a point was undone; who may end it there does, where it is not agreed to."""
    sync, point = concluded(request, project, number, pk)
    proposal = sync.proposal_at(point)
    if proposal is None:
        raise Http404
    form = UndoingForm(request.POST or None)
    if not form.is_valid():
        context = {"project": project, "proposal": proposal, "form": form, "back": sync.get_absolute_url()}
        return render(request, "decisions/undoing.html", context, status=422 if form.is_bound else 200)
    undo_act(sync, point, form.cleaned_data["how"], by=request.user)
    return redirect(sync)
