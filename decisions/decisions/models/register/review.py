"""What was found when a decision was looked at again, and what became of each concern."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from decisions.decisions.models.rounds.position import Position


class ReviewOutcome(models.TextChoices):
    """What comes of a review; only a decision amends or revokes, so these two lead to a proposal."""

    KEPT = "kept", _("kept")
    AMENDED = "amended", _("to be amended")
    REVOKED = "revoked", _("to be revoked")


class Review(models.Model):
    """One review of a decision: the three answers, and what came of it. `next_on` is when it is looked at again, or
    when it comes back where the proposal it led to has changed nothing by then. Append-only: no history needed.
    """

    decision = models.ForeignKey("decisions.Decision", on_delete=models.PROTECT, related_name="reviews")
    held_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("held by")
    )
    held_at = models.DateTimeField(_("held"), db_default=Now())
    helped = models.TextField(_("did it help?"))
    drop = models.TextField(_("is there a reason to drop it?"), blank=True)
    better = models.TextField(_("how could it be better?"), blank=True)
    outcome = models.CharField(_("outcome"), max_length=8, choices=ReviewOutcome)
    next_on = models.DateField(_("next review"))
    proposal = models.OneToOneField(
        "decisions.Proposal", on_delete=models.PROTECT, null=True, related_name="review", verbose_name=_("led to")
    )

    class Meta:
        verbose_name = _("review")
        verbose_name_plural = _("reviews")
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(outcome=ReviewOutcome.KEPT.value, proposal=None)
                | models.Q(
                    outcome__in=[ReviewOutcome.AMENDED.value, ReviewOutcome.REVOKED.value], proposal__isnull=False
                ),
                name="kept_or_led_to_a_proposal",
            )
        ]

    def __str__(self) -> str:
        return f"{self.decision.reference}, {self.get_outcome_display()}"


class ConcernLook(models.Model):
    """A look back at one concern of a decision: did it come true? The latest counts. Append-only: no history needed."""

    class CameTrue(models.TextChoices):
        """The three answers."""

        YES = "yes", _("Yes")
        NO = "no", _("No")
        NOT_YET = "not_yet", _("Not yet")

    position = models.ForeignKey(Position, on_delete=models.PROTECT, related_name="looks", verbose_name=_("concern"))
    review = models.ForeignKey(Review, on_delete=models.PROTECT, null=True, related_name="looks")
    came_true = models.CharField(_("came true"), max_length=8, choices=CameTrue)
    words = models.CharField(_("in a line"), max_length=300, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("by"))
    looked_at = models.DateTimeField(_("looked at"), db_default=Now())

    class Meta:
        verbose_name = _("concern followed up")
        verbose_name_plural = _("concerns followed up")
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return f"{self.position}: {self.get_came_true_display()}"
