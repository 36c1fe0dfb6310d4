"""What a round amounts to, and writing it: by the last position, by a sync, or by time."""

from datetime import datetime
from typing import TYPE_CHECKING, Any, cast

from django.apps import apps
from django.db import models, transaction
from django.utils.translation import gettext as _now

from accounts.models import User
from audit import clock
from circles.models import Purse, too_little
from circles.sync_names import the_sync
from decisions import consent, deadlines
from decisions.consent import State
from decisions.event_types import DecisionEvent
from decisions.models.proposals.apply_changes import enact
from decisions.models.proposals.ending import Lapse
from decisions.models.proposals.routing_input import calendar
from decisions.models.rounds.non_responses import lacking
from decisions.models.rounds.participants import last_worded
from decisions.routing import Silence
from inbox.models import Notice
from web.exceptions import Refused

if TYPE_CHECKING:
    from decisions.models.register.decision import Decision
    from decisions.models.rounds.participants import Heard
    from decisions.models.rounds.round import Round, Sitting


class Conclusion(models.Model):
    """How a round ends; mixed into `Round`. Except for `close_due`, the caller holds the proposal's lock."""

    class Meta:
        abstract = True

    def facts(self, now: datetime, *, sync: "Sitting | None" = None, without_silent: bool = False) -> consent.Round:
        """Give what the rule needs to know of this round at an instant."""
        round_ = cast("Round", self)
        proposal = round_.proposal
        return self.as_facts(
            round_.heard(),
            objections=proposal.objections.standing().count(),
            failed_before=proposal.rounds.filter(outcome=round_.Outcome.FAILED, decides=round_.decides_id).count(),
            # A sync ends the rounds that wait for one; it does not shorten the window of another.
            is_over=(sync is not None and round_.in_sync) or (round_.closes_at is not None and round_.closes_at <= now),
            overdue=round_.is_overdue(now),
            without_silent=without_silent,
            waits=proposal.waits_until is not None and proposal.waits_until > now,
        )

    def as_facts(self, heard: "list[Heard]", **counted: Any) -> consent.Round:
        """Put this round, and what was read of it (see `consent.Round`), in the words of the rule."""
        round_ = cast("Round", self)
        return consent.Round(
            voices=tuple(one.voice() for one in heard),
            silence=Silence(round_.silence),
            in_sync=round_.in_sync,
            needs=frozenset(round_.affected) - {round_.proposal.circle_id},
            syncs=len(round_.syncs),
            is_general=round_.decides.is_general,
            **counted,
        )

    def state(self, now: datetime) -> State:
        """Give what it amounts to at an instant."""
        return consent.state(self.facts(now))

    def may_be_taken_by(self, sync: "Sitting", *, heard: "list[Heard] | None" = None) -> bool:
        """Say whether this sync may decide it: its circle's, not too early, and everybody asked since before 17:00 of
        the working day before. Who was asked later, also by a new route, must have spoken themselves, and so must who
        spoke before the wording changed later; what presses waits for nobody's time.
        """
        round_ = cast("Round", self)
        if not sync.decides_for(round_.decides_id):
            return False
        if round_.not_before and sync.starts_at < round_.not_before:
            return False
        if round_.pressing:
            return True
        deadline = deadlines.sync_deadline(sync.starts_at, calendar(round_.proposal.project))
        heard = round_.heard() if heard is None else heard
        late = [at for at in (last_worded(round_, heard), *(one.asked_at for one in heard if one.is_unheard)) if at]
        return all(at < deadline for at in late)

    def refuse_sync(self, sync: "Sitting | None") -> None:
        """Raise `Refused` unless this is a sync that may decide it."""
        round_ = cast("Round", self)
        where = the_sync(round_.decides)
        if sync is None or not sync.decides_for(round_.decides_id):
            raise Refused(_now("This is decided in %(sync)s, and nowhere else.") % {"sync": where})
        if not self.may_be_taken_by(sync):
            raise Refused(
                _now("It was not open long enough for this sync: somebody who is asked has not had the time to speak.")
            )

    def refuse_agreed(self, sync: "Sitting", *, at: datetime | None) -> None:
        """Raise `Refused` where this sync may not decide it, or everybody in it agrees."""
        self.reroute_and_reach(sync, at)
        if consent.state(self.facts(at or clock.now(), sync=sync)) is State.CONSENTED:
            raise Refused(_now("Nothing stands against it: keep it, or let who did it undo it."))

    def reach(self, sync: "Sitting") -> None:
        """Count a sync that has reached it, once."""
        round_ = cast("Round", self)
        if sync.address not in round_.syncs:
            round_.syncs = [*round_.syncs, sync.address]
            round_.save()

    # Ending ---------------------------------------------------------------------------------------------------------

    def adopt(self, *, by: User, sync: "Sitting | None", without_silent: bool, at: datetime | None) -> "Decision":
        """Adopt what this round consented to (see `Proposal.adopt`)."""
        round_ = cast("Round", self)
        now = at or clock.now()
        if round_.closed_at is None:
            self.reroute_and_reach(sync, at)
            facts = self.facts(now, sync=sync, without_silent=without_silent)
            state = consent.state(facts)
            if state is not State.CONSENTED:
                raise Refused(why_not(state, facts))
            self.close(round_.Outcome.CONSENTED, at=at)
        elif round_.outcome != round_.Outcome.CONSENTED:
            raise Refused(_now("Its last round did not end in consent; change the text, and ask again."))
        else:
            self._refuse_other_way()
        return self.decide(by=by, sync=sync, without_silent=without_silent, at=at)

    def reroute_and_reach(self, sync: "Sitting | None", at: datetime | None) -> None:
        """Compute the route again and refuse a sync that is not the one it names."""
        round_ = cast("Round", self)
        round_.reroute(at=at)
        if round_.in_sync:
            self.refuse_sync(sync)
            self.reach(cast("Sitting", sync))

    def _refuse_other_way(self) -> None:
        """Refuse to adopt by an old consent what others would decide today, be asked about, or have reopened."""
        round_ = cast("Round", self)
        if round_.proposal.objections.standing().exists():
            raise Refused(_now("A valid objection stands; only the objector lifts it."))
        route = round_.proposal.route()
        settled = route.decides == round_.decides_id and route.affected <= set(round_.affected)
        if not settled or (route.in_sync and not round_.in_sync):
            raise Refused(_now("Since this was agreed, others have a say in it: open a round again, and ask them too."))

    def conclude(self, *, by: User, sync: "Sitting", without_silent: bool, at: datetime | None) -> State:
        """End it in a sync as things stand (see `Proposal.conclude`)."""
        now = at or clock.now()
        self.reroute_and_reach(sync, at)
        facts = self.facts(now, sync=sync, without_silent=without_silent)
        state = consent.state(facts)
        self.end_as(state, by=by, at=at, sync=sync, without_silent=without_silent)
        return state

    def end_early(self, *, by: User, at: datetime | None = None) -> None:
        """Adopt at once what all asked have spoken to inside its scope, and nothing stands against."""
        round_ = cast("Round", self)
        round_.reroute(at=at)
        if not round_.in_sync and self.state(at or clock.now()) is State.CONSENTED:
            self.end_as(State.CONSENTED, by=None, at=at)

    def close_due(self, *, at: datetime | None = None) -> bool:
        """Write the outcome if its time is over; gives whether it did. Twice, late or in two processes: once."""
        with transaction.atomic():
            proposal = cast("Round", self).proposal.locked()
            round_ = proposal.rounds.due(at).filter(pk=self.pk).first()
            if round_ is None:
                return False
            round_.proposal = proposal
            if round_.closed_at is not None:  # failed, and nobody changed the text for three days
                round_.integrate_by = None
                round_.save()
                proposal.escalate(at=at)
                return True
            round_.reroute(at=at)
            now = at or clock.now()
            state = round_.state(min(now, round_.closes_at or now))  # as it stood then, however late that is written
            round_.end_as(state, by=None, at=at)
        return state in consent.ENDED

    def end_as(
        self,
        state: State,
        *,
        by: User | None,
        at: datetime | None,
        sync: "Sitting | None" = None,
        without_silent: bool = False,
    ) -> None:
        """Write a state that ends the round; the others leave it open."""
        round_ = cast("Round", self)
        proposal = round_.proposal
        if state not in consent.ENDED:
            return
        self.close(round_.Outcome(state.value), at=at)
        if state is State.CONSENTED:
            if sync is None and proposal.route().refused:
                owner = {proposal.owner: Notice.Reason.OWNER}
                proposal.record_event(DecisionEvent.BUDGET_EXCEEDED, by=None, at=at, people=owner)
                return
            self._decide_or_say(by=by, sync=sync, without_silent=without_silent, at=at)
        elif state is State.FAILED:
            owner = {proposal.owner: Notice.Reason.OWNER}
            proposal.record_event(DecisionEvent.ROUND_FAILED, by=by, at=at, people=owner, round=round_.number)
        elif state is State.ESCALATED:
            proposal.escalate(at=at)
        else:
            proposal.lapse(why=Lapse.NO_WAY if proposal.standing_objections else Lapse.NO_CONSENT, at=at)

    def _decide_or_say(
        self, *, by: User | None, sync: "Sitting | None", without_silent: bool, at: datetime | None
    ) -> None:
        """Decide; where nobody is there to hear why it is not possible now, tell the owner and leave it agreed.

        :raises Refused: in a sync, where somebody is.
        """
        try:
            with transaction.atomic():
                self.decide(by=by, sync=sync, without_silent=without_silent, at=at)
        except Refused as refusal:
            if sync is not None:
                raise
            proposal = cast("Round", self).proposal
            owner = {proposal.owner: Notice.Reason.OWNER}
            why = str(refusal)
            proposal.record_event(DecisionEvent.CHANGES_IMPOSSIBLE, by=None, at=at, people=owner, why=why)

    def close(self, outcome: str, *, at: datetime | None = None) -> None:
        """Write the outcome; nobody speaks in it any more. A window that is over ended it, whenever that is written."""
        round_, now = cast("Round", self), at or clock.now()
        round_.closed_at = min(now, round_.closes_at or now)
        round_.outcome = outcome
        round_.save()

    def decide(
        self, *, by: User | None, sync: "Sitting | None", without_silent: bool, at: datetime | None
    ) -> "Decision":
        """Make the decision, reserve its cost, put what it replaces or revokes out of force, carry out what it says,
        and tell.

        :raises Refused: when its circle and those around it have not that much left, a change is not possible now, or
            what it replaces or revokes holds no more.
        """
        round_ = cast("Round", self)
        proposal = round_.proposal
        route = proposal.route()
        proposal.refuse_outdated()
        if route.refused:
            raise Refused(too_little(proposal.circle, proposal.cost, route.refused.limit))
        decisions: Any = apps.get_model("decisions.Decision")
        proposal.close_amendments(at=at)
        heard = round_.heard()
        without = [one.user.name for one in heard if without_silent and one.is_silent]
        decision: Decision = decisions.enter(
            round_,
            by=by,
            sync=sync,
            at=at or clock.now(),
            without=without,
            lacking=lacking(round_, heard) if without_silent else [],
            review_soon=consent.review_soon([one.voice() for one in heard]),
        )
        decision.tell_adopted([one.user for one in heard], by=by, at=at)
        if proposal.replaces:
            proposal.replaces.locked().give_way(decision, by=by, at=decision.adopted_at)
        if proposal.revokes:
            proposal.revokes.locked().revoke(decision, because=round_.tension, by=by, at=decision.adopted_at)
        way = proposal.circle.way_up_to(route.decides)
        Purse(circle=proposal.circle).reserve(decision.cost, decision, way=way, by=by, at=at)
        enact(decision, round_.carries_out, by=by, at=at)
        return decision


def why_not(state: State, facts: consent.Round) -> str:
    """Say why a round cannot be adopted."""
    if facts.objections:
        return _now("A valid objection stands; only the objector lifts it.")
    if state is State.WAITING:
        return _now("Somebody who has to speak on it has not.")
    if state is State.LAPSED:
        return _now("Nobody has said “no objection”.")
    return _now("Its round is still open: not all who are asked have spoken themselves.")
