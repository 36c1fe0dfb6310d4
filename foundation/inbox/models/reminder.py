"""What a person wants to be reminded of, and when."""

import uuid
from datetime import datetime
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from foundation.accounts.models import User
from foundation.audit import clock
from foundation.web.exceptions import Refused

MOST = 200


class PersonalReminderQuerySet(models.QuerySet["PersonalReminder"]):
    """Finds reminders."""

    def of(self, user: User) -> Self:
        """Keep a person's, the nearest first."""
        return self.filter(user=user).order_by("at", "made_at")

    def due(self, now: datetime) -> Self:
        """Keep those whose time has come, the oldest first."""
        return self.filter(at__lte=now).order_by("at", "made_at").select_related("user")


class PersonalReminder(models.Model):
    """A thing, named loosely, that comes into a person's inbox at a time; nobody else sees it. No history: it is there
    until then.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="reminders")
    project = models.UUIDField()
    title = models.CharField(_("title"), max_length=300)
    address = models.CharField(max_length=400)
    at = models.DateTimeField(_("at"), db_index=True)
    made_at = models.DateTimeField(db_default=Now())

    objects = PersonalReminderQuerySet.as_manager()

    class Meta:
        verbose_name = _("reminder")
        verbose_name_plural = _("reminders")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "project", "address"], name="one_reminder_a_thing"),
        ]

    def __str__(self) -> str:
        return str(self.pk)  # an administrator reads this

    @classmethod
    def put(cls, user: User, *, project: uuid.UUID, title: str, address: str, at: datetime) -> "PersonalReminder":
        """Remind a person of a thing at a time; of one that they have a reminder of, at this time instead.

        :raises Refused: for a time that is over, and for more than two hundred.
        """
        if at <= clock.now():
            raise Refused(_now("Choose a date in the future."))
        known = cls.objects.filter(user=user, project=project, address=address)
        if not known.exists() and cls.objects.filter(user=user).count() >= MOST:
            raise Refused(_now("You have two hundred reminders already; remove one first."))
        values = {"title": title[:300], "at": at}
        return cls.objects.update_or_create(user=user, project=project, address=address, defaults=values)[0]
