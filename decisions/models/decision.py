"""A decision: an adopted proposal, numbered D-1, D-2 … in the register."""

from datetime import date, datetime
from typing import ClassVar, Self

from dateutil.relativedelta import relativedelta
from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from accounts.models import User
from circles.models import Circle, Item, Project, Purse, Reversibility, ThingQuerySet
from decisions import consent
from decisions.models.position import Position
from decisions.models.proposal import Proposal
from decisions.models.round import Round, Sitting


class DecisionQuerySet(ThingQuerySet["Decision"]):
    """Finds decisions."""

    def in_force(self) -> Self:
        """Leave out superseded and revoked ones."""
        return self.filter(superseded_at=None, revoked_at=None)

    def no_longer(self) -> Self:
        """Keep superseded and revoked ones."""
        return self.exclude(superseded_at=None, revoked_at=None)

    def due_for_review(self, on: date) -> Self:
        """Keep those in force whose review date has come."""
        return self.in_force().filter(review_on__lte=on)

    def cheap_to_undo(self) -> Self:
        """Keep those in force that are easy to undo."""
        return self.in_force().filter(reversibility=Reversibility.EASY)

    def with_a_concern(self) -> Self:
        """Keep those with which a concern is kept."""
        said = Position.objects.filter(round__proposal=models.OuterRef("proposal"), kind=Position.Kind.CONCERN)
        return self.filter(models.Exists(said))

    def naming(self, words: str) -> Self:
        """Keep those whose title or text has these words."""
        return self.filter(models.Q(title__icontains=words) | models.Q(text__icontains=words))

    def for_lists(self) -> Self:
        """Fetch what a row of the register shows."""
        return self.select_related("project", "circle", "superseded_by")


class Decision(Item):
    """What was decided: the text as adopted, who decided, what it reserves, when it is looked at again."""

    letter = "D"

    proposal = models.OneToOneField(Proposal, on_delete=models.PROTECT, related_name="decision")
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
    superseded_at = models.DateTimeField(_("superseded"), null=True, blank=True)
    superseded_by = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="superseded"
    )
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)
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
                fields=["project", "review_on"],
                condition=models.Q(superseded_at=None, revoked_at=None),
                name="decisions_by_review",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Lead to its page."""
        return reverse("decisions:decision", args=[self.project.slug, self.number])

    @property
    def is_in_force(self) -> bool:
        """Say whether it still holds."""
        return self.superseded_at is None and self.revoked_at is None

    @property
    def is_due_for_review(self) -> bool:
        """Say whether its review date has come, in the project's zone."""
        return self.is_in_force and self.review_on <= self.project.day_of(timezone.now())

    @classmethod
    def enter(
        cls,
        round_: Round,
        *,
        by: User | None,
        sync: Sitting | None,
        at: datetime,
        without: list[str],
        review_soon: bool,
    ) -> "Decision":
        """Write what a round consented to into the register; the caller holds the lock and tells."""
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
        )

    def give_way(self, successor: "Decision", *, by: User | None, at: datetime) -> None:
        """Be replaced by a later decision; what it reserved is free. The caller holds the lock."""
        self.superseded_at = at
        self.superseded_by = successor
        self.save()
        Purse.free(self, by=by, at=at)
        self.tell("superseded a decision", by=by, at=at, also=["decisions"], successor=successor.reference)


def review_day(adopted_at: datetime, months: int, *, short_days: int | None, project: Project) -> date:
    """Give the day of the review: so many months on, or so many days where many were silent."""
    later = relativedelta(months=months) if short_days is None else relativedelta(days=short_days)
    return project.day_of(adopted_at) + later
