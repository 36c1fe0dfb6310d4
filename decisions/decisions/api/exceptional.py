"""API of what happens outside an ordinary round: acts that could not wait, objections to decisions."""

from datetime import date
from decimal import Decimal
from typing import Any, cast
from uuid import UUID

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Field, Router, Status
from pydantic import AwareDatetime

from circles.circles.access import circle_for
from circles.circles.models import Circle, Fundamental
from circles.projects.models import Reversibility
from decisions.decisions import permissions
from decisions.decisions.api.effect_schemas import EffectIn
from decisions.decisions.api.lookups import decision_for, effects_in, element_for, named, proposal_for, things
from decisions.decisions.api.outputs import decision_out, proposal_whole
from decisions.decisions.api.schemas import DecisionOut, Money, ProposalWhole, UndoingIn
from decisions.decisions.workflows import contests, fact_checks, missing_elements, proposals, small_acts, urgent_acts
from foundation.accounts.decorators import asker
from foundation.web.api_bodies import Body
from foundation.web.exceptions import require

router = Router()


class UrgentIn(Body):
    """What was done (`text`), when, and why it could not wait (`tension`). Circles, domains and elements by key."""

    circle: str
    text: str = Field(min_length=1)
    tension: str = Field(min_length=1)
    acted_at: AwareDatetime
    title: str = Field("", max_length=160)
    cost: Money = Decimal(0)
    reversibility: Reversibility = Reversibility.EASY
    circles: list[str] = []
    domains: list[str] = []
    elements: list[str] = []
    effects: list[EffectIn] = Field([], max_length=200)


class ContestIn(Body):
    """An objection to a decision in force, from a circle of one's own. `text` is what to do instead."""

    circle: str
    harm: str = Field(min_length=1, max_length=4000)
    element: str = ""
    evidence: str = Field("", max_length=4000)
    text: str = Field("", max_length=20_000)
    effects: list[EffectIn] = Field([], max_length=200)


class CheckIn(Body):
    """Which fact is disputed, and who checks it (a person by id); without one, who asks."""

    what: str = Field(min_length=1, max_length=200)
    owner: UUID | None = None


class MissingIn(Body):
    """An element that the list lacks, what it protects, and what the proposal would do to it."""

    statement: str = Field(min_length=1, max_length=300)
    sort: Fundamental.Kind
    why: str = Field(min_length=1, max_length=4000)
    effects: list[EffectIn] = Field([], max_length=200)


class SmallActIn(Body):
    """What was done, in one line; without a day, today."""

    circle: str
    text: str = Field(min_length=1, max_length=300)
    cost: Money = Decimal(0)
    done_on: date | None = None
    effects: list[EffectIn] = Field([], max_length=200)


@router.post("projects/{slug}/small-acts", response={201: DecisionOut})
def record_small_act(request: HttpRequest, slug: str, body: SmallActIn) -> Any:
    """Record what was done inside a circle's scope: a decision at once; refused where others are affected."""
    circle = circle_for(request, slug, body.circle)
    require(permissions.may_propose(asker(request), circle))
    given = body.dict(exclude={"circle", "effects"})
    given["effects"] = effects_in(circle, body.effects, text=body.text)
    return Status(201, decision_out(small_acts.record_small_act(circle, by=asker(request), **given)))


@router.post("projects/{slug}/proposals/{number}/looks", response=ProposalWhole)
def look_again(request: HttpRequest, slug: str, number: int) -> Any:
    """Confirm having looked at what became of the decisions (`outdated`) that the proposal names."""
    found = proposal_for(request, slug, number)
    require(permissions.may_change(asker(request), found))
    proposals.confirm_citations(found, by=asker(request))
    return proposal_whole(proposal_for(request, slug, number))


@router.post("projects/{slug}/urgent-acts", response={201: ProposalWhole})
def report_urgent_act(request: HttpRequest, slug: str, body: UrgentIn) -> Any:
    """Tell what was done within the last 24 hours because it could not wait; the next sync keeps or undoes it."""
    circle = circle_for(request, slug, body.circle)
    require(permissions.may_propose(asker(request), circle))
    given = things(circle.project, body.dict(exclude={"circle", "effects"}), reader=asker(request))
    given["effects"] = effects_in(circle, body.effects, title=body.title, tension=body.tension, text=body.text)
    proposal = urgent_acts.report_urgent_act(circle, by=asker(request), **given)
    return Status(201, proposal_whole(proposal_for(request, slug, proposal.number)))


@router.post("projects/{slug}/proposals/{number}/undoing", response=ProposalWhole)
def undo(request: HttpRequest, slug: str, number: int, body: UndoingIn) -> Any:
    """Say that one has undone what one did first."""
    found = proposal_for(request, slug, number)
    require(permissions.may_change(asker(request), found))
    if found.act is None:
        raise Http404
    urgent_acts.undo_urgent_act(found.act, by=asker(request), how=body.how)
    return proposal_whole(proposal_for(request, slug, number))


@router.post("projects/{slug}/decisions/{number}/objections", response={201: ProposalWhole})
def object_to_decision(request: HttpRequest, slug: str, number: int, body: ContestIn) -> Any:
    """Object to a decision in force; for safety or compliance it is suspended until the next sync."""
    found = decision_for(request, slug, number)
    circle = permissions.circles_to_object_from(asker(request), found).filter(key=body.circle).first()
    require(circle is not None)
    element = element_for(found.project, body.element, "element") if body.element else None
    given = body.dict(exclude={"circle", "element", "effects"})
    given["effects"] = effects_in(cast(Circle, circle), body.effects, tension=body.harm, text=body.text)
    proposal = contests.object_to(found, cast(Circle, circle), by=asker(request), element=element, **given)
    return Status(201, proposal_whole(proposal_for(request, slug, proposal.number)))


@router.post("projects/{slug}/proposals/{number}/objections/{objection}/checks", response={201: ProposalWhole})
def check_fact(request: HttpRequest, slug: str, number: int, objection: int, body: CheckIn) -> Any:
    """Have a fact checked that an objection rests on: an action, due in two working days."""
    proposal = proposal_for(request, slug, number)
    found = get_object_or_404(proposal.objections.all(), pk=objection)
    require(permissions.may_dispute(asker(request), found))
    owner = named(proposal.project.people(), body.owner, "owner", pk=body.owner) if body.owner else None
    fact_checks.dispute_fact(found, by=asker(request), what=body.what, owner=owner)
    return Status(201, proposal_whole(proposal_for(request, slug, number)))


@router.post("projects/{slug}/proposals/{number}/missing-element", response={201: ProposalWhole})
def ask_for_element(request: HttpRequest, slug: str, number: int, body: MissingIn) -> Any:
    """Ask for an element that the list lacks: gives the proposal of the general circle for which this one waits."""
    found = proposal_for(request, slug, number)
    last = found.last_round
    require(last is not None and permissions.may_speak(asker(request), last))
    addition = missing_elements.request_element(
        found,
        by=asker(request),
        why=body.why,
        statement=body.statement,
        sort=body.sort.value,
        effects=effects_in(found.project.circles.general(), body.effects, tension=body.why, text=body.statement),
    )
    return Status(201, proposal_whole(proposal_for(request, slug, addition.number)))
