"""A change of wording in an open round, labelled editorial: it keeps the round, unless a person refuses the label."""

from typing import TYPE_CHECKING, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from decisions.decisions.models.rounds.round import Round

if TYPE_CHECKING:
    from decisions.decisions.models.proposals.proposal import Proposal


class EditorialQuerySet(models.QuerySet["Editorial"]):
    """Finds changes of wording."""

    def of_proposal(self, proposal: "Proposal") -> Self:
        """Keep those in a proposal's rounds, with their round and people."""
        return self.filter(round__proposal=proposal).select_related("round", "by", "refused_by")


class Editorial(models.Model):
    """What was changed of the words, as they were `before` and are `after`, by the names of the proposal's fields."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="editorials")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("changed by")
    )
    before = models.JSONField(_("before"))
    after = models.JSONField(_("after"))
    made_at = models.DateTimeField(_("changed"), db_default=Now())
    refused_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("label refused by"),
    )
    refused_at = models.DateTimeField(_("label refused"), null=True, blank=True)

    objects = EditorialQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("change of wording")
        verbose_name_plural = _("changes of wording")
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(refused_at=None, refused_by=None)
                | models.Q(refused_at__isnull=False, refused_by__isnull=False),
                name="label_refused_by_somebody",
            )
        ]

    def __str__(self) -> str:
        return f"{self.round}: {', '.join(self.after)}"

    def restore_words(self, round_: Round) -> None:
        """Set the words of the round as they were before this change, and those that came after it."""
        for later in round_.editorials.filter(pk__gte=self.pk).order_by("-pk"):
            for name, words in later.before.items():
                setattr(round_, name, words)
