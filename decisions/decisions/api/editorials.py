"""API of changes of wording: make one, read them, refuse the label. The same verbs and rights as the pages."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from ninja import Field, Router, Schema, Status

from circles.projects.access import project_for
from decisions.decisions import permissions
from decisions.decisions.models import Editorial, Proposal
from decisions.decisions.workflows import editorials as workflow
from foundation.accounts.decorators import asker
from foundation.web.api_bodies import Body
from foundation.web.exceptions import require
from foundation.web.pagination import found_after

router = Router()
PATH = "projects/{slug}/proposals/{number}/editorials"


class EditorialIn(Body):
    """The words to change; what is left out stays."""

    title: str | None = Field(None, min_length=1, max_length=160)
    tension: str | None = Field(None, min_length=1)
    text: str | None = Field(None, min_length=1)
    effect: str | None = None


class EditorialOut(Schema):
    """A change of wording, by the names of what was changed; with who refused the label, if a person did."""

    id: int
    round: int
    by: str
    before: dict[str, str]
    after: dict[str, str]
    made_at: datetime
    refused_by: str
    refused_at: datetime | None


def proposal_at(request: HttpRequest, slug: str, number: int) -> Proposal:
    """Find a proposal the asker may see."""
    rows = Proposal.objects.visible_to(asker(request)).in_project(project_for(request, slug))
    found: Proposal = get_object_or_404(rows, number=number)
    return found


def editorials_of(proposal: Proposal) -> Any:
    """Return the changes of wording in a proposal's rounds, the oldest first."""
    return Editorial.objects.of_proposal(proposal)


def editorial_out(found: Editorial) -> dict[str, Any]:
    """Return a change of wording as data."""
    names = ("id", "before", "after", "made_at", "refused_at")
    return {name: getattr(found, name) for name in names} | {
        "round": found.round.number,
        "by": found.by.name,
        "refused_by": found.refused_by.name if found.refused_by else "",
    }


@router.get(PATH, response=list[EditorialOut])
def editorials(request: HttpRequest, response: HttpResponse, slug: str, number: int, after: str = "") -> Any:
    """List the changes of wording that were labelled editorial, oldest first."""
    found = editorials_of(proposal_at(request, slug, number))
    return [editorial_out(one) for one in found_after(request, response, found, after, key="pk")]


@router.post(PATH, response={201: EditorialOut})
def reword(request: HttpRequest, slug: str, number: int, body: EditorialIn) -> Any:
    """Change words in the open round, which goes on; anyone else in the project may refuse the label."""
    found = proposal_at(request, slug, number)
    require(permissions.may_change(asker(request), found))
    made = workflow.reword(found, by=asker(request), **body.dict(exclude_none=True))
    return Status(201, editorial_out(made))


@router.post(PATH + "/{editorial}/refusal", response=EditorialOut)
def refuse_label(request: HttpRequest, slug: str, number: int, editorial: int) -> Any:
    """Say that it is more than wording: the next round asks everyone to look again."""
    rows = editorials_of(proposal_at(request, slug, number))
    found: Editorial = get_object_or_404(rows, pk=editorial)
    require(permissions.may_refuse_label(asker(request), found, found.round.proposal.project))
    workflow.refuse_label(found, by=asker(request))
    return editorial_out(rows.get(pk=editorial))
