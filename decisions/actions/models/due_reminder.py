"""Who was reminded of which day: nobody twice."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class DueReminder(models.Model):
    """A person was reminded that their action is due. Written once; a moved day or a new owner is reminded anew."""

    class Mark(models.IntegerChoices):
        """When, seen from the day it is due."""

        BEFORE = -1, _("the day before")
        DAY = 0, _("the day itself")
        AFTER = 1, _("overdue")

    action = models.ForeignKey("actions.Action", on_delete=models.PROTECT, related_name="reminders")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    due_on = models.DateField(_("due"))
    mark = models.SmallIntegerField(_("when"), choices=Mark)
    reminded_at = models.DateTimeField(_("reminded"))

    class Meta:
        verbose_name = _("reminder of an action")
        verbose_name_plural = _("reminders of actions")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["action", "user", "due_on", "mark"], name="reminded_once_of_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.action} {self.due_on} {self.mark:+}"
