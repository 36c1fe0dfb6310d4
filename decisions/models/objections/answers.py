"""Changing the answers of an objection while it is integrated."""

from datetime import datetime
from typing import TYPE_CHECKING, Any, cast

from django.db import models, transaction
from django.utils.translation import gettext as _now

from accounts.models import User
from audit import clock
from decisions.consent import Kind
from decisions.event_types import DecisionEvent
from inbox.models import Notice
from web.exceptions import Refused

if TYPE_CHECKING:
    from decisions.models.objections.objection import Objection

ANSWERS = (
    "element",
    "harm",
    "danger",
    "fix_days",
    "fix_cost",
    "cannot_be_fixed",
    "certainty",
    "evidence",
    "against",
    "quote",
)


class Answering(models.Model):
    """How the answers of an objection change; mixed into `Objection`."""

    class Meta:
        abstract = True

    def answer(self, *, by: User, at: datetime | None = None, **given: Any) -> None:
        """Change answers (`ANSWERS`; what is not given stays) of an objection that goes on standing; the same answers
        again are no deed.

        :raises Refused: by anybody but the objector, when it does not stand, or would not block any more.
        """
        with transaction.atomic():
            objection = self._at_hand(by, at)
            changed = [name for name in ANSWERS if name in given and getattr(objection, name) != given[name]]
            for name in changed:
                setattr(objection, name, given[name])
            if not changed:
                return
            objection.refuse_misquoted()
            if not objection.weigh().blocks:
                raise Refused(_now("With these answers it blocks no more: keep it as a concern, or lift it."))
            objection.save()
            proposal = objection.proposal
            people = dict.fromkeys([proposal.owner, proposal.proposer], Notice.Reason.OWNER)
            proposal.record_event(DecisionEvent.OBJECTION_CHANGED, by=by, at=at, people=people, changed=changed)

    def settle_for_concern(self, *, by: User, words: str = "", at: datetime | None = None) -> None:
        """Hold the decision up no longer, and be kept with it as a concern, in the objector's `words`, else its harm.

        :raises Refused: by anybody but the objector, or when it does not stand.
        """
        cast("Objection", self).proposal.settle(at=at)
        with transaction.atomic():
            objection = self._at_hand(by, at)
            proposal = objection.proposal
            objection.fall(because=_now("Kept as a concern."), by=by, at=at)
            people = dict.fromkeys([proposal.owner, proposal.proposer], Notice.Reason.OWNER)
            proposal.record_event(
                DecisionEvent.OBJECTION_BECAME_CONCERN, by=by, at=at, people=people, also=["proposals"]
            )
            if open_round := proposal.open_round:
                open_round.take(Kind.CONCERN.value, by=by, words=words or objection.harm or objection.quote, at=at)
            elif last := proposal.last_round:
                last.count_integration(at or clock.now())

    def _at_hand(self, by: User, at: datetime | None) -> "Objection":
        """Lock its proposal and give it read afresh, for its objector while it stands."""
        objection, _ = cast("Objection", self).afresh(at)
        if by.pk != objection.by_id:
            raise Refused(_now("Only the objector changes an objection."))
        if not objection.stands:
            raise Refused(_now("This objection does not stand any more."))
        objection.proposal.refuse_decided()
        return objection
