"""What comes out of a sync while it runs: positions, decisions, actions, infos.

Each locks the sync, refuses once it is closed, and writes what came out beside the point it came from.
"""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from circles.circles.models import Circle
from daily.syncs.event_types import SyncEvent
from daily.syncs.models import AgendaItem, Outcome, OutcomeKind, Sync
from decisions.actions.models import Action
from decisions.decisions.consent import ENDED, RoundState
from decisions.decisions.models import Decision, Proposal
from decisions.decisions.models.rounds.position_kind import WITHOUT_TESTS, PositionKind
from decisions.decisions.workflows import adoption, positions, urgent_acts
from foundation.accounts.models import User
from foundation.audit import clock
from foundation.web.exceptions import Refused


def give_position(
    sync: Sync, point: AgendaItem, kind: str, *, by: User, words: str = "", recorded_by: User | None = None
) -> None:
    """Take a person's position on the proposal at hand (see `positions.take_position`), or record what they said aloud;
    who speaks is here.

    :raises Refused: when the point is no proposal in a round, the position asks for more than a click, or nobody else
        hears what is recorded.
    """
    proposal = sync.proposal_at(point)
    round_ = proposal.open_round if proposal else None
    if round_ is None:
        raise Refused(_("No round is open on this point."))
    if kind not in WITHOUT_TESTS or (PositionKind(kind).facts.words and not words.strip()):
        raise Refused(_("A concern needs words, and an objection its five answers."))
    if recorded_by not in (None, by):  # who holds the room's screen says their own word on it
        sync.refuse_unheard(recorded_by, round_.proposal)
    positions.take_position(round_, kind, by=by, words=words.strip(), recorded_by=recorded_by, in_sync=True)
    sync.attend(by, seen_in_by=recorded_by)


def conclude_point(
    sync: Sync, point: AgendaItem, *, by: User, without_silent: bool = False, at: datetime | None = None
) -> RoundState:
    """End a proposal's round as things stand; adopted, its decision is what came out.

    :raises Refused: when the point is no proposal, or this sync may not decide it (see `adoption.conclude`).
    """
    with transaction.atomic():
        sync = sync.locked_while_running()
        point = sync.points.get(pk=point.pk)
        proposal = sync.proposal_at(point)
        if proposal is None:
            raise Refused(_("There is no proposal to decide in this point."))
        state = adoption.conclude(proposal, by=by, sync=sync.deciding_sync(), without_silent=without_silent, at=at)
        if state is RoundState.CONSENTED:
            note_decision(sync, point, proposal, by=by, at=at)
        else:
            # What only waits, or is being integrated, comes again: it is not dealt with.
            ending = AgendaItem.Ending.SETTLED if state in ENDED else AgendaItem.Ending.POSTPONED
            point.ending = ""
            sync.end_point(point, at or clock.now(), ending, came_of=state.value)
        sync.go_on_from(point, by=by, at=at)
    return state


def adopt_agreement(sync: Sync, point: AgendaItem, *, by: User, at: datetime | None = None) -> Decision:
    """Adopt a quick agreement at once.

    :raises Refused: unless everyone who has to speak has spoken and nothing stands (see `adoption.adopt`).
    """
    with transaction.atomic():
        sync = sync.locked_while_running()
        point = sync.points.get(pk=point.pk)
        proposal = sync.proposal_at(point)
        if proposal is None:
            raise Refused(_("There is no proposal to decide in this point."))
        adoption.adopt(proposal, by=by, sync=sync.deciding_sync(), at=at)
        decision = note_decision(sync, point, proposal, by=by, at=at)
        sync.go_on_from(point, by=by, at=at)
    return decision


def undo_act(sync: Sync, point: AgendaItem, how: str, *, by: User, at: datetime | None = None) -> None:
    """Undo what was done first and is not kept; `how` is what was undone.

    :raises Refused: when the point is no urgent act, or everyone agrees to keep it (see `UrgentAct.undo`).
    """
    with transaction.atomic():
        sync = sync.locked_while_running()
        point = sync.points.get(pk=point.pk)
        proposal = sync.proposal_at(point)
        if proposal is None or proposal.act is None:
            raise Refused(_("Nothing was done first in this point."))
        urgent_acts.undo_urgent_act(proposal.act, by=by, how=how, sync=sync.deciding_sync(), at=at)
        sync.end_point(point, at or clock.now(), AgendaItem.Ending.SETTLED, came_of=AgendaItem.CameOf.UNDONE)
        sync.go_on_from(point, by=by, at=at)


def note_decision(
    sync: Sync, point: AgendaItem, proposal: Proposal, *, by: User, at: datetime | None = None
) -> Decision:
    """Write down that a proposal became a decision here (the caller holds the lock)."""
    decision: Decision = Proposal.objects.select_related("decision").get(pk=proposal.pk).decision
    decision.project = sync.project
    sync.add_outcome(
        OutcomeKind.DECISION, decision.title, by=by, point=point, reference=decision.reference, of=decision, at=at
    )
    point.ending = ""
    sync.end_point(point, at or clock.now(), AgendaItem.Ending.SETTLED, decision.reference)
    return decision


def create_action(
    sync: Sync,
    what: str,
    *,
    by: User,
    owner: User,
    due_on: date | None = None,
    point: AgendaItem | None = None,
    circle: Circle | None = None,
    at: datetime | None = None,
) -> Action:
    """Give a person something to do, out of this sync. Records `action.created`."""
    with transaction.atomic():
        sync = sync.locked_while_running()
        place = circle or sync.circle
        action = Action.make(place, what, by=by, owner=owner, due_on=due_on, source=sync, at=at)
        about: dict[str, Any] = {"reference": action.reference, "of": action, "owner": owner}
        sync.add_outcome(OutcomeKind.ACTION, what, by=by, point=point, at=at, **about)
    return action


def note_info(
    sync: Sync, text: str, *, by: User, point: AgendaItem | None = None, at: datetime | None = None
) -> Outcome:
    """Write down what everyone should know. Records `sync.info_noted`."""
    with transaction.atomic():
        sync = sync.locked_while_running()
        if not text.strip():
            raise Refused(_("Write the information."))
        outcome = sync.add_outcome(OutcomeKind.INFO, text.strip(), by=by, point=point, at=at)
        sync.record_event(SyncEvent.INFO_NOTED, by=by, at=at, text=text.strip()[:300])
    return outcome
