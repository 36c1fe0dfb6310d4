"""What a proposal relies on: the decisions that it names, and whether they still hold since it was written."""

from datetime import datetime
from typing import TYPE_CHECKING, Any, cast

from django.apps import apps
from django.db import models, transaction
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from audit import clock
from decisions.event_types import DecisionEvent
from decisions.models.proposals.rewording import Rewording
from inbox.models import Notice
from web.exceptions import Refused

if TYPE_CHECKING:
    from decisions.models.proposals.proposal import Proposal
    from decisions.models.register.decision import Decision


class Relying(Rewording):
    """The decisions that a proposal names; mixed into `Proposal`. `looked_at`: when its text was last written, or who
    proposes it last confirmed having looked at what they have become.
    """

    looked_at = models.DateTimeField(_("looked at what it names"), null=True, editable=False)

    class Meta:
        abstract = True

    @property
    def outdated(self) -> "models.QuerySet[Decision]":
        """Give the decisions that it names, by link or in its words, which ended since it was written."""
        decisions: Any = apps.get_model("decisions.Decision")
        since = self.looked_at or self.created_at
        named = decisions.objects.filter(citations__kind=self.kind, citations__thing=str(self.pk))
        ended = models.Q(superseded_at__gt=since) | models.Q(revoked_at__gt=since)
        found: models.QuerySet[Decision] = named.filter(ended).select_related("superseded_by").distinct()
        return found.order_by("number")

    def refuse_outdated(self) -> None:
        """Raise `Refused` where something that it names has ended, and nobody who wants it has looked."""
        if names := ", ".join(decision.reference for decision in self.outdated):
            raise Refused(
                _now(
                    "%(names)s no longer holds, and this names it: who proposes confirms having looked, or changes the "
                    "text."
                )
                % {"names": names}
            )

    def look_again(self, *, by: User, at: datetime | None = None) -> None:
        """Confirm that it is meant as it stands, whatever became of what it names; the round goes on. Told to all who
        were asked: they may have spoken before it ended.

        :raises Refused: when it is decided, or nothing that it names has ended.
        """
        with transaction.atomic():
            proposal = cast("Proposal", self.locked())
            proposal.refuse_decided()
            names = [decision.reference for decision in proposal.outdated]
            if not names:
                raise Refused(_now("Everything that it names is as it was."))
            proposal.looked_at = at or clock.now()
            proposal.save()
            last = proposal.last_round
            asked = [one.user for one in last.asked.select_related("user")] if last else []
            people: dict[User, str] = dict.fromkeys(asked, Notice.Reason.FOLLOWED)
            people[proposal.owner] = Notice.Reason.OWNER
            proposal.record_event(DecisionEvent.CITATIONS_REVIEWED, by=by, at=at, people=people, names=", ".join(names))
