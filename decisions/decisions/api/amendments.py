"""API of integration: the amendment of a proposal, the round it becomes, the answers of an objection."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Router, Schema, Status

from decisions.decisions import permissions
from decisions.decisions.api.effect_schemas import EffectIn
from decisions.decisions.api.lookups import effects_in, objection_tests_for, proposal_for
from decisions.decisions.api.outputs import round_out
from decisions.decisions.api.schemas import AnswersIn, RoundOut
from decisions.decisions.models import Amendment, Objection, Proposal
from decisions.decisions.text.rich_text import text_in
from decisions.decisions.workflows.amendments import begin_amendment, propose_amendment
from decisions.decisions.workflows.objections import change_objection_tests, keep_as_concern
from foundation.accounts.decorators import asker
from foundation.web.api_bodies import Body
from foundation.web.exceptions import require

router = Router()


class AmendmentOut(Schema):
    """An amendment: the text it began from (`round`), what it says now, and the document in which it is written."""

    round: int
    text: str
    document: UUID
    socket: str
    begun_by: str
    begun_at: datetime


class AmendedIn(Body):
    """Answers about what the amended text names."""

    effects: list[EffectIn] = []


class SettlementIn(Body):
    """The concern that stays, in the objector's words; empty: the harm that the objection named."""

    words: str = ""


class AnsweredOut(Schema):
    """An objection after its answers changed."""

    id: int
    blocks: bool
    stands: bool


@router.post("projects/{slug}/proposals/{number}/amendment", response={201: AmendmentOut})
def begin(request: HttpRequest, slug: str, number: int) -> Any:
    """Begin the amendment of the text as it stands, or get the one begun; then write at its `socket`."""
    found = proposal_for(request, slug, number)
    require(permissions.may_integrate(asker(request), found))
    return Status(201, amendment_out(begin_amendment(found, by=asker(request))))


@router.get("projects/{slug}/proposals/{number}/amendment", response=AmendmentOut)
def open_amendment(request: HttpRequest, slug: str, number: int) -> Any:
    """Read the amendment of the text as it stands; 404 where nobody has begun it."""
    return amendment_out(amendment_of(proposal_for(request, slug, number)))


@router.post("projects/{slug}/proposals/{number}/amendment/rounds", response={201: RoundOut})
def propose(request: HttpRequest, slug: str, number: int, body: AmendedIn | None = None) -> Any:
    """Make the amendment the proposal's text: the next round opens, objections stand, the others look again."""
    found = proposal_for(request, slug, number)
    require(permissions.may_change(asker(request), found))
    amendment = amendment_of(found)
    answers = effects_in(found.circle, body.effects, text=text_in(amendment.document.nodes())) if body else []
    return Status(201, round_out(propose_amendment(amendment, by=asker(request), effects=answers)))


@router.put("projects/{slug}/proposals/{number}/objections/{objection}/answers", response=AnsweredOut)
def answer(request: HttpRequest, slug: str, number: int, objection: int, body: AnswersIn) -> Any:
    """Change the answers of one's own objection; refused (409) where they would block no more."""
    found = own_objection(request, proposal_for(request, slug, number), objection)
    change_objection_tests(found, by=asker(request), **objection_tests_for(found.proposal, body, found))
    return Objection.objects.get(pk=found.pk)


@router.post("projects/{slug}/proposals/{number}/objections/{objection}/concern", response=AnsweredOut)
def settle(request: HttpRequest, slug: str, number: int, objection: int, body: SettlementIn) -> Any:
    """Keep one's own objection as a concern: it holds nothing up any more."""
    found = own_objection(request, proposal_for(request, slug, number), objection)
    keep_as_concern(found, by=asker(request), words=body.words)
    return Objection.objects.get(pk=found.pk)


def own_objection(request: HttpRequest, proposal: Proposal, objection: int) -> Objection:
    """Find the asker's own objection; 403 for another person's."""
    found: Objection = get_object_or_404(proposal.objections.select_related("proposal__project"), pk=objection)
    require(permissions.may_lift_own(asker(request), found))
    return found


def amendment_of(proposal: Proposal) -> Amendment:
    """Find the amendment of a proposal's text as it stands."""
    found = Amendment.objects.open_of(proposal)
    return get_object_or_404(Amendment.objects.of(proposal), pk=found.pk if found else None)


def amendment_out(found: Amendment) -> dict[str, Any]:
    """Return an amendment as data."""
    return {
        "round": found.round.number,
        "text": found.text(),
        "document": found.document.pk,
        "socket": found.document.socket_path,
        "begun_by": found.begun_by.name,
        "begun_at": found.begun_at,
    }
