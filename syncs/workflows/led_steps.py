"""Leading a proposal step by step in a sync, where the project wants it: which step is on, and who speaks."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from audit import clock
from decisions.models import Objection
from syncs.event_types import SyncEvent
from syncs.models import AgendaItem, LedStep, Sync
from syncs.steps import StepKind, after, following, speakers
from web.exceptions import Refused


@dataclass(frozen=True)
class Turn:
    """Where a proposal is that is led: its step (None: not begun), the one that follows, who speaks and who is next."""

    step: StepKind | None
    following: StepKind | None
    order: Sequence[User]
    speaker: User | None

    @property
    def next_speaker(self) -> User | None:
        """Return who speaks next."""
        return after(self.order, self.speaker) if self.speaker else None


def turn_at(sync: Sync, point: AgendaItem) -> Turn | None:
    """Return where the proposal at a point is; None where it is not led step by step. People speak in the order in
    which they came, who facilitates last.
    """
    proposal = sync.proposal_at(point) if sync.project.led_in_steps else None
    if proposal is None or proposal.open_round is None:
        return None
    led = LedStep.objects.filter(point=point).select_related("speaker").first()
    step = led.at if led else None
    objectors = [one.by for one in Objection.objects.standing().filter(proposal=proposal).select_related("by")]
    presences = sync.presences.select_related("user").order_by("came_at", "pk")
    here = sorted((row.user for row in presences), key=lambda one: one.pk == sync.facilitator_id)
    order = speakers(step, here, proposer=proposal.created_by, objectors=objectors) if step else []
    return Turn(step, following(step, objections=len(objectors)), order, led.speaker if led else None)


def go_to_next_step(sync: Sync, point: AgendaItem, *, by: User, at: datetime | None = None) -> Turn:
    """Begin the next step of the proposal on the table; the first of its turn speaks. Records `sync.step_started`.

    :raises Refused: for what is not led so, is not on the table, or has had its last step.
    """
    with transaction.atomic():
        sync, turn = _locked(sync, point)
        if turn.following is None:
            raise Refused(_("No objection stands: it can be adopted."))
        led = LedStep(point=point, step=turn.following.value, begun_at=at or clock.now())
        led.save()
        begun = turn_at(sync, point)
        led.speaker = after(begun.order, None) if begun else None
        led.save()
        sync.record_event(SyncEvent.STEP_STARTED, by=by, at=at, point=str(point), step=turn.following.value)
        return Turn(turn.following, begun.following if begun else None, begun.order if begun else [], led.speaker)


def pass_the_turn(sync: Sync, point: AgendaItem) -> None:
    """Let the next one speak; after the last one nobody in particular does. Open pages follow; nothing is recorded.

    :raises Refused: where nobody speaks in turn.
    """
    with transaction.atomic():
        sync, turn = _locked(sync, point)
        if turn.speaker is None:
            raise Refused(_("Nobody speaks in turn now."))
        led = LedStep.objects.get(point=point)
        led.speaker = turn.next_speaker
        led.save()
        sync.notify_presence()


def _locked(sync: Sync, point: AgendaItem) -> tuple[Sync, Turn]:
    sync = sync.locked_while_running()
    turn = turn_at(sync, point)
    if turn is None or sync.at_hand_id != point.pk:
        raise Refused(_("This point is not led step by step."))
    return sync, turn
