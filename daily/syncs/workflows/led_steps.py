"""Leading a proposal step by step in a sync, where the project wants it: which step is on, and who speaks."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from daily.syncs.event_types import SyncEvent
from daily.syncs.models import AgendaItem, LedStep, StepKind, Sync, step_after
from daily.syncs.steps import speaker_after, speakers
from decisions.decisions.models import Objection
from foundation.accounts.models import User
from foundation.audit import clock
from foundation.web.exceptions import Refused


@dataclass(frozen=True)
class Turn:
    """Where a proposal is that is led: its step (None: not begun) and since when, the one that comes next (None: there
    is none now), in which order people speak, and who does; and in which order they will speak in the next step.
    """

    step: StepKind | None
    begun_at: datetime | None
    next_step: StepKind | None
    order: Sequence[User]
    speaker: User | None
    next_order: Sequence[User]

    @property
    def next_speaker(self) -> User | None:
        """Return who speaks next."""
        return speaker_after(self.order, self.speaker) if self.speaker else None


def turn_at(sync: Sync, point: AgendaItem) -> Turn | None:
    """Return where the proposal at a point is; None where it is not led step by step. One whose round ended with an
    objection is led on, to integrate it. People speak in the order in which they came, last who facilitated as
    the step began.
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
    here = [row.user for row in sync.presences.select_related("user").order_by("came_at", "pk")]
    order_in = partial(_order, here=here, proposer=proposal.created_by, objectors=objectors)
    next_order = order_in(next_step, last=sync.facilitator_id)
    if led_step is None:
        return Turn(None, None, next_step, [], None, next_order)
    order = order_in(step, last=led_step.led_by_id, speaking=led_step.speaker)
    return Turn(step, led_step.begun_at, next_step, order, led_step.speaker, next_order)


def _order(
    step: StepKind | None,
    *,
    here: Sequence[User],
    last: UUID | None,
    proposer: User | None,
    objectors: Sequence[User],
    speaking: User | None = None,
) -> list[User]:
    if step is None:
        return []
    in_turn = sorted(here, key=lambda one: one.pk == last)
    return speakers(step.facts.speaks, in_turn, proposer=proposer, objectors=objectors, speaking=speaking)


def go_to_next_step(sync: Sync, point: AgendaItem, *, by: User, after: str, at: datetime | None = None) -> None:
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
        speaker = speaker_after(turn.next_order, None)
        begun_at = at or clock.now()
        LedStep(point=point, step=turn.next_step, begun_at=begun_at, speaker=speaker, led_by=sync.facilitator).save()
        sync.record_event(SyncEvent.STEP_STARTED, by=by, at=at, point=str(point), step=turn.next_step.value)


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
        sync.notify_pages()


def _locked(sync: Sync, point: AgendaItem, seen: str) -> tuple[Sync, Turn]:
    sync = sync.locked_while_running()
    turn = turn_at(sync, point)
    if turn is None or sync.at_hand_id != point.pk:
        raise Refused(_("This point is not guided step by step."))
    if (turn.step or "") != seen:
        raise Refused(_("The step has changed meanwhile."))
    return sync, turn
