"""An element that the list lacks: a decision of the general circle adds it, what is disputed waits (PRODUCT 3.4)."""

from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models, transaction
from django.db.models.functions import Now
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from audit import clock
from circles.models import Link
from circles.models.fundamental import USUAL_DAYS
from circles.restructuring import Element, to_json
from decisions import deadlines
from decisions.event_types import DecisionEvent
from decisions.models.proposals.from_review import TITLE
from decisions.models.proposals.proposal import Proposal
from decisions.models.proposals.routing_input import calendar
from decisions.models.rounds.round import Round
from decisions.text.titles import shortened
from inbox.models import Notice
from web.exceptions import Refused


class MissingElement(models.Model):
    """That a proposal waits for `addition`, until it is decided and no longer than `until`; once for each proposal, so
    that nobody holds one up for ever. Append-only: no history needed.
    """

    proposal = models.OneToOneField(Proposal, on_delete=models.PROTECT, related_name="missing_element")
    addition = models.OneToOneField(Proposal, on_delete=models.PROTECT, related_name="adds_for")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("by"))
    until = models.DateTimeField(_("waits until, at most"))
    asked_at = models.DateTimeField(_("asked"), db_default=Now())

    class Meta:
        verbose_name = _("missing element")
        verbose_name_plural = _("missing elements")
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return f"{self.proposal.reference} ← {self.addition.reference}"

    @classmethod
    def ask(
        cls, proposal: Proposal, *, by: User, why: str, statement: str, sort: str, at: datetime | None = None
    ) -> Proposal:
        """Say that the list of essentials lacks one: a proposal of the general circle declares it, and is put to its
        round. `why` is what this proposal would do to it. Gives the new proposal.

        :raises Refused: when no round is open or the person is not asked in it, or it has waited for an element before.
        """
        proposal.settle(at=at)
        with transaction.atomic():
            disputed = proposal.locked()
            round_ = cls.round_or_refuse(disputed, by)
            change = Element(disputed.project.general, statement, sort, days=USUAL_DAYS, cost=None)
            addition = propose(change, why=why, by=by, at=at)
            missing = cls(proposal=disputed, addition=addition, by=by, asked_at=at or clock.now())
            missing.hold_up(round_)
            Link.tie(disputed.project, disputed, addition, by=by)
            missing.tell(at)
            addition.put_to_round(by=by, at=at)
        return addition

    @classmethod
    def round_or_refuse(cls, proposal: Proposal, by: User) -> Round:
        """Give the open round in which this person may say that an element is missing; the caller holds the lock."""
        proposal.refuse_decided()
        round_ = proposal.open_round
        if round_ is None:
            raise Refused(_now("No round is open on this proposal."))
        round_.proposal = proposal
        round_.refuse_not_asked(by)
        if earlier := cls.objects.filter(proposal=proposal).select_related("addition").first():
            names = {"reference": earlier.addition.reference}
            raise Refused(_now("It has waited for an element once: %(reference)s.") % names)
        return round_

    def hold_up(self, round_: Round) -> None:
        """Write it down: the round stays open at least as long as this may wait."""
        self.until = calendar(self.proposal.project).after(self.asked_at, deadlines.ELEMENT_DAYS)
        self.save()
        if round_.closes_at:
            round_.closes_at = max(round_.closes_at, self.until)
            round_.save()

    def tell(self, at: datetime | None) -> None:
        """Tell who owns the proposal, and who made it; the caller holds the lock."""
        disputed = self.proposal
        people: dict[User, str] = {disputed.owner: Notice.Reason.OWNER, disputed.proposer: Notice.Reason.OWNER}
        disputed.record_event(
            DecisionEvent.ELEMENT_REQUESTED,
            by=self.by,
            at=at,
            people=people,
            also=["proposals"],
            addition=self.addition.reference,
            until=self.until.isoformat(),
        )


def propose(change: Element, *, why: str, by: User, at: datetime | None) -> Proposal:
    """Propose to the general circle to declare the element."""
    text = change.summary()
    return Proposal.propose(
        change.circle, by=by, tension=why, text=text, title=shortened(text, TITLE), carries_out=[to_json(change)], at=at
    )
