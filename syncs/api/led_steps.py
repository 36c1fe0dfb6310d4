"""API of a proposal that is led step by step in a sync."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Field, Router, Schema, Status

from accounts.decorators import asker
from syncs.api.agenda import led, sync_for
from syncs.models import Sync
from syncs.steps import StepKind
from syncs.workflows.led_steps import go_to_next_step, pass_the_turn, turn_at

router = Router()


class LedStepOut(Schema):
    """Where a proposal is that is led: its step (null: not begun), who speaks and who is next, by id."""

    is_led: bool = Field(description="False where the project does not lead proposals so, or no round is open.")
    step: StepKind | None
    following: StepKind | None
    speaker: UUID | None
    next_speaker: UUID | None


def step_out(sync: Sync, pk: int) -> dict[str, Any]:
    """Return where a point is."""
    turn = turn_at(sync, get_object_or_404(sync.points, pk=pk))
    return {
        "is_led": turn is not None,
        "step": turn.step if turn else None,
        "following": turn.following if turn else None,
        "speaker": turn.speaker.pk if turn and turn.speaker else None,
        "next_speaker": turn.next_speaker.pk if turn and turn.next_speaker else None,
    }


@router.get("projects/{slug}/syncs/{number}/points/{pk}/steps", response=LedStepOut)
def step(request: HttpRequest, slug: str, number: int, pk: int) -> Any:
    """Say at which step a proposal is, and who speaks."""
    return step_out(sync_for(request, slug, number), pk)


@router.post("projects/{slug}/syncs/{number}/points/{pk}/steps", response={201: LedStepOut})
def next_step(request: HttpRequest, slug: str, number: int, pk: int) -> Any:
    """Begin the next step of the proposal on the table; for who leads the sync."""
    found = led(request, slug, number)
    go_to_next_step(found, get_object_or_404(found.points, pk=pk), by=asker(request))
    return Status(201, step_out(found, pk))


@router.post("projects/{slug}/syncs/{number}/points/{pk}/speakers", response={201: LedStepOut})
def next_speaker(request: HttpRequest, slug: str, number: int, pk: int) -> Any:
    """Let the next one speak; for who leads the sync."""
    found = led(request, slug, number)
    pass_the_turn(found, get_object_or_404(found.points, pk=pk))
    return Status(201, step_out(found, pk))
