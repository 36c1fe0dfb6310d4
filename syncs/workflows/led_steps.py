"""Leading a proposal step by step in a sync, where the project wants it: which step is on, and who speaks."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import cast

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from audit import clock
from decisions.models import Objection
from syncs.event_types import SyncEvent
from syncs.models import AgendaItem, LedStep, StepKind, Sync, step_after
from syncs.steps import speaker_after, speakers
from web.exceptions import Refused


@dataclass(frozen=True)
class Turn:
    """Where a proposal is that is led: its step (None: not begun) and since when, the one that comes next (None: there
    is none now), in which order people speak, and who does.
    """

    step: StepKind | None
    begun_at: datetime | None
    next_step: StepKind | None
    order: Sequence[User]
    speaker: User | None

    @property
    def next_speaker(self) -> User | None:
        """Return who speaks next."""
        return speaker_after(self.order, self.speaker) if self.speaker else None


def turn_at(sync: Sync, point: AgendaItem) -> Turn | None:
    """Return where the proposal at a point is; None where it is not led step by step. One whose round ended with an
    objection is led on, to integrate it. People speak in the order in which they came, who facilitates last.
    """
    proposal = sync.proposal_at(point) if sync.project.led_in_steps else None
    if proposal is None:
        return None
    led_step = LedStep.objects.filter(point=point).select_related("speaker").first()
    is_asking = proposal.open_round is not None
    if not is_asking and (led_step is None or not proposal.is_integrating):
        return None
    objectors = [one.by for one in Objection.objects.standing().filter(proposal=proposal).select_related("by")]
    step = led_step.current if led_step else None
    next_step = step_after(step, objections=len(objectors), is_asking=is_asking)
    if led_step is None:
        return Turn(None, None, next_step, [], None)
    presences = sync.presences.select_related("user").order_by("came_at", "pk")
    here = sorted((row.user for row in presences), key=lambda one: one.pk == sync.facilitator_id)
    speaker = led_step.speaker
    speaks = led_step.current.facts.speaks
    order = speakers(speaks, here, proposer=proposal.created_by, objectors=objectors, speaking=speaker)
    return Turn(step, led_step.begun_at, next_step, order, speaker)


def go_to_next_step(sync: Sync, point: AgendaItem, *, by: User, after: str, at: datetime | None = None) -> Turn:
    """Begin the next step of the proposal on the table; the first of its turn speaks. `after` is the step that was seen
    (nothing before the first). Records `sync.step_started`.

    :raises Refused: for what is not led so or is not on the table, where another step is on than was seen, and where
        none comes next.
    """
    with transaction.atomic():
        sync, turn = _locked(sync, point, after)
        if turn.next_step is None:
            if turn.step is StepKind.INTEGRATE:
                raise Refused(_("Open the next round first: in it objections are asked for again."))
            raise Refused(_("This was the last step; no objection remains."))
        led_step = LedStep(point=point, step=turn.next_step, begun_at=at or clock.now())
        led_step.save()
        begun = cast(Turn, turn_at(sync, point))
        led_step.speaker = speaker_after(begun.order, None)
        led_step.save()
        sync.record_event(SyncEvent.STEP_STARTED, by=by, at=at, point=str(point), step=turn.next_step.value)
        return replace(begun, speaker=led_step.speaker)


def pass_the_turn(sync: Sync, point: AgendaItem, *, step: str, after: str) -> None:
    """Let the next one speak; after the last one nobody in particular does. `step` and `after`, a person by id, are who
    was seen speaking. Open pages follow; nothing is recorded.

    :raises Refused: where nobody speaks in turn, and where another step is on or another person speaks than was seen.
    """
    with transaction.atomic():
        sync, turn = _locked(sync, point, step)
        if turn.speaker is None:
            raise Refused(_("Nobody is taking turns right now."))
        if str(turn.speaker.pk) != after:
            raise Refused(_("Another person is speaking now."))
        led_step = LedStep.objects.get(point=point)
        led_step.speaker = turn.next_speaker
        led_step.save()
        sync.notify_presence()


def _locked(sync: Sync, point: AgendaItem, seen: str) -> tuple[Sync, Turn]:
    sync = sync.locked_while_running()
    turn = turn_at(sync, point)
    if turn is None or sync.at_hand_id != point.pk:
        raise Refused(_("This point is not guided step by step."))
    if (turn.step or "") != seen:
        raise Refused(_("The step has changed meanwhile."))
    return sync, turn
