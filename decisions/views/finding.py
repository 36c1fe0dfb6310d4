"""Finding what an address names, among what the person may see; 404 for the rest."""

from django.shortcuts import get_object_or_404

from accounts.access import MemberRequest
from circles.models import Project
from decisions.models import Objection, Proposal


def proposal_in(project: Project, number: int, request: MemberRequest) -> Proposal:
    """Find a proposal of a project by its number."""
    found = Proposal.objects.visible_to(request.user).in_project(project).for_lists()
    touched = ("domains__circle", "elements", "named", "claims")  # what its route is computed from, more than once
    proposal: Proposal = get_object_or_404(found.prefetch_related(*touched), number=number)
    proposal.project = proposal.circle.project = project  # it remembers what this request has read of it
    return proposal


def objection_in(project: Project, number: int, pk: int, request: MemberRequest) -> Objection:
    """Find an objection to a proposal."""
    proposal = proposal_in(project, number, request)
    found = Objection.objects.select_related("by", "element__project", "against", "position")
    objection = get_object_or_404(found, pk=pk, proposal=proposal)
    objection.proposal = proposal
    return objection
