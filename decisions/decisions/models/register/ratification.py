"""Which decision ratified which text of a clause: why a clause is there."""

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from decisions.decisions.models.register.decision import Decision
from decisions.specification.models import Clause, RatifiedText


class RatificationQuerySet(models.QuerySet["Ratification"]):
    """Finds ratifications."""

    def of_clause(self, clause: Clause) -> Self:
        """Keep those of a clause, the last one first."""
        return self.filter(text__clause=clause).order_by("-pk")

    def with_decision(self) -> Self:
        """Fetch along what a line shows."""
        return self.select_related(
            "decision__project", "decision__circle", "decision__owner", "text__baseline__project", "text__clause"
        )


class Ratification(models.Model):
    """That a decision ratified a text of a clause. Append-only."""

    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="ratifications")
    text = models.OneToOneField(RatifiedText, on_delete=models.PROTECT, related_name="ratification")

    objects = RatificationQuerySet.as_manager()

    class Meta:
        verbose_name = _("ratification")
        verbose_name_plural = _("ratifications")

    def __str__(self) -> str:
        return f"{self.decision_id} {self.text_id}"
