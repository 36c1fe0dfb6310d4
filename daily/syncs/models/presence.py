"""Who is in the live meeting, and who asks to speak."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _


class Presence(models.Model):
    """One person in one sync. No history and no entry each: the minutes and the closing say who was there."""

    sync = models.ForeignKey("syncs.Sync", on_delete=models.PROTECT, related_name="presences")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="presences")
    came_at = models.DateTimeField(_("came"), db_default=Now())
    seen_in_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("seen in by")
    )
    """Who said that they are there; None where they came in themselves."""
    raised_hand_at = models.DateTimeField(_("asked to speak"), null=True, blank=True)

    class Meta:
        verbose_name = _("attendance")
        verbose_name_plural = _("attendance")
        constraints: ClassVar = [models.UniqueConstraint(fields=["sync", "user"], name="present_once")]

    def __str__(self) -> str:
        return f"{self.user}, {self.sync}"

    def come_in(self) -> None:
        """Say oneself that one is there."""
        self.seen_in_by = None
        self.save(update_fields=["seen_in_by"])
