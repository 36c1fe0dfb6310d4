"""What was decided on a suggestion: it keeps its words, and can be taken back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from documents.documents.event_types import DocumentEvent
from documents.documents.models.suggestion import Suggestion
from foundation.web.closed_choice import ClosedChoice


@dataclass(frozen=True, kw_only=True)
class SuggestionVerdictFacts:
    """What the program asks of a verdict: the `event` that tells of it, what becomes of a suggestion of which nothing
    else is decided (`outcome`), which of its numbers counts the changes, and whether these come into the text.
    """

    event: DocumentEvent
    outcome: Suggestion.Outcome
    counted_as: str
    is_accepted: bool


class VerdictKind(ClosedChoice):
    """What can be decided on a suggestion."""

    facts: SuggestionVerdictFacts

    ACCEPT = (
        "accept",
        SuggestionVerdictFacts(
            event=DocumentEvent.SUGGESTION_ACCEPTED,
            outcome=Suggestion.Outcome.ACCEPTED,
            counted_as="accepted",
            is_accepted=True,
        ),
        pgettext_lazy("suggestion", "Accept"),
    )
    REFUSE = (
        "refuse",
        SuggestionVerdictFacts(
            event=DocumentEvent.SUGGESTION_REFUSED,
            outcome=Suggestion.Outcome.REFUSED,
            counted_as="refused",
            is_accepted=False,
        ),
        pgettext_lazy("suggestion", "Refuse"),
    )


class SuggestionVerdictQuerySet(models.QuerySet["SuggestionVerdict"]):
    """Finds verdicts."""

    def in_force(self) -> Self:
        """Keep those that were not taken back, oldest first."""
        return self.filter(undone_at=None).order_by("pk")


class SuggestionVerdict(models.Model):
    """Changes of a suggestion that one person accepted or refused at once.

    `changes` are what was read: for each its `key`, `kind`, `words` (a list of `[same | ins | del, text]`) and `looks`
    (`[look, whether it is given, text]`).
    `text_seq` and `own_seq` are the places of both logs that it was made of, `written_seq` that of the edit which an
    acceptance made. No simple-history: it is written once, and once taken back.
    """

    suggestion = models.ForeignKey(Suggestion, on_delete=models.PROTECT, related_name="verdicts")
    is_accepted = models.BooleanField(_("accepted"), editable=False)
    changes = models.JSONField(_("changes"), default=list, editable=False)
    batch = models.UUIDField(
        _("batch"), null=True, editable=False, help_text=_("Suggestions decided together share it.")
    )
    text_seq = models.PositiveIntegerField(_("place in the text"), editable=False)
    own_seq = models.PositiveIntegerField(_("place in the suggestion"), editable=False)
    written_seq = models.PositiveIntegerField(_("place of the edit"), null=True, editable=False)
    decided_at = models.DateTimeField(_("decided"), db_default=Now(), editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )
    undone_at = models.DateTimeField(_("undone at"), null=True, editable=False)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )

    objects = SuggestionVerdictQuerySet.as_manager()

    class Meta:
        verbose_name = _("verdict on a suggestion")
        verbose_name_plural = _("verdicts on suggestions")
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return f"{self.suggestion_id} {self.decided_at:%F}"

    @property
    def kind(self) -> VerdictKind:
        """Return what was decided."""
        return next(kind for kind in VerdictKind if kind.facts.is_accepted == self.is_accepted)
