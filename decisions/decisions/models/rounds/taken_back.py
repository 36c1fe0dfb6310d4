"""That a position was taken back within ten minutes: what stood before it stands again."""

from datetime import timedelta

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

TAKEN_BACK_WITHIN = timedelta(minutes=10)


class TakenBack(models.Model):
    """A position that its person has undone. Append-only: no history needed."""

    position = models.OneToOneField("decisions.Position", on_delete=models.PROTECT, related_name="taken_back")
    taken_back_at = models.DateTimeField(_("taken back"), db_default=Now())

    class Meta:
        verbose_name = _("position taken back")
        verbose_name_plural = _("positions taken back")

    def __str__(self) -> str:
        return f"{self.position}"
