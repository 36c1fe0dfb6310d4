"""API of what becomes of a point while its sync runs."""

from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Router, Schema, Status

from circles.projects.access import project_for
from daily.syncs import permissions
from daily.syncs.models import AgendaItem, Sync
from daily.syncs.workflows import triage as triage_workflow
from daily.syncs.workflows.gate_points import decide_gate_point
from daily.syncs.workflows.outcomes import adopt_agreement, conclude_point, undo_act
from decisions.decisions.api.schemas import UndoingIn
from decisions.decisions.consent import RoundState
from decisions.decisions.models.rounds.non_responses import names_missing
from decisions.tracks.api.schemas import AnswerIn, AnswerOut
from foundation.accounts.decorators import asker
from foundation.web.api_bodies import Body
from foundation.web.exceptions import require

router = Router()


class OutcomeOut(Schema):
    """What came out."""

    kind: str
    reference: str
    text: str


class TriageIn(Body):
    """What becomes of a tension: an action, an info, another circle's matter (`circle` is its key), or it is parked."""

    becomes: str
    circle: str = ""


class PostponementIn(Body):
    """Why a point is put off, if there is something to say."""

    because: str = ""


class ConclusionIn(Body):
    """Whether it is decided without those who have not spoken, where they may be left out."""

    without_silent: bool = False


class ConclusionOut(Schema):
    """What became of the round (consented, failed, escalated, lapsed; else it waits for the next sync), the decision
    where there is one, and for whose word it waits.
    """

    state: str
    decision: str
    waiting_for: list[str]


def sync_for(request: HttpRequest, slug: str, number: int) -> Sync:
    """Find a sync in a project the asker is in."""
    found = Sync.objects.in_project(project_for(request, slug)).select_related("recurring_sync", "at_hand")
    return get_object_or_404(found, number=number)


def led(request: HttpRequest, slug: str, number: int) -> Sync:
    """Find a sync that the asker leads (403 for others)."""
    sync = sync_for(request, slug, number)
    require(permissions.may_lead(asker(request), sync))
    return sync


def concluded(request: HttpRequest, slug: str, number: int, pk: int) -> tuple[Sync, AgendaItem]:
    """Find a point that the asker may bring to its end (403 for others): who leads the sync, and of another circle's
    that is taken there, its people.
    """
    sync = sync_for(request, slug, number)
    point = get_object_or_404(sync.points, pk=pk)
    require(permissions.may_conclude(asker(request), sync, sync.proposal_at(point)))
    return sync, point


@router.post("projects/{slug}/syncs/{number}/points/{pk}/agreements", response={201: OutcomeOut})
def agree(request: HttpRequest, slug: str, number: int, pk: int) -> Any:
    """Adopt a quick agreement."""
    found, point = concluded(request, slug, number, pk)
    decision = adopt_agreement(found, point, by=asker(request))
    return Status(201, {"kind": "decision", "reference": decision.reference, "text": decision.title})


@router.post("projects/{slug}/syncs/{number}/points/{pk}/gate-answers", response={201: AnswerOut})
def answer_gate(request: HttpRequest, slug: str, number: int, pk: int, body: AnswerIn) -> Any:
    """Write down what the circle answers to the gate of a track."""
    found = sync_for(request, slug, number)
    point = get_object_or_404(found.points, pk=pk)
    track = found.track_at(point)
    require(track is not None and permissions.may_decide_gate(asker(request), found, track))
    return Status(201, decide_gate_point(found, point, body.kind, body.terms(), by=asker(request)))


@router.post("projects/{slug}/syncs/{number}/points/{pk}/undoing", response={204: None})
def undo(request: HttpRequest, slug: str, number: int, pk: int, body: UndoingIn) -> Any:
    """Undo what was done first and is not kept."""
    found, point = concluded(request, slug, number, pk)
    undo_act(found, point, body.how, by=asker(request))
    return Status(204, None)


@router.post("projects/{slug}/syncs/{number}/points/{pk}/postponements", response={204: None})
def postpone(request: HttpRequest, slug: str, number: int, pk: int, body: PostponementIn | None = None) -> Any:
    """Put a point off to the next sync."""
    found = led(request, slug, number)
    because = body.because if body else ""
    found.postpone(get_object_or_404(found.points, pk=pk), by=asker(request), because=because)
    return Status(204, None)


@router.post("projects/{slug}/syncs/{number}/points/{pk}/settlements", response={204: None})
def settle(request: HttpRequest, slug: str, number: int, pk: int) -> Any:
    """Say that a point is dealt with, and go on; refused (409) while what it is about is still open."""
    found = led(request, slug, number)
    found.settle_point(get_object_or_404(found.points, pk=pk), by=asker(request))
    return Status(204, None)


@router.post("projects/{slug}/syncs/{number}/points/{pk}/triages", response={204: None})
def triage(request: HttpRequest, slug: str, number: int, pk: int, body: TriageIn) -> Any:
    """Say what becomes of a tension."""
    found = led(request, slug, number)
    point = get_object_or_404(found.points, pk=pk)
    circle = get_object_or_404(found.project.circles.open(), key=body.circle) if body.becomes == "circle" else None
    triage_workflow.triage(found, point, body.becomes, by=asker(request), circle=circle)
    return Status(204, None)


@router.post("projects/{slug}/syncs/{number}/points/{pk}/conclusions", response={201: ConclusionOut})
def conclude(request: HttpRequest, slug: str, number: int, pk: int, body: ConclusionIn) -> Any:
    """End the round of the proposal or urgent act in this point as things stand: kept, failed, sent up, or left waiting
    for the next sync.
    """
    found, point = concluded(request, slug, number, pk)
    state = conclude_point(found, point, by=asker(request), without_silent=body.without_silent)
    point.refresh_from_db()
    proposal = found.proposal_at(point)
    decision = proposal.adopted if proposal else None
    round_ = proposal.open_round if proposal and state is RoundState.WAITING else None
    waiting = names_missing(round_, round_.participants()) if round_ else []
    said = {"state": state.value, "decision": decision.reference if decision else "", "waiting_for": waiting}
    return Status(201, said)
