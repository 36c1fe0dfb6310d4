"""An objection that another person had lifted, and that its objector reopened."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _


class ObjectionReopening(models.Model):
    """The objector's word that it stands after all, once, and how it had been lifted. Append-only: no history
    needed.
    """

    objection = models.OneToOneField("decisions.Objection", on_delete=models.PROTECT, related_name="reopening")
    because = models.TextField(_("why it stands"), blank=True)
    lifted_at = models.DateTimeField(_("had been lifted"))
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("by")
    )
    lifted_because = models.TextField(_("for this reason"), blank=True)
    reopened_at = models.DateTimeField(_("reopened"), db_default=Now())

    class Meta:
        verbose_name = _("reopened objection")
        verbose_name_plural = _("reopened objections")
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return str(self.objection)
