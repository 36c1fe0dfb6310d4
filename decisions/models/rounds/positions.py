"""Hearing people in a round: each position as it is said, and how everybody stands."""

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any, cast

from django.db import models, transaction
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _now

from accounts.models import User
from audit import clock
from decisions import deadlines
from decisions.consent import Kind
from decisions.event_types import DecisionEvent
from decisions.models.proposals.routing_input import calendar
from decisions.models.rounds.absence import deputy_of
from decisions.models.rounds.participants import Heard, stands
from inbox.models import Notice
from web.collation import Alphabetical
from web.exceptions import Refused

if TYPE_CHECKING:
    from decisions.models.objections.objection import Objection
    from decisions.models.rounds.position import Asked, Position
    from decisions.models.rounds.round import Round


class Hearing(models.Model):
    """What is said in a round; mixed into `Round`."""

    class Meta:
        abstract = True

    def heard(self) -> list[Heard]:
        """Give how every asked person stands, by name; two queries. Who left after its end was there."""
        round_ = cast("Round", self)
        end = round_.closed_at or round_.closes_at
        inside = round_.proposal.project.memberships.current_at(end).filter(user=OuterRef("user"))
        rows = (
            round_.asked.select_related("user")
            .annotate(is_in=Exists(inside))
            .order_by(Alphabetical("user__name"), "user")
        )
        asked: dict[Any, list[Asked]] = {}
        for row in rows:
            asked.setdefault(row.user_id, []).append(row)
        said: Any = round_.positions.model
        latest = {
            position.user_id: position
            for position in said.objects.filter(
                round__proposal=round_.proposal_id, round__number__lte=round_.number, is_late=False
            )
            .select_related("objection", "recorded_by", "deputy")
            .order_by("pk")
        }
        return [stands(rows, latest.get(user), edited_at=round_.edited_at) for user, rows in asked.items()]

    def take(
        self,
        kind: str,
        *,
        by: User,
        words: str = "",
        answers: Mapping[str, Any] | None = None,
        recorded_by: User | None = None,
        deputy: User | None = None,
        at: datetime | None = None,
    ) -> "Position":
        """Hear a position. Whether the round is open is computed in the statement that inserts it.

        `answers` of an objection are `Objection`'s fields; one whose verdict does not block is heard as a concern.
        An objection that comes too late is kept, with a notice to objector and facilitator (see `position.is_late`).
        A `deputy` speaks for who is away: that counts like what was recorded, and the person may say otherwise.

        :raises Refused: when the person is not asked or has left the project, or the round is closed; when somebody
            else records what only the person can say (`refuse_to_record`).
        """
        cast("Round", self).proposal.settle(at=at)
        with transaction.atomic():
            round_ = self._afresh(is_objection=kind == Kind.OBJECTION)
            round_.refuse_not_asked(by)
            if recorded_by is not None:
                round_.refuse_to_record(by, recorded_by)
            if deputy is not None:
                round_.refuse_to_deputise(by, deputy, at or clock.now())
            objection = round_.weighed(by, answers or {}) if kind == Kind.OBJECTION else None
            if objection and not objection.blocks:
                kind = Kind.CONCERN
            position = round_.insert(kind, by=by, words=words, recorded_by=recorded_by, deputy=deputy, at=at)
            if position.is_late:
                round_.keep_late(position, objection)
                return position
            round_.follow(position, objection, at=at)
            round_.end_early(by=by, at=at)
        return position

    def _afresh(self, *, is_objection: bool) -> "Round":
        """Lock, and read this round; an objection to a text that was replaced meanwhile goes to the new one, as it
        would have stood had it come a moment earlier.
        """
        proposal = cast("Round", self).proposal.locked()
        round_ = proposal.rounds.get(pk=self.pk)
        if round_.outcome == round_.Outcome.REPLACED and is_objection:
            round_ = proposal.open_round or round_
        round_.proposal = proposal
        return round_

    def refuse_not_asked(self, user: User) -> None:
        """Raise `Refused` unless the person is asked and still in the project."""
        round_ = cast("Round", self)
        if not round_.asked.filter(user=user).exists():
            raise Refused(_now("Only people who are asked in this round may speak in it."))
        if not round_.proposal.project.has(user):
            raise Refused(_now("Only people who are in the project may speak."))

    def refuse_to_record(self, person: User, recorder: User) -> None:
        """Raise `Refused` where what was heard may not be written down for the person: by whoever wants the proposal,
        over an objection, or over what they have said to this text themselves.
        """
        round_ = cast("Round", self)
        proposal = round_.proposal
        if recorder.pk in (proposal.created_by_id, proposal.owner_id):
            raise Refused(_now("Who proposes, or owns it, writes down nobody’s position; let somebody else do it."))
        if proposal.objections.standing().by(person).exists():
            raise Refused(_now("A valid objection stands; only the objector lifts it."))
        said = round_.positions.filter(user=person, is_late=False).order_by("pk").last()
        if said is not None and said.is_own and said.kind != Kind.TIME:
            raise Refused(_now("%(name)s has spoken to this text; only they say otherwise.") % {"name": person.name})

    def refuse_to_deputise(self, person: User, deputy: User, now: datetime) -> None:
        """Raise `Refused` unless this deputy speaks for the person now, and may write down what they would say."""
        absence = deputy_of(cast("Round", self).proposal.project, person, now)
        if absence is None or absence.deputy_id != deputy.pk:
            raise Refused(_now("Only the deputy of somebody who is away speaks for them."))
        self.refuse_to_record(person, deputy)

    def weighed(self, by: User, answers: Mapping[str, Any]) -> "Objection":
        """Give the objection with its verdict, not saved yet.

        :raises Refused: when it quotes a decision that is no ground for it.
        """
        proposal = cast("Round", self).proposal
        made: Any = proposal.objections.model
        objection: Objection = made(proposal=proposal, by=by, **answers)
        objection.refuse_misquoted()
        objection.weigh()
        return objection

    def insert(self, kind: str, *, by: User, at: datetime | None, **given: Any) -> "Position":
        """Write the position; the same statement reads the clock and finds whether the round is open."""
        round_ = cast("Round", self)
        is_open = Exists(type(round_).objects.open_at(at).filter(pk=round_.pk))
        when = {"said_at": at} if at else {}
        position = round_.positions.create(user=by, kind=kind, is_late=~is_open, **given, **when)
        position.round = round_
        return position

    def keep_late(self, position: "Position", objection: "Objection | None") -> None:
        """Keep an objection that came too late, and tell; refuse any other position."""
        round_ = cast("Round", self)
        if objection is None:
            closed = _now("This round is closed.")
            changed = _now("The text has changed since; read it, and speak to the new round.")
            raise Refused(changed if round_.outcome == round_.Outcome.REPLACED else closed)
        objection.blocks = False
        objection.position, objection.put_at = position, position.said_at
        objection.save()
        # Told by nobody, so that the objector hears of it too: it did not do what they meant.
        people = dict.fromkeys(round_.decides.people_in("facilitator"), Notice.Reason.CIRCLE)
        people |= {round_.proposal.owner: Notice.Reason.OWNER, position.user: Notice.Reason.OWNER}
        person = {"person": position.user.name}
        round_.proposal.record_event(
            DecisionEvent.LATE_OBJECTION_KEPT, by=None, people=people, personal=person, round=round_.number
        )

    def follow(self, position: "Position", objection: "Objection | None", *, at: datetime | None) -> None:
        """Write what a position brings with it: an objection put or fallen, a day more, and tell."""
        round_ = cast("Round", self)
        proposal = round_.proposal
        if position.kind != Kind.TIME:
            for standing in proposal.objections.standing().by(position.user):
                standing.fall(because=_now("The objector has spoken anew."), by=position.user, at=position.said_at)
        if objection:
            objection.position, objection.put_at = position, position.said_at
            objection.save()
        round_.keep_time(position)
        people: dict[User, str] = {}
        if position.kind in (Kind.OBJECTION, Kind.CONCERN):
            people[proposal.owner] = Notice.Reason.OWNER
        if position.kind == Kind.OBJECTION:
            people |= dict.fromkeys(round_.decides.people_in("facilitator"), Notice.Reason.CIRCLE)
        round_.tell_position(position, people, at=at)

    def tell_position(self, position: "Position", people: dict[User, str], *, at: datetime | None) -> None:
        """Tell who took which position; one that was recorded for somebody is told to them, and by whom."""
        round_ = cast("Round", self)
        facts: dict[str, Any] = {"position": position.kind, "round": round_.number}
        if position.kind == Kind.OBJECTION:
            facts["names"] = position.objection.named
            facts["blocks"] = position.objection.blocks
        if position.deputy is not None:
            told = {**people, position.user: Notice.Reason.OWNER}
            person = {"person": position.user.name}
            round_.proposal.record_event(
                DecisionEvent.POSITION_TAKEN_BY_DEPUTY, by=position.deputy, at=at, people=told, personal=person, **facts
            )
            return
        if position.recorded_by is None:
            if position.kind == Kind.OBJECTION:
                round_.proposal.record_event(
                    DecisionEvent.OBJECTION_RAISED, by=position.user, at=at, people=people, **facts
                )
            else:
                round_.proposal.record_event(
                    DecisionEvent.POSITION_TAKEN, by=position.user, at=at, people=people, **facts
                )
            return
        people = {**people, position.user: Notice.Reason.OWNER}
        person = {"person": position.user.name}
        round_.proposal.record_event(
            DecisionEvent.POSITION_RECORDED, by=position.recorded_by, at=at, people=people, personal=person, **facts
        )

    def keep_time(self, position: "Position") -> None:
        """Give a day more where somebody needs time (once for all); count the days of integration."""
        round_ = cast("Round", self)
        working = calendar(round_.proposal.project)
        before = self._times()
        if position.kind == Kind.TIME and round_.prolonged_at is None:
            round_.prolonged_at, round_.prolonged_by = position.said_at, position.user
            if round_.closes_at:
                round_.closes_at = working.after(round_.closes_at, deadlines.PROLONGATION_DAYS)
            else:
                day_more = working.after(position.said_at, deadlines.PROLONGATION_DAYS)
                round_.earliest_at = max(day_more, round_.earliest_at or day_more)
        if position.kind != Kind.TIME and round_.objector_until:
            others = round_.proposal.objections.lifted_by_others().exclude(by=position.user)
            round_.objector_until = round_.objector_until if others.exists() else None
        self._integrate(position.said_at)
        if self._times() != before:  # with most positions nothing moves, and there is nothing to look back on
            round_.save()

    def count_integration(self, now: datetime) -> None:
        """Begin to count the days of integration where an objection stands, and stop where none does."""
        before = self._times()
        self._integrate(now)
        if self._times() != before:
            self.save()

    def _integrate(self, now: datetime) -> None:
        round_ = cast("Round", self)
        if not round_.proposal.objections.standing().exists():
            round_.integrate_by = None
        elif round_.integrate_by is None:
            round_.integrate_by = calendar(round_.proposal.project).after(now, deadlines.INTEGRATION_DAYS)

    def _times(self) -> tuple[datetime | None, ...]:
        """Give what time has to do with it while it is open."""
        round_ = cast("Round", self)
        return round_.prolonged_at, round_.closes_at, round_.earliest_at, round_.objector_until, round_.integrate_by

    def wait_for_objector(self, now: datetime) -> None:
        """Leave whoever's objection somebody else lifted one working day to reopen it, before this round may end."""
        round_ = cast("Round", self)
        until = calendar(round_.proposal.project).after(now, deadlines.ANSWER_DAYS)
        if round_.closed_at is None:
            round_.objector_until = until
            round_.closes_at = round_.closes_at and max(round_.closes_at, until)
            round_.save()
