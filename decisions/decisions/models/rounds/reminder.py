"""Reminders of a round: at half and at nine tenths of its window, who has yet to speak gets one each."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from decisions.decisions.models.rounds.round import Round


class Reminder(models.Model):
    """One person reminded of one round. Append-only, and unique: however often it is tried, there is one."""

    class Mark(models.IntegerChoices):
        """How much of the window had passed, in percent."""

        HALF = 50, _("at half of the window")
        NINETY = 90, _("at nine tenths of the window")

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="reminders")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("person")
    )
    mark = models.PositiveSmallIntegerField(_("when"), choices=Mark)
    reminded_at = models.DateTimeField(_("reminded"), db_default=Now())

    class Meta:
        verbose_name = _("reminder")
        verbose_name_plural = _("reminders")
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["round", "user", "mark"], name="reminded_once_at_each_mark")
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.round}, {self.mark} %"
