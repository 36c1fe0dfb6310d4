"""An objection to a decision in force: a new proposal that names it; the decision may be suspended meanwhile."""

from datetime import datetime
from typing import Any, ClassVar, Self

from django.db import models, transaction
from django.db.models.functions import Now
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from audit import clock
from circles.models import Circle, Fundamental, Link
from circles.navigation.tree import path_to
from decisions import deadlines
from decisions.event_types import DecisionEvent
from decisions.models.proposals.from_review import TITLE, revoking
from decisions.models.proposals.proposal import Proposal
from decisions.models.proposals.routing_input import calendar
from decisions.models.register.decision import Decision
from decisions.models.rounds.round_end import next_sync
from decisions.text.titles import shortened
from inbox.models import Notice
from web.exceptions import Refused

SUSPENDING = (Fundamental.Kind.SAFETY, Fundamental.Kind.COMPLIANCE)
"""What an element protects for which a decision is held up until somebody has looked."""


class ContestQuerySet(models.QuerySet["Contest"]):
    """Finds objections to decisions."""

    def undecided(self) -> Self:
        """Leave out those whose proposal has ended."""
        return self.filter(proposal__withdrawn_at=None, proposal__lapsed_at=None, proposal__decision=None)

    def suspending(self) -> Self:
        """Keep those that hold their decision up now, by the database's clock."""
        return self.undecided().filter(
            suspends_until__gt=Now(), decision__revoked_at=None, decision__superseded_at=None
        )


class Contest(models.Model):
    """The objection itself; its proposal says what is to come of it. Append-only: no history needed.

    `suspends_until` is the next sync that decides, when it was put; None: it suspends nothing.
    """

    proposal = models.OneToOneField(Proposal, on_delete=models.PROTECT, related_name="contest")
    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="contests")
    element = models.ForeignKey(
        Fundamental,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="contests",
        verbose_name=_("element"),
    )
    evidence = models.TextField(_("fact, measurement, rule or quote"), blank=True)
    suspends_until = models.DateTimeField(_("suspends until"), null=True, blank=True)
    put_at = models.DateTimeField(_("put"), db_default=Now())

    objects = ContestQuerySet.as_manager()

    class Meta:
        verbose_name = _("objection to a decision")
        verbose_name_plural = _("objections to decisions")
        ordering: ClassVar = ["pk"]
        indexes: ClassVar = [
            models.Index(
                fields=["decision"], condition=models.Q(suspends_until__isnull=False), name="suspended_decisions"
            )
        ]

    def __str__(self) -> str:
        return f"{self.proposal.reference} → {self.decision.reference}"

    @classmethod
    def put(
        cls,
        decision: Decision,
        circle: Circle,
        *,
        by: User,
        harm: str,
        element: Fundamental | None = None,
        evidence: str = "",
        text: str = "",
        at: datetime | None = None,
    ) -> Proposal:
        """Object to a decision from a circle of one's own: a proposal that revokes it, or replaces it by `text`, is put
        to its round. The decision stays in force; for an element of safety or compliance it is suspended until the next
        sync, once for each element.

        :raises Refused: when it holds no more, one's earlier objection is undecided, or nothing supports one that would
            suspend it.
        """
        with transaction.atomic():
            contested = decision.locked()
            contested.refuse_ended()
            if cls.objects.undecided().filter(decision=contested, proposal__created_by=by).exists():
                raise Refused(_now("Your objection to %(reference)s is being decided already.") % contested.names)
            suspends = cls.would_suspend(contested, element)
            if suspends and not evidence.strip():
                raise Refused(
                    _now("This holds the decision up: say what fact, measurement, rule or quote supports it.")
                )
            words = {"text": text, "replaces": contested} if text else revoking(contested)
            title = _now("Objection to %(reference)s: %(title)s") % contested.names
            words |= {"owner": by, "title": shortened(title, TITLE)}
            former = contested.proposal
            words |= {name: list(getattr(former, name).all()) for name in ("domains", "elements", "named")}
            proposal = Proposal.propose(circle, by=by, tension=harm, at=at, **words)
            contest = cls(proposal=proposal, decision=contested, element=element, evidence=evidence.strip())
            contest.put_at = at or clock.now()
            contest.suspends_until = contest.next_look() if suspends else None
            contest.save()
            Link.tie(contested.project, contested, proposal, by=by)
            contest.tell(by=by, at=at)
            proposal.put_to_round(by=by, at=at)
        return proposal

    @classmethod
    def would_suspend(cls, decision: Decision, element: Fundamental | None) -> bool:
        """Say whether an objection for this element holds the decision up: each does so once, or nothing ever held."""
        if element is None or element.sort not in SUSPENDING:
            return False
        return not cls.objects.filter(decision=decision, element=element, suspends_until__isnull=False).exists()

    def next_look(self) -> datetime:
        """Give the next planned sync of the circle that decides, or of one around it, but no more than five working
        days; three where none is planned.
        """
        project = self.proposal.project
        working = calendar(project)
        decides = Circle.objects.select_related("project", "parent").get(pk=self.proposal.route().decides)
        for circle in reversed(path_to(decides)):
            if found := next_sync(circle, self.put_at, working, None, pressing=True):
                return min(found, working.after(self.put_at, deadlines.HELD_UP_DAYS))
        return working.after(self.put_at, deadlines.GRAVE_DAYS)

    def tell(self, *, by: User, at: datetime | None) -> None:
        """Tell whoever was asked about the decision, proposed it or owns it; the caller holds the lock."""
        decision = self.decision
        asked = User.objects.filter(asked_in__round=decision.round_id).distinct()
        people: dict[User, str] = dict.fromkeys(asked, Notice.Reason.FOLLOWED)
        people |= {decision.proposal.proposer: Notice.Reason.OWNER, decision.owner: Notice.Reason.OWNER}
        facts: dict[str, Any] = {
            "proposal": self.proposal.reference,
            "element": self.element.reference if self.element else "",
        }
        told: dict[str, Any] = {"by": by, "at": at, "people": people, "also": ["decisions", "proposals"]}
        if self.suspends_until is None:
            decision.record_event(DecisionEvent.DECISION_CONTESTED, **told, **facts)
        else:
            until = self.suspends_until.isoformat()
            decision.record_event(DecisionEvent.DECISION_SUSPENDED, **told, **facts, until=until)
