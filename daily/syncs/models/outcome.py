"""What came out of a sync: decisions, actions, infos; made only while it runs."""

from dataclasses import dataclass
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from foundation.web.closed_choice import ClosedChoice


@dataclass(frozen=True)
class OutcomeFacts:
    """What the program asks of a kind of outcome: the list of the minutes that has it, and how so many are said."""

    listed_as: str
    counted: Any


class OutcomeKind(ClosedChoice):
    """What kind of thing came out."""

    facts: OutcomeFacts

    DECISION = (
        "decision",
        OutcomeFacts("decisions", ngettext_lazy("%(n)d decision", "%(n)d decisions", "n")),
        _("decision"),
    )
    ACTION = "action", OutcomeFacts("actions", ngettext_lazy("%(n)d action", "%(n)d actions", "n")), _("action")
    INFO = "info", OutcomeFacts("infos", ngettext_lazy("%(n)d info", "%(n)d infos", "n")), _("info")


class Outcome(models.Model):
    """One thing that came out; names it by reference so that the minutes can be built from these rows.

    Rows are created while the sync runs and never edited: no history.
    """

    sync = models.ForeignKey("syncs.Sync", on_delete=models.PROTECT, related_name="outcomes")
    point = models.ForeignKey("syncs.AgendaItem", on_delete=models.PROTECT, null=True, related_name="outcomes")
    kind = models.CharField(_("kind"), max_length=8, choices=OutcomeKind)
    reference = models.CharField(_("reference"), max_length=40, blank=True)
    text = models.TextField(_("text"))
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("owner"),
    )
    address = models.CharField(max_length=400, blank=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(db_default=Now())

    class Meta:
        verbose_name = _("outcome")
        verbose_name_plural = _("outcomes")
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return f"{self.reference} {self.said}".strip()

    @property
    def said(self) -> str:
        """Return its text, and of an action whose it was: by the name that they have now."""
        return f"{self.text} ({self.owner.name})" if self.owner else self.text
