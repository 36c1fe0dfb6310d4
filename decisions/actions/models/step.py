"""A line of an action's checklist."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

MAX_STEP = 300
MAX_STEPS = 100


class Step(models.Model):
    """One thing to tick. Steps stand in the order in which they were added."""

    action = models.ForeignKey("actions.Action", on_delete=models.PROTECT, related_name="steps")
    text = models.CharField(_("what"), max_length=MAX_STEP)
    done_at = models.DateTimeField(_("done"), null=True, blank=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("step")
        verbose_name_plural = _("steps")
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return self.text
