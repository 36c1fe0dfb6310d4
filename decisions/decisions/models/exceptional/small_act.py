"""A small act inside scope, recorded after the fact in one line: done, and a decision at once."""

from typing import ClassVar

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _


class SmallAct(models.Model):
    """That a decision was recorded after the fact: nobody was asked. Append-only: no history needed."""

    decision = models.OneToOneField("decisions.Decision", on_delete=models.PROTECT, related_name="small_act")
    done_on = models.DateField(_("done on"))
    recorded_at = models.DateTimeField(_("recorded"), db_default=Now())

    class Meta:
        verbose_name = _("act recorded after the fact")
        verbose_name_plural = _("acts recorded after the fact")
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return f"{self.decision.reference} {self.decision.title}"
