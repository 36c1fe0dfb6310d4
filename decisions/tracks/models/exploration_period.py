"""When a track was explored, from when to when: the path that pictures draw; and what was spent on it."""

from datetime import date
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from circles.money.models import Expense
from decisions.tracks.models.track_state import TrackState


class ExplorationPeriod(models.Model):
    """Days on which a track was explored without a break; `ended_on` None while it goes on. `ending` says as what it
    ended, `because` why.
    """

    track = models.ForeignKey("tracks.Track", on_delete=models.PROTECT, related_name="exploration_periods")
    began_on = models.DateField(_("from"))
    ended_on = models.DateField(_("until"), null=True, blank=True)
    ending = models.CharField(_("ended as"), max_length=8, blank=True)
    because = models.CharField(_("because"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("exploration period")
        verbose_name_plural = _("exploration periods")
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["track"], condition=models.Q(ended_on=None), name="one_exploration_period_at_a_time"
            ),
            models.CheckConstraint(
                condition=models.Q(ended_on=None) | models.Q(ended_on__gte=models.F("began_on")),
                name="exploration_period_ends_after_it_began",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.began_on} – {self.ended_on or ''}"

    @property
    def ended_words(self) -> str:
        """Say as what it ended, and why; nothing while it goes on."""
        label = str(TrackState(self.ending).label) if self.ending else ""
        return f"{label}: {self.because}" if self.because else label

    def days(self, today: date) -> int:
        """Count its days up to its end, or up to today."""
        return max(0, ((self.ended_on or today) - self.began_on).days)


class TrackExpense(models.Model):
    """An expense that draws on a track's cap."""

    track = models.ForeignKey("tracks.Track", on_delete=models.PROTECT, related_name="track_expenses")
    expense = models.OneToOneField(Expense, on_delete=models.PROTECT, related_name="on_track")

    class Meta:
        verbose_name = _("expense of a track")
        verbose_name_plural = _("expenses of tracks")
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return str(self.expense)
