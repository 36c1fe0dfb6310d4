"""An objection to a decision in force: a new proposal that names it; the decision may be suspended meanwhile."""

from typing import ClassVar, Self

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from circles.circles.models import Fundamental


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

    proposal = models.OneToOneField("decisions.Proposal", on_delete=models.PROTECT, related_name="contest")
    decision = models.ForeignKey("decisions.Decision", on_delete=models.PROTECT, related_name="contests")
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
