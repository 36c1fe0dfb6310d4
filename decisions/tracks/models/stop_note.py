"""What stays of a track that was stopped: four lines, the last of which may be watched."""

from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from decisions.tracks.gates import Operator, Threshold, metric_key
from decisions.tracks.models.criterion import MAX_METRIC, MAX_UNIT, OPERATORS, with_sign
from decisions.tracks.models.evidence import Evidence
from decisions.tracks.models.track_state import TrackState

MAX_LINE = 1000


@dataclass(frozen=True)
class StopLines:
    """The four lines; with a metric, `reopen_if` is watched."""

    learned: str
    evidence: str
    reuse: str
    reopen_if: str
    metric: str = ""
    unit: str = ""
    operator: str = ""
    value: Decimal | None = None


class StopNoteQuerySet(models.QuerySet["StopNote"]):
    """Finds stop notes."""

    def watched(self) -> Self:
        """Keep the last notes of stopped tracks whose *reopen if* is watched, and that nothing has met."""
        later = StopNote.objects.filter(track=models.OuterRef("track"), pk__gt=models.OuterRef("pk"))
        stopped = self.filter(track__ending=TrackState.STOPPED, reopen_met_at=None).exclude(value=None)
        return stopped.filter(~models.Exists(later))

    def reopenable(self) -> Self:
        """Keep those of stopped tracks that a value has met, and nobody has answered."""
        return self.filter(track__ending=TrackState.STOPPED, dismissed_at=None).exclude(reopen_met_at=None)


class StopNote(models.Model):
    """Why a track was stopped. Written once; `reopen_met_by` is the first value that met its *reopen if*."""

    track = models.ForeignKey("tracks.Track", on_delete=models.PROTECT, related_name="stop_notes")
    learned = models.TextField(_("what we now know"))
    evidence = models.TextField(_("the evidence"))
    reuse = models.TextField(_("what can be reused"))
    reopen_if = models.TextField(_("reopen if…"))
    metric = models.CharField(_("what is measured"), max_length=MAX_METRIC, blank=True)
    unit = models.CharField(_("unit"), max_length=MAX_UNIT, blank=True)
    operator = models.CharField(_("is"), max_length=2, choices=OPERATORS, blank=True)
    value = models.DecimalField(_("value"), max_digits=18, decimal_places=6, null=True, blank=True)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("written by")
    )
    written_at = models.DateTimeField(_("written"), db_default=Now())
    reopen_met_at = models.DateTimeField(_("could reopen since"), null=True, blank=True)
    reopen_met_by = models.ForeignKey(Evidence, on_delete=models.PROTECT, null=True, blank=True, related_name="reopens")
    dismissed_at = models.DateTimeField(_("left stopped"), null=True, blank=True)
    dismissed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = StopNoteQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("stop note")
        verbose_name_plural = _("stop notes")
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(value=None) | (~models.Q(metric="") & ~models.Q(operator="")),
                name="watched_by_a_metric",
            )
        ]

    def __str__(self) -> str:
        return self.learned[:80]

    @property
    def threshold(self) -> Threshold | None:
        """Return what is watched, or None."""
        if self.value is None:
            return None
        return Threshold(metric_key(self.metric, self.unit), Operator(self.operator), self.value)

    @property
    def limit(self) -> str:
        """Say what is watched: leak ≤ 0.1 ml/h; nothing without a metric."""
        if self.value is None:
            return ""
        return f"{self.metric} {with_sign(Operator(self.operator), self.value, self.unit)}"
