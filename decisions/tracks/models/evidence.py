"""What was found out on a track: words, a link, files, a measured value."""

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from circles.projects.models import Project
from decisions.tracks.gates import MeasuredValue, metric_key
from decisions.tracks.models.criterion import MAX_METRIC, MAX_UNIT, in_unit

MAX_WORDS = 2000


class EvidenceQuerySet(models.QuerySet["Evidence"]):
    """Finds evidence."""

    def standing(self) -> Self:
        """Leave out what was withdrawn."""
        return self.filter(withdrawn_at=None)

    def measured(self) -> Self:
        """Keep what has a value."""
        return self.standing().exclude(value=None)

    def in_project(self, project: Project) -> Self:
        """Keep a project's."""
        return self.filter(track__project=project)

    def in_order(self) -> Self:
        """Order by the day of measuring, then as it was recorded."""
        return self.order_by("measured_on", "pk")


class Evidence(models.Model):
    """One entry of a track's log. A `value` has a metric; `measured_on` is the day it is about."""

    track = models.ForeignKey("tracks.Track", on_delete=models.PROTECT, related_name="evidence")
    words = models.TextField(_("what was found"), blank=True)
    link = models.CharField(_("link"), max_length=400, blank=True)
    metric = models.CharField(_("what is measured"), max_length=MAX_METRIC, blank=True)
    unit = models.CharField(_("unit"), max_length=MAX_UNIT, blank=True)
    value = models.DecimalField(_("value"), max_digits=18, decimal_places=6, null=True, blank=True)
    measured_on = models.DateField(_("day"))
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("recorded by")
    )
    recorded_at = models.DateTimeField(_("recorded"), db_default=Now())
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)
    withdrawn_why = models.CharField(_("why it was withdrawn"), max_length=300, blank=True)

    objects = EvidenceQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("evidence")
        verbose_name_plural = _("evidence")
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(value=None) | ~models.Q(metric=""), name="a_value_has_a_metric")
        ]
        indexes: ClassVar = [models.Index(fields=["track", "measured_on"], name="evidence_of_track")]

    def __str__(self) -> str:
        return f"{self.metric} {self.written}".strip() or self.words[:80] or self.link

    @property
    def key(self) -> str:
        """Return its metric's key."""
        return metric_key(self.metric, self.unit)

    @property
    def reading(self) -> MeasuredValue | None:
        """Return it as the rule reads it, by the day of measuring; None without a value."""
        return None if self.value is None else MeasuredValue(self.key, self.value, self.measured_on)

    @property
    def written(self) -> str:
        """Write the value with its unit; nothing without one."""
        return "" if self.value is None else in_unit(self.value, self.unit)
