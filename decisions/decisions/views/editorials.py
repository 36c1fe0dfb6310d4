"""Refusing the label of a change of wording."""

from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from circles.projects.access import in_project
from circles.projects.models import Project
from decisions.decisions import permissions
from decisions.decisions.models import Editorial
from decisions.decisions.views.lookups import proposal_in
from decisions.decisions.workflows.editorials import refuse_label
from foundation.accounts.decorators import MemberRequest
from foundation.web.exceptions import require


@require_POST
@in_project
def refusal(request: MemberRequest, project: Project, number: int, pk: int) -> HttpResponseBase:
    """Say that it is more than wording: the next round asks everyone to look again."""
    proposal = proposal_in(project, number, request)
    found = get_object_or_404(Editorial.objects.of_proposal(proposal), pk=pk)
    found.round.proposal = proposal
    require(permissions.may_refuse_label(request.user, found, project))
    refuse_label(found, by=request.user)
    return redirect(proposal)
