"""How an objection falls and comes back: lifted by the objector, or by a facilitator whom nobody answered; reopened
once.
"""

from datetime import datetime
from itertools import pairwise
from typing import TYPE_CHECKING, Any, cast

from django.conf import settings
from django.db import models, transaction
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from audit import clock
from circles.user_roles import roles_of
from decisions import deadlines
from decisions.consent import Kind
from decisions.event_types import DecisionEvent
from decisions.models.proposals.routing_input import calendar
from decisions.models.rounds.absence import deputy_of
from inbox.models import Notice
from web.exceptions import Refused
from web.formatting import moment

if TYPE_CHECKING:
    from decisions.models.objections.objection import Objection
    from decisions.models.objections.reopening import Reopening
    from decisions.models.rounds.round import Round


class Lifting(models.Model):
    """The end of an objection; mixed into `Objection`, which has the answers and the verdict."""

    lifted_at = models.DateTimeField(_("lifted"), null=True, blank=True)
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("lifted by"),
    )
    lifted_because = models.TextField(_("how it was lifted"), blank=True)

    class Meta:
        abstract = True

    @property
    def lifted_by_another(self) -> bool:
        """Say whether it was not the objector who lifted it, nor the deputy who had put it for them."""
        return self.lifted_by_id not in (None, cast("Objection", self).by_id) and not self.lifted_by_deputy

    @property
    def lifted_by_deputy(self) -> bool:
        """Say whether the deputy lifted it who had put it for who was away."""
        return self.lifted_by_id is not None and self.lifted_by_id == cast("Objection", self).position.deputy_id

    def is_put_by(self, user: User, now: datetime | None = None) -> bool:
        """Say whether it is this person's: the objector, or the deputy who put it while they are away."""
        objection = cast("Objection", self)
        if user.pk == objection.by_id:
            return True
        if user.pk != objection.position.deputy_id:
            return False
        absence = deputy_of(objection.proposal.project, objection.by, now or clock.now())
        return absence is not None and absence.deputy_id == user.pk

    @property
    def reopened(self) -> "Reopening | None":
        """Give how the objector reopened it, or None."""
        return getattr(self, "reopening", None)

    @property
    def may_come_back(self) -> bool:
        """Say whether the objector may still reopen it: lifted by somebody else, and for the first time."""
        return self.lifted_by_another and self.reopened is None

    def answer_due_at(self) -> datetime | None:
        """Give until when the objector has to answer the newest text: one working day; None where there is none to
        answer. "I need time" gives a day more. Reads the rounds of the proposal.
        """
        newest = self.newest_text()
        if newest is None:
            return None
        objection = cast("Objection", self)
        first = objection.position.round.number
        rounds = [one for one in objection.proposal.rounds.all() if one.number >= first]
        since = [one.prolonged_at for one in rounds if one.prolonged_at]
        return calendar(objection.proposal.project).after(max([*since, newest.opened_at]), deadlines.ANSWER_DAYS)

    def newest_text(self) -> "Round | None":
        """Give the round that opened on the newest text that the objector has to answer; None where no other text was
        put to a round since they objected, or since they reopened it: that was their answer.
        """
        objection = cast("Objection", self)
        first = objection.position.round.number
        rounds = sorted((one for one in objection.proposal.rounds.all() if one.number >= first), key=lambda r: r.number)
        texts = [after for before, after in pairwise(rounds) if after.words != before.words]
        if not texts or (self.reopened is not None and self.reopened.reopened_at >= texts[-1].opened_at):
            return None
        return texts[-1]

    def may_be_lifted_unanswered_by(self, user: User) -> bool:
        """Say whether the person has facilitated the circle that decides since before the newest text was put: nobody
        is made facilitator to lift what stands.
        """
        newest, last = self.newest_text(), cast("Objection", self).proposal.last_round
        if newest is None or last is None:
            return False
        return roles_of(user, last.proposal.project).facilitates_since(last.decides_id, newest.opened_at)

    def lift(self, *, by: User, because: str = "", at: datetime | None = None) -> None:
        """Say that it no longer stands. By the objector: in an open round that is a "no objection" to the text. By the
        facilitator: only once a new text has stayed without an answer; the objector is told, may reopen it once, and
        has a working day for that before anything is adopted.

        :raises Refused: when it does not stand; by anybody but these; too early; by the facilitator without a reason.
        """
        cast("Objection", self).proposal.settle(at=at)
        with transaction.atomic():
            objection, now = self.afresh(at)
            if not objection.stands:
                raise Refused(_now("This objection does not stand any more."))
            own = objection.is_put_by(by, now)
            if not own:
                objection.refuse_to_lift(by, because, now)
            objection.fall(because=because, by=by, at=now)
            if own:
                objection.follow_own(by, because, at)
            else:
                objection.follow_other(by, because, now, at)

    def afresh(self, at: datetime | None) -> "tuple[Objection, datetime]":
        """Lock, and read it again; gives the instant too."""
        proposal = cast("Objection", self).proposal.locked()
        objection: Objection = proposal.objections.get(pk=self.pk)
        objection.proposal = proposal
        return objection, at or clock.now()

    def refuse_to_lift(self, by: User, because: str, now: datetime) -> None:
        """Raise `Refused` unless the facilitator of the circle that decides may lift it in the objector's place."""
        objection = cast("Objection", self)
        proposal = objection.proposal
        last = proposal.last_round
        due = self.answer_due_at()
        facilitates = last is not None and last.decides.people_in("facilitator").filter(pk=by.pk).exists()
        if due is None or not facilitates:
            raise Refused(
                _now(
                    "Only the objector lifts an objection; when a new text has stayed without an answer for a working "
                    "day, the facilitator may."
                )
            )
        self.refuse_without_return(by)
        if by.pk in (proposal.created_by_id, proposal.owner_id):
            raise Refused(_now("Who proposes, or owns it, lifts nobody’s objection; let somebody else do it."))
        if now < due:
            names = {"name": objection.by.name, "when": moment(due)}
            raise Refused(_now("%(name)s has until %(when)s to answer the new text.") % names)
        if not because.strip():
            raise Refused(_now("Say why it no longer stands: the objector reads it."))

    def refuse_without_return(self, by: User) -> None:
        """Raise `Refused` where it could not be reopened once this person has lifted it, or they came to lift it."""
        objection = cast("Objection", self)
        names = {"name": objection.by.name}
        if not objection.proposal.project.has(objection.by):
            raise Refused(_now("%(name)s has left the project and could not reopen it: it is for a sync.") % names)
        if objection.position.deputy_id == by.pk:
            raise Refused(_now("You put this objection for %(name)s; let somebody else lift it.") % names)
        if not self.may_be_lifted_unanswered_by(by):
            raise Refused(_now("Who facilitates only since this text was put lifts no objection to it."))

    def follow_own(self, by: User, because: str, at: datetime | None) -> None:
        """Tell of the objector's own lifting, or their deputy's, and hear their "no objection"."""
        objection = cast("Objection", self)
        proposal = objection.proposal
        people = dict.fromkeys([proposal.owner, proposal.proposer, objection.by], Notice.Reason.OWNER)
        proposal.record_event(
            DecisionEvent.OBJECTION_LIFTED, by=by, at=at, people=people, also=["proposals"], because=because
        )
        if open_round := proposal.open_round:
            deputy = by if by.pk != objection.by_id else None
            open_round.take(Kind.NO_OBJECTION.value, by=objection.by, words=because, deputy=deputy, at=at)
        elif last := proposal.last_round:
            last.count_integration(at or clock.now())

    def follow_other(self, by: User, because: str, now: datetime, at: datetime | None) -> None:
        """Tell the objector, and leave them the time to reopen it; they count as silent until they speak."""
        objection = cast("Objection", self)
        proposal = objection.proposal
        people = dict.fromkeys([objection.by, proposal.owner, proposal.proposer], Notice.Reason.OWNER)
        person = {"person": objection.by.name}
        if last := proposal.last_round:
            last.count_integration(now)
            last.wait_for_objector(now)
        proposal.record_event(
            DecisionEvent.OBJECTION_LIFTED_UNANSWERED,
            by=by,
            at=at,
            people=people,
            personal=person,
            also=["proposals"],
            because=because,
        )

    def reopen(self, *, by: User, because: str = "", at: datetime | None = None) -> None:
        """Let it stand again, once, where somebody else lifted it; how it was lifted stays readable.

        :raises Refused: by anybody but the objector, when they lifted it themselves, have spoken since or reopened it
            before, or when the proposal is decided.
        """
        cast("Objection", self).proposal.settle(at=at)
        with transaction.atomic():
            objection, now = self.afresh(at)
            objection.proposal.refuse_decided()
            objection.refuse_to_reopen(by)
            reopenings: Any = type(objection)._meta.get_field("reopening").related_model
            reopenings.objects.create(
                objection=objection,
                because=because,
                lifted_at=objection.lifted_at,
                lifted_by=objection.lifted_by,
                lifted_because=objection.lifted_because,
                reopened_at=now,
            )
            lifter = cast(User, objection.lifted_by)
            objection.lifted_at, objection.lifted_by, objection.lifted_because = None, None, ""
            objection.save()
            proposal = objection.proposal
            if last := proposal.last_round:
                last.count_integration(now)
            people = dict.fromkeys([lifter, proposal.owner, proposal.proposer], Notice.Reason.OWNER)
            proposal.record_event(
                DecisionEvent.OBJECTION_REOPENED, by=by, at=at, people=people, also=["proposals"], because=because
            )

    def refuse_to_reopen(self, by: User) -> None:
        """Raise `Refused` unless this person may let it stand again."""
        objection = cast("Objection", self)
        if by.pk != objection.by_id or not objection.proposal.project.has(by):
            raise Refused(_now("Only the objector reopens an objection."))
        if self.reopened is not None:
            raise Refused(_now("An objection is reopened once, and this one was."))
        if not self.lifted_by_another:
            raise Refused(_now("Nobody else has lifted this objection; put a new one if there is something new."))
        said = type(objection.position).objects.filter(round__proposal=objection.proposal, user=by, is_late=False)
        if said.filter(said_at__gte=self.lifted_at).exclude(kind=Kind.TIME).exists():
            raise Refused(_now("You have spoken since it was lifted; put a new objection if there is something new."))

    def fall(self, *, because: str, by: User, at: datetime | None = None) -> None:
        """Write that it is lifted; the caller holds the lock and tells."""
        self.lifted_at = at or clock.now()
        self.lifted_by = by
        self.lifted_because = because
        self.save()
