"""Finding what an operation names, among what the asker may see; 404 for the rest."""

from copy import copy
from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from accounts.decorators import asker
from circles.access import project_for
from circles.models import Circle, Project
from circles.restructuring import clean_json
from decisions.api import schemas
from decisions.forms.objections import ObjectionForm
from decisions.models import Decision, Objection, Proposal
from web.form_errors import require_valid
from web.pagination import number_in


def proposal_for(request: HttpRequest, slug: str, number: int) -> Proposal:
    """Find a proposal the asker may see."""
    rows = Proposal.objects.visible_to(asker(request)).in_project(project_for(request, slug)).for_lists()
    found: Proposal = get_object_or_404(rows, number=number)
    return found


def things(project: Project, given: dict[str, Any]) -> dict[str, Any]:
    """Put things in place of keys, for the names that are there; 404 for a key that means nothing.

    `circles` become `named`; None (not given) is left out.
    """
    found = {name: value for name, value in given.items() if value is not None}
    if (keys := found.pop("circles", None)) is not None:
        found["named"] = [get_object_or_404(Circle.objects.in_project(project).open(), key=key) for key in keys]
    if (keys := found.pop("domains", None)) is not None:
        found["domains"] = [get_object_or_404(project.domains.held(), key=key) for key in keys]
    if (keys := found.pop("elements", None)) is not None:
        found["elements"] = [element_for(project, key) for key in keys]
    if (rows := found.pop("carries_out", None)) is not None:
        found["carries_out"] = clean_json(project, rows)
    in_force = Decision.objects.in_project(project).in_force()
    ends = [name for name in ("replaces", "revokes") if name in found]
    found |= {name: get_object_or_404(in_force, number=found[name]) for name in ends}
    if (owner := found.get("owner")) is not None:
        found["owner"] = get_object_or_404(project.people(), pk=owner)
    return found


def element_for(project: Project, key: str) -> Any:
    """Find an element by its key (FE-2)."""
    return get_object_or_404(project.fundamentals.all(), number=number_in(key.removeprefix("FE-")) or 0)


def answers_for(proposal: Proposal, given: schemas.AnswersIn, objection: Objection | None = None) -> dict[str, Any]:
    """Return the answers of a new objection, or of one that stands, as the model takes them: 422 as its page does."""
    typed = given.dict(exclude={"element", "against"})
    if given.element:
        typed["element"] = element_for(proposal.project, given.element).pk
    if given.against is not None:
        typed["against"] = str(given.against)
    instance = copy(objection) if objection else None
    return require_valid(ObjectionForm(typed, proposal=proposal, instance=instance), within="answers").cleaned_data


def decision_for(request: HttpRequest, slug: str, number: int) -> Decision:
    """Find a decision the asker may see."""
    rows = Decision.objects.visible_to(asker(request)).in_project(project_for(request, slug))
    found: Decision = get_object_or_404(rows.select_related("project", "circle", "proposal", "owner"), number=number)
    return found
