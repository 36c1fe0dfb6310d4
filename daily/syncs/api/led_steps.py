"""API of a proposal that is led step by step in a sync."""

from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Field, Router, Schema, Status
from pydantic import WithJsonSchema

from daily.syncs.api.agenda import led, sync_for
from daily.syncs.models import StepKind, Sync
from daily.syncs.workflows.led_steps import go_to_next_step, pass_the_turn, turn_at
from foundation.accounts.decorators import asker
from foundation.web.api_bodies import Body

router = Router()

Step = Annotated[StepKind, WithJsonSchema({"enum": StepKind.values, "title": "Step", "type": "string"})]


class LedStepOut(Schema):
    """Where a proposal is that is led: its step (null: not begun), who speaks and who is next, by id."""

    is_led: bool = Field(description="False where the project does not lead proposals so, or no round is open.")
    step: Step | None
    next_step: Step | None = Field(description="Null after the last, and until the round opens that comes next.")
    speaker: UUID | None
    next_speaker: UUID | None


class NextStepIn(Body):
    """The step that is on, as it was read (null before the first): where another one is, nothing changes (409)."""

    after: Step | None


class NextSpeakerIn(Body):
    """The step that is on and who speaks in it, as they were read: where that has changed, nothing does (409)."""

    step: Step
    after: UUID


def step_out(sync: Sync, pk: int) -> dict[str, Any]:
    """Return where a point is."""
    turn = turn_at(sync, get_object_or_404(sync.points, pk=pk))
    return {
        "is_led": turn is not None,
        "step": turn.step if turn else None,
        "next_step": turn.next_step if turn else None,
        "speaker": turn.speaker.pk if turn and turn.speaker else None,
        "next_speaker": turn.next_speaker.pk if turn and turn.next_speaker else None,
    }


@router.get("projects/{slug}/syncs/{number}/points/{pk}/steps", response=LedStepOut)
def step(request: HttpRequest, slug: str, number: int, pk: int) -> Any:
    """Say at which step a proposal is, and who speaks."""
    return step_out(sync_for(request, slug, number), pk)


@router.post("projects/{slug}/syncs/{number}/points/{pk}/steps", response={201: LedStepOut})
def next_step(request: HttpRequest, slug: str, number: int, pk: int, body: NextStepIn) -> Any:
    """Begin the next step of the proposal on the table; for who leads the sync."""
    found = led(request, slug, number)
    go_to_next_step(found, get_object_or_404(found.points, pk=pk), by=asker(request), after=body.after or "")
    return Status(201, step_out(found, pk))


@router.post("projects/{slug}/syncs/{number}/points/{pk}/speakers", response={201: LedStepOut})
def next_speaker(request: HttpRequest, slug: str, number: int, pk: int, body: NextSpeakerIn) -> Any:
    """Let the next one speak; for who leads the sync."""
    found = led(request, slug, number)
    point = get_object_or_404(found.points, pk=pk)
    pass_the_turn(found, point, step=body.step, after=str(body.after))
    return Status(201, step_out(found, pk))
