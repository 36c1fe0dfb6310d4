"""Whether a decision still holds, and how it ends: replaced or revoked by a later one, never by hand."""

from datetime import datetime
from typing import TYPE_CHECKING, cast

from django.db import models
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from circles.models import Item, Purse
from decisions.event_types import DecisionEvent
from decisions.text.titles import shortened
from inbox.models import Notice
from web.exceptions import Refused

if TYPE_CHECKING:
    from decisions.models.register.decision import Decision


class Lasting(Item):
    """How long a decision holds; mixed into `Decision`, which has the text."""

    kept_at = models.DateTimeField(_("kept"), null=True, blank=True)
    superseded_at = models.DateTimeField(_("superseded"), null=True, blank=True)
    superseded_by = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="superseded"
    )
    amended_at = models.DateTimeField(_("amended"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)
    revoked_by = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="revoked")
    revoked_because = models.CharField(_("revoked because"), max_length=300, blank=True)

    class Meta:
        abstract = True

    @property
    def is_in_force(self) -> bool:
        """Say whether it still holds."""
        return self.superseded_at is None and self.revoked_at is None

    @property
    def state(self) -> str:
        """Give its state in a word: in_force, kept, amended, superseded or revoked."""
        if self.revoked_at:
            return "revoked"
        if self.superseded_at:
            return "amended" if self.amended_at else "superseded"
        return "kept" if self.kept_at else "in_force"

    @property
    def names(self) -> dict[str, str]:
        """Give what sentences name it by."""
        return {"reference": self.reference, "title": cast("Decision", self).title}

    def refuse_ended(self) -> None:
        """Raise `Refused` when it holds no more."""
        if not self.is_in_force:
            raise Refused(_now("%(reference)s is no longer in force.") % {"reference": self.reference})

    def give_way(self, successor: "Decision", *, by: User | None, at: datetime) -> None:
        """Be replaced by a later decision; what it reserved is free. The caller holds the lock.

        :raises Refused: when it holds no more.
        """
        decision = cast("Decision", self)
        decision.refuse_ended()
        decision.superseded_at = at
        decision.superseded_by = successor
        if decision.reviews.filter(proposal=successor.proposal_id).exists():
            decision.amended_at = at
        decision.save()
        Purse.free(decision, by=by, at=at)
        decision.record_event(DecisionEvent.SUPERSEDED, by=by, at=at, also=["decisions"], successor=successor.reference)

    def revoke(self, decision: "Decision", *, because: str, by: User | None, at: datetime) -> None:
        """Be in force no more, by a decision that says so; what it reserved is free. Told to whoever was asked about
        it. The caller holds the lock.

        :raises Refused: when it holds no more.
        """
        former = cast("Decision", self)
        former.refuse_ended()
        former.revoked_at = at
        former.revoked_by = decision
        former.revoked_because = shortened(because, 300)
        former.save()
        Purse.free(former, by=by, at=at)
        people: dict[User, str] = {
            asked.user: Notice.Reason.FOLLOWED for asked in former.round.asked.select_related("user")
        }
        people |= {former.proposal.proposer: Notice.Reason.OWNER, former.owner: Notice.Reason.OWNER}
        former.record_event(
            DecisionEvent.REVOKED,
            by=by,
            at=at,
            people=people,
            also=["decisions"],
            revoked_by=decision.reference,
            because=former.revoked_because,
        )
