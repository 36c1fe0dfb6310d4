"""At which step a proposal is that is led step by step in a sync, and whose turn it is."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from daily.syncs.models.agenda_item import AgendaItem
from daily.syncs.models.step_kind import StepKind


class LedStep(models.Model):
    """The step of a point, and who speaks. No history: it goes on while its sync runs, and the record has the steps."""

    point = models.OneToOneField(AgendaItem, on_delete=models.CASCADE, primary_key=True, related_name="led_step")
    step = models.CharField(_("step"), max_length=12, choices=StepKind)
    begun_at = models.DateTimeField(_("begun"))
    speaker = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("speaks")
    )
    led_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("led by")
    )
    """Who facilitated as the step began: they speak last in it, also where they hand the sync over meanwhile."""

    class Meta:
        verbose_name = _("step of a point")
        verbose_name_plural = _("steps of points")

    def __str__(self) -> str:
        return self.step

    @property
    def current(self) -> StepKind:
        """Return the step that is on."""
        return StepKind(self.step)
