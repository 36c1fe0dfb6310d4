"""API of what happens outside an ordinary round: acts that could not wait, and undoing them."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from django.http import Http404, HttpRequest
from ninja import Field, Router, Schema, Status

from circles.access import asker, circle_for, require
from circles.models import Reversibility
from decisions import permissions, schemas
from decisions.finding_api import proposal_for, things
from decisions.models import UrgentAct
from decisions.outputs import proposal_whole

router = Router()


class UrgentIn(Schema):
    """What was done (`text`), when, and why it could not wait (`tension`). Circles, domains and elements by key."""

    circle: str
    text: str = Field(min_length=1)
    tension: str = Field(min_length=1)
    acted_at: datetime
    title: str = Field("", max_length=160)
    cost: schemas.Money = Decimal(0)
    reversibility: Reversibility = Reversibility.EASY
    circles: list[str] = []
    domains: list[str] = []
    elements: list[str] = []


@router.post("projects/{slug}/urgent-acts", response={201: schemas.ProposalWhole})
def tell_urgent_act(request: HttpRequest, slug: str, body: UrgentIn) -> Any:
    """Tell what was done within the last 24 hours because it could not wait; the next sync keeps or undoes it."""
    circle = circle_for(request, slug, body.circle)
    require(permissions.may_propose(asker(request), circle))
    given = things(circle.project, body.dict(exclude={"circle"}))
    proposal = UrgentAct.report(circle, by=asker(request), **given)
    return Status(201, proposal_whole(proposal_for(request, slug, proposal.number)))


@router.post("projects/{slug}/proposals/{number}/undoing", response=schemas.ProposalWhole)
def undo(request: HttpRequest, slug: str, number: int, body: schemas.UndoingIn) -> Any:
    """Say that one has undone what one did first."""
    found = proposal_for(request, slug, number)
    require(permissions.may_change(asker(request), found))
    if found.act is None:
        raise Http404
    found.act.undo(by=asker(request), how=body.how)
    return proposal_whole(proposal_for(request, slug, number))
