"""What comes out of a sync while it runs: positions, decisions, actions, infos."""

from datetime import date, datetime
from typing import TYPE_CHECKING, cast

from django.db import transaction
from django.utils.translation import gettext as _now

from accounts.models import User
from actions.models import Action
from audit import clock
from circles.models import Circle, Item
from decisions.consent import RoundState
from decisions.models import Position, Proposal
from decisions.workflows import adoption
from decisions.workflows.positions import take_position
from decisions.workflows.urgent_acts import undo_urgent_act
from meetings.event_types import MeetingEvent
from meetings.models.agenda_item import AgendaItem
from meetings.models.facilitation import Running
from meetings.models.outcome import Outcome
from web.exceptions import Refused

if TYPE_CHECKING:
    from decisions.models import Decision
    from meetings.models.sync import Sync


class Harvest(Running):
    """What is brought out of the points on the table; mixed into `Sync`."""

    class Meta:
        abstract = True

    def hear(self, point: AgendaItem, kind: str, *, by: User, words: str = "") -> None:
        """Hear a person's position on the proposal at hand (see `take_position`); who speaks is here.

        :raises Refused: when the point is no proposal in a round, or the position asks for more than a press.
        """
        proposal = self.proposal_at(point)
        round_ = proposal.open_round if proposal else None
        if round_ is None:
            raise Refused(_now("No round is open on this point."))
        if kind not in Position.WITHOUT_ANSWERS or (kind == "concern" and not words.strip()):
            raise Refused(_now("A concern needs words, and an objection its five answers."))
        take_position(round_, kind, by=by, words=words.strip())
        self.attend(by)

    def conclude(
        self, point: AgendaItem, *, by: User, without_silent: bool = False, at: datetime | None = None
    ) -> RoundState:
        """End a proposal's round as things stand; adopted, its decision is what came out.

        :raises Refused: when the point is no proposal, or this sync may not decide it (see `adoption.conclude`).
        """
        with transaction.atomic():
            sync = self.running_or_refuse()
            point = sync.points.get(pk=point.pk)
            proposal = sync.proposal_at(point)
            if proposal is None:
                raise Refused(_now("There is no proposal to decide in this point."))
            state = adoption.conclude(proposal, by=by, sync=sync.sitting(), without_silent=without_silent, at=at)
            if state is RoundState.CONSENTED:
                sync.note_decision(point, proposal, by=by, at=at)
            else:
                sync.end_point(point, at or clock.now(), AgendaItem.Ending.SETTLED, came_of=state.value)
            sync.go_on_from(point, by=by, at=at)
        return state

    def agree(self, point: AgendaItem, *, by: User, at: datetime | None = None) -> "Decision":
        """Adopt a quick agreement with one press.

        :raises Refused: unless everybody who has to speak has spoken and nothing stands (see `adoption.adopt`).
        """
        with transaction.atomic():
            sync = self.running_or_refuse()
            point = sync.points.get(pk=point.pk)
            proposal = sync.proposal_at(point)
            if proposal is None:
                raise Refused(_now("There is no proposal to decide in this point."))
            adoption.adopt(proposal, by=by, sync=sync.sitting(), at=at)
            decision = sync.note_decision(point, proposal, by=by, at=at)
            sync.go_on_from(point, by=by, at=at)
        return decision

    def undo(self, point: AgendaItem, how: str, *, by: User, at: datetime | None = None) -> None:
        """Undo what was done first and is not kept; `how` is what was undone.

        :raises Refused: when the point is no urgent act, or everybody agrees to keep it (see `UrgentAct.undo`).
        """
        with transaction.atomic():
            sync = self.running_or_refuse()
            point = sync.points.get(pk=point.pk)
            proposal = sync.proposal_at(point)
            if proposal is None or proposal.act is None:
                raise Refused(_now("Nothing was done first in this point."))
            undo_urgent_act(proposal.act, by=by, how=how, sync=sync.sitting(), at=at)
            sync.end_point(point, at or clock.now(), AgendaItem.Ending.SETTLED, came_of=AgendaItem.CameOf.UNDONE)
            sync.go_on_from(point, by=by, at=at)

    def note_decision(
        self, point: AgendaItem, proposal: Proposal, *, by: User, at: datetime | None = None
    ) -> "Decision":
        """Write down that a proposal became a decision here (the caller holds the lock)."""
        decision: Decision = Proposal.objects.select_related("decision").get(pk=proposal.pk).decision
        decision.project = self.project
        self.come_out("decision", decision.title, by=by, point=point, reference=decision.reference, of=decision, at=at)
        point.ending = ""
        self.end_point(point, at or clock.now(), AgendaItem.Ending.SETTLED, decision.reference)
        return decision

    def make_action(
        self,
        what: str,
        *,
        by: User,
        owner: User,
        due_on: date | None = None,
        point: AgendaItem | None = None,
        circle: Circle | None = None,
        at: datetime | None = None,
    ) -> Action:
        """Give somebody something to do, out of this sync."""
        with transaction.atomic():
            sync = self.running_or_refuse()
            place = circle or sync.circle
            action = Action.make(place, what, by=by, owner=owner, due_on=due_on, source=sync, at=at)
            words = f"{what} ({owner.name})"
            sync.come_out("action", words, by=by, point=point, reference=action.reference, of=action, at=at)
        return action

    def make_info(self, text: str, *, by: User, point: AgendaItem | None = None, at: datetime | None = None) -> Outcome:
        """Write down what everybody should know."""
        with transaction.atomic():
            sync = self.running_or_refuse()
            if not text.strip():
                raise Refused(_now("An info needs words."))
            outcome = sync.come_out("info", text.strip(), by=by, point=point, at=at)
            sync.record_event(MeetingEvent.INFO_NOTED, by=by, at=at, text=text.strip()[:300])
        return outcome

    def come_out(
        self,
        kind: str,
        text: str,
        *,
        by: User,
        point: AgendaItem | None,
        reference: str = "",
        of: Item | None = None,
        at: datetime | None = None,
    ) -> Outcome:
        """Write down one thing that came out (the caller holds the lock)."""
        outcome = self.outcomes.model(
            sync=cast("Sync", self),
            kind=kind,
            text=text,
            made_by=by,
            point=point,
            reference=reference,
            address=of.get_absolute_url() if of else "",
            **({"made_at": at} if at else {}),
        )
        outcome.save()
        return outcome
