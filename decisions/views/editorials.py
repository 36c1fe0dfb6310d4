"""Refusing the label of a change of wording."""

from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from accounts.decorators import MemberRequest
from decisions import permissions
from decisions.models import Editorial
from decisions.views.lookups import proposal_in
from decisions.workflows.editorials import refuse_label
from projects.access import in_project
from projects.models import Project
from web.exceptions import require


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
