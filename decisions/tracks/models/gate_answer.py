"""Answers to gates: laid ready by whoever is in the circle, given by the circle; and the syncs that gave none."""

from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from decisions.tracks.models.gate_verdict import GateCauses, GateVerdict
from decisions.tracks.models.stop_note import StopLines


@dataclass(frozen=True)
class VerdictTerms:
    """What goes with an answer: to go on, what is added to the caps and until when; to stop, the four lines."""

    words: str = ""
    more_money: Decimal | None = None
    more_days: int | None = None
    until: date | None = None
    lines: StopLines | None = None

    def as_json(self) -> dict[str, Any]:
        """Return it as it is kept."""
        found = asdict(self)
        found["more_money"] = None if self.more_money is None else str(self.more_money)
        found["until"] = self.until.isoformat() if self.until else None
        if found["lines"] and found["lines"]["value"] is not None:
            found["lines"]["value"] = str(found["lines"]["value"])
        return found

    @classmethod
    def from_json(cls, kept: dict[str, Any]) -> "VerdictTerms":
        """Read what was kept."""
        lines = kept.get("lines")
        if lines:
            value = lines.get("value")
            lines = StopLines(**{**lines, "value": None if value is None else Decimal(value)})
        money, until = kept.get("more_money"), kept.get("until")
        return cls(
            words=kept.get("words", ""),
            more_money=None if money is None else Decimal(money),
            more_days=kept.get("more_days"),
            until=date.fromisoformat(until) if until else None,
            lines=lines or None,
        )


class GateAnswerQuerySet(models.QuerySet["GateAnswer"]):
    """Finds answers."""

    def ready(self) -> Self:
        """Keep those laid ready for a gate that has not been answered since."""
        return self.filter(given_at=None, withdrawn_at=None, laid_at__gt=models.F("track__looked_at"))

    def given(self) -> Self:
        """Keep those that the circle gave."""
        return self.exclude(given_at=None)


class GateAnswer(models.Model):
    """An answer: laid ready, or given (`given_at`), in a `sync` (S-12) or at once."""

    track = models.ForeignKey("tracks.Track", on_delete=models.PROTECT, related_name="gate_answers")
    kind = models.CharField(_("answer"), max_length=8, choices=GateVerdict)
    terms = models.JSONField(_("terms"), default=dict)
    laid_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("by")
    )
    laid_at = models.DateTimeField(_("laid ready"), db_default=Now())
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    given_at = models.DateTimeField(_("given"), null=True, blank=True)
    cause = models.CharField(_("why it was asked"), max_length=8, choices=GateCauses, blank=True)
    sync = models.CharField(_("sync"), max_length=40, blank=True)

    objects = GateAnswerQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("gate answer")
        verbose_name_plural = _("gate answers")
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return str(self.get_kind_display())

    @property
    def verdict(self) -> GateVerdict:
        """Return what it says."""
        return GateVerdict(self.kind)

    @property
    def read_terms(self) -> VerdictTerms:
        """Return its terms."""
        return VerdictTerms.from_json(self.terms)


class UnansweredSync(models.Model):
    """A sync of the circle that ended without an answer to a gate that was a point of it. Append-only."""

    track = models.ForeignKey("tracks.Track", on_delete=models.PROTECT, related_name="unanswered_syncs")
    sync = models.CharField(_("sync"), max_length=40)
    passed_at = models.DateTimeField(_("ended"))

    class Meta:
        verbose_name = _("sync without an answer")
        verbose_name_plural = _("syncs without an answer")
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return self.sync
