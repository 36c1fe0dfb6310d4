"""A decision: an adopted proposal, numbered D-1, D-2 … in the register."""

from datetime import date, datetime, timedelta
from typing import Any, ClassVar, Self

from dateutil.relativedelta import relativedelta
from django.conf import settings
from django.db import models
from django.db.models.functions import Coalesce, Now
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from circles.circles.models import Circle, Item, ThingQuerySet
from circles.projects.models import Project, Reversibility
from circles.projects.models.subject import numbered_values
from decisions.decisions import consent
from decisions.decisions.event_types import DecisionEvent
from decisions.decisions.models.exceptional.contest import Contest
from decisions.decisions.models.proposals.pull import Pull
from decisions.decisions.models.register.concerns import KeptConcern, kept_concerns
from decisions.decisions.models.register.decision_state import DecisionState
from decisions.decisions.models.register.review import ConcernLook
from decisions.decisions.models.rounds.position import Position
from decisions.decisions.models.rounds.round import DecidingSync, Round
from decisions.decisions.routing import Silence
from foundation.accounts.models import User
from foundation.audit import clock
from foundation.inbox.models import Notice
from foundation.web.exceptions import Refused

WRITTEN_LATE = timedelta(minutes=10)
"""So long after a round closed the record says since when its decision is in force: a worker may have been away."""


class DecisionQuerySet(ThingQuerySet["Decision"]):
    """Finds decisions."""

    def in_force(self) -> Self:
        """Leave out superseded and revoked ones."""
        return self.filter(superseded_at=None, revoked_at=None)

    def suspended(self) -> Self:
        """Keep those in force that an objection holds up now."""
        return self.in_force().filter(models.Exists(suspending()) | models.Exists(pulling()))

    def no_longer(self) -> Self:
        """Keep superseded and revoked ones."""
        return self.exclude(superseded_at=None, revoked_at=None)

    def kept_at_review(self) -> Self:
        """Keep those in force that were kept at a review."""
        return self.in_force().exclude(kept_at=None)

    def amended(self) -> Self:
        """Keep those replaced by what came of a review."""
        return self.exclude(amended_at=None)

    def superseded(self) -> Self:
        """Keep those replaced by a later decision in any other way."""
        return self.exclude(superseded_at=None).filter(amended_at=None)

    def revoked(self) -> Self:
        """Keep revoked ones."""
        return self.exclude(revoked_at=None)

    def due_for_review(self, on: date) -> Self:
        """Keep those in force whose review date has come."""
        return self.in_force().filter(review_on__lte=on)

    def cheap_to_undo(self) -> Self:
        """Keep those in force that are easy to undo."""
        return self.in_force().filter(reversibility=Reversibility.EASY)

    def with_a_concern(self) -> Self:
        """Keep those with which a concern is kept."""
        said = Position.objects.kept_with_decision().filter(round__proposal=models.OuterRef("proposal"))
        return self.filter(models.Exists(said))

    def with_what_came_true(self) -> Self:
        """Keep those with which a concern is kept that came true."""
        return self.filter(models.Exists(came_true()))

    def naming(self, words: str) -> Self:
        """Keep those whose title or text has these words."""
        return self.filter(models.Q(title__icontains=words) | models.Q(text__icontains=words))

    def for_lists(self) -> Self:
        """Fetch what a row of the register shows; `worried` names whose concern came true, the first of them."""
        first = came_true().order_by("pk").values("user__name")[:1]
        found = self.select_related("project", "circle", "superseded_by", "revoked_by")
        return found.annotate(worried=models.Subquery(first)).with_suspension()

    def with_suspension(self) -> Self:
        """Tell along until when each is suspended, for `Decision.suspended_until`."""
        last = suspending().order_by("-suspends_until").values("suspends_until")[:1]
        pulled = pulling().values("next_sync_at")[:1]
        return self.annotate(suspended=Coalesce(models.Subquery(pulled), models.Subquery(last)))


def came_true() -> models.QuerySet[Position]:
    """Return the concerns kept with a decision (the outer query) of which the last look says that they came true."""
    last = ConcernLook.objects.filter(position=models.OuterRef("pk")).order_by("-pk").values("came_true")[:1]
    said = Position.objects.kept_with_decision().filter(round__proposal=models.OuterRef("proposal"))
    return said.annotate(last_look=models.Subquery(last)).filter(last_look=ConcernLook.CameTrue.YES)


def suspending() -> models.QuerySet[Contest]:
    """Return the objections that hold a decision (the outer query) up now."""
    return Contest.objects.suspending().filter(decision=models.OuterRef("pk"))


def pulling() -> models.QuerySet[Pull]:
    """Return the pulls that hold a decision (the outer query) up until a sync has kept it."""
    return Pull.objects.suspending().filter(decision=models.OuterRef("pk"))


class Decision(Item):
    """What was decided: the text as adopted, who decided, what it reserves, when it is looked at again."""

    letter = "D"

    proposal = models.OneToOneField("decisions.Proposal", on_delete=models.PROTECT, related_name="decision")
    round = models.OneToOneField(Round, on_delete=models.PROTECT, related_name="decision")
    decided_by = models.ForeignKey(
        Circle, on_delete=models.PROTECT, related_name="decisions_taken", verbose_name=_("decided by")
    )
    adopted_at = models.DateTimeField(_("taken"), db_default=Now())
    title = models.CharField(_("title"), max_length=160)
    text = models.TextField(_("text"))
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="owned_decisions", verbose_name=_("owner")
    )
    cost = models.DecimalField(_("reserves"), max_digits=14, decimal_places=2)
    reversibility = models.CharField(_("to undo"), max_length=12, choices=Reversibility)
    review_on = models.DateField(_("review"))
    sync_words = models.CharField(_("taken in"), max_length=200, blank=True)
    sync_address = models.CharField(max_length=400, blank=True)
    without = models.JSONField(_("closed without"), default=list, blank=True)
    lacking = models.JSONField(_("without whom it was closed, and how often they were asked"), default=list, blank=True)
    kept_at = models.DateTimeField(_("kept"), null=True, blank=True)
    superseded_at = models.DateTimeField(_("superseded"), null=True, blank=True)
    superseded_by = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="superseded"
    )
    amended_at = models.DateTimeField(_("amended"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)
    revoked_by = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="revoked")
    revoked_because = models.CharField(_("revoked because"), max_length=300, blank=True)

    objects = DecisionQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["project", "number"], name="one_decision_per_number"),
            models.CheckConstraint(condition=models.Q(cost__gte=0), name="decision_costs_not_below_0"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["project", "circle", "-number"], name="decisions_of_circle"),
            models.Index(
                fields=["project", "review_on", "circle"],
                condition=models.Q(superseded_at=None, revoked_at=None),
                name="decisions_by_review",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Return its page."""
        return reverse("decisions:decision", args=[self.project.slug, self.number])

    @property
    def is_in_force(self) -> bool:
        """Return whether it still holds."""
        return self.superseded_at is None and self.revoked_at is None

    @property
    def state(self) -> DecisionState:
        """Return how it stands."""
        if self.revoked_at:
            return DecisionState.REVOKED
        if self.superseded_at:
            return DecisionState.AMENDED if self.amended_at else DecisionState.SUPERSEDED
        return DecisionState.KEPT if self.kept_at else DecisionState.IN_FORCE

    @property
    def names(self) -> dict[str, str]:
        """Return what sentences name it by."""
        return {"reference": self.reference, "title": self.title}

    def refuse_ended(self) -> None:
        """Raise `Refused` when it holds no more."""
        if not self.is_in_force:
            raise Refused(_now("%(reference)s is no longer in force.") % {"reference": self.reference})

    @property
    def suspended_until(self) -> datetime | None:
        """Return until when it is suspended, None when it is not; read now unless `with_suspension` did."""
        if "suspended" not in self.__dict__:
            last = self.contests.suspending().order_by("-suspends_until")
            pulled = self.pulls.suspending().values_list("next_sync_at", flat=True).first()
            self.__dict__["suspended"] = pulled or last.values_list("suspends_until", flat=True).first()
        until: datetime | None = self.__dict__["suspended"]
        return until

    @property
    def is_due_for_review(self) -> bool:
        """Return whether its review date has come, in the project's zone."""
        return self.is_in_force and self.review_on <= self.project.day_of(timezone.now())

    @classmethod
    def enter(
        cls,
        round_: Round,
        *,
        by: User | None,
        sync: DecidingSync | None,
        at: datetime,
        without: list[str],
        lacking: list[dict[str, Any]],
        review_soon: bool,
    ) -> "Decision":
        """Write what a round consented to into the register; the caller holds the lock and records it."""
        proposal = round_.proposal
        short = consent.SHORT_REVIEW_DAYS if review_soon else None
        return cls.objects.create(
            project=proposal.project,
            circle=proposal.circle,
            number=cls.next_number(proposal.project),
            created_by=by,
            proposal=proposal,
            round=round_,
            decided_by_id=round_.decides_id,
            adopted_at=at,
            title=round_.title,
            text=round_.text,
            owner=proposal.owner,
            cost=round_.cost,
            reversibility=round_.reversibility,
            review_on=review_day(at, proposal.review_months, short_days=short, project=proposal.project),
            sync_words=sync.words if sync else "",
            sync_address=sync.address if sync else "",
            without=without,
            lacking=lacking,
        )

    def record_adopted(self, asked: list[User], *, by: User | None, at: datetime | None) -> None:
        """Record it for whoever was asked, proposed it or owns it, and without whom it was closed; the caller holds the
        lock.
        """
        people = dict.fromkeys(asked, Notice.Reason.FOLLOWED)
        late = (at or clock.now()) - self.adopted_at > WRITTEN_LATE
        people |= {self.proposal.proposer: Notice.Reason.OWNER, self.owner: Notice.Reason.OWNER}
        self.record_event(
            DecisionEvent.ADOPTED,
            by=by,
            at=at,
            people=people,
            also=[self.proposal.change_key, "proposals", "decisions"],
            round=self.round.number,
            personal=numbered_values("without", self.without) | numbered_values("lacking", self._lacking(people=True)),
            cost=str(self.cost),
            lacking=self._lacking(people=False),
            sync=self.sync_words,
            **({"since": self.adopted_at.isoformat()} if late else {}),
        )

    def _lacking(self, *, people: bool) -> list[str]:
        """Return the silent people, or the silent circles, each with how often they were asked."""
        if (self.round.silence == Silence.EACH_PERSON) != people:
            return []
        return [f"{one['name']} ({one['times']})" for one in self.lacking]

    # Concerns and reviews ---------------------------------------------------------------------------------------------

    def concerns(self) -> list[KeptConcern]:
        """Return each person's last concern with the last look at it, oldest first; two queries."""
        return kept_concerns(self.said_as_concerns(), self.looks())

    def said_as_concerns(self) -> models.QuerySet[Position]:
        """Return what was said as a concern, oldest first."""
        said = Position.objects.kept_with_decision().filter(round__proposal=self.proposal_id)
        return said.select_related("user").order_by("pk")

    def looks(self) -> models.QuerySet[ConcernLook]:
        """Return the looks at its concerns, oldest first."""
        found = ConcernLook.objects.filter(position__round__proposal=self.proposal_id)
        return found.select_related("by").order_by("pk")

    def next_review(self, on: date) -> date:
        """Return when it is looked at again if it is kept on this day: after the same span as at first."""
        return on + relativedelta(months=self.proposal.review_months)


def review_day(adopted_at: datetime, months: int, *, short_days: int | None, project: Project) -> date:
    """Return the day of the review: so many months on, or so many days where many were silent."""
    later = relativedelta(months=months) if short_days is None else relativedelta(days=short_days)
    return project.day_of(adopted_at) + later
