"""An urgent act: done first, told within a day, on the next sync to keep or undo."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from circles.projects.models import Reversibility
from foundation.web.exceptions import Refused


class UrgentAct(models.Model):
    """What was done before anyone could be asked; its proposal asks whether it is kept. `undone_at`: it was not."""

    proposal = models.OneToOneField("decisions.Proposal", on_delete=models.PROTECT, related_name="urgent_act")
    acted_at = models.DateTimeField(_("done"))
    undone_at = models.DateTimeField(_("undone"), null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    undone_how = models.TextField(_("how it was undone"), blank=True)
    undone_in = models.CharField(_("undone in"), max_length=200, blank=True)

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("urgent act")
        verbose_name_plural = _("urgent acts")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(undone_at=None, undone_how="") | models.Q(undone_at__isnull=False),
                name="undone_with_words",
            )
        ]

    def __str__(self) -> str:
        return f"{self.proposal.reference} {self.proposal.title}"

    def refuse_more(self, changes: Mapping[str, Any]) -> None:
        """Raise `Refused` where a change of its proposal makes it more than what was done and told; it may have cost
        less.
        """
        refuse_no_act(changes)
        if changes.get("cost", 0) > self.proposal.cost:
            raise Refused(_now("It was reported with its cost. Anything on top has not been done yet: propose it."))


def refuse_no_act(terms: Mapping[str, Any]) -> None:
    """Raise `Refused` where a proposal with these terms asks for more than to keep what was done: the very next sync
    takes it, so nothing else may come along.
    """
    if terms.get("reversibility", Reversibility.EASY) == Reversibility.IRREVERSIBLE:
        raise Refused(
            _now("What cannot be undone is not kept or undone afterwards: ask first, or propose what follows.")
        )
    if any(terms.get(name) for name in ("replaces", "revokes", "carries_out")):
        raise Refused(_now("What was decided is changed by a decision, never by an act."))
