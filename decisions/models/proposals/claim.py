"""A claim: "this affects us"."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from circles.models import Circle


class Claim(models.Model):
    """A circle's word that a proposal affects it. Append-only: no history needed."""

    proposal = models.ForeignKey("decisions.Proposal", on_delete=models.PROTECT, related_name="claims")
    circle = models.ForeignKey(Circle, on_delete=models.PROTECT, related_name="claims", verbose_name=_("circle"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("by"))
    what = models.CharField(_("what of theirs"), max_length=200)
    made_at = models.DateTimeField(_("made"), db_default=Now())

    class Meta:
        verbose_name = _("claim")
        verbose_name_plural = _("claims")
        constraints: ClassVar = [models.UniqueConstraint(fields=["proposal", "circle"], name="one_claim_per_circle")]

    def __str__(self) -> str:
        return f"{self.circle}: {self.what}"
