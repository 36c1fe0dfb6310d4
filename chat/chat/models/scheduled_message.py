"""A scheduled message: one that is to be sent at its time."""

import uuid
from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from chat.chat.models.topic import Topic
from circles.projects.models import Project
from foundation.accounts.models import User


class ScheduledMessageQuerySet(models.QuerySet["ScheduledMessage"]):
    """Finds scheduled messages."""

    def of(self, user: User, project: Project) -> Self:
        """Keep a person's in a project that are still to come, the nearest first."""
        found = self.filter(author=user, topic__project=project).order_by("send_at", "pk")
        return found.select_related("topic__project", "topic__room__circle")

    def due(self, now: datetime) -> Self:
        """Keep those whose time has come, the oldest first."""
        return self.filter(send_at__lte=now).order_by("send_at", "pk").select_related("topic__project", "author")


class ScheduledMessage(models.Model):
    """What a person wrote to be said in a topic at a time; only they see it until then. No history: it goes once it is
    said. Its id becomes the message's, so that it is said once.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="scheduled")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", verbose_name=_("by")
    )
    text = models.TextField(_("text"))
    send_at = models.DateTimeField(_("to be sent"), db_index=True)
    written_at = models.DateTimeField(_("written"), db_default=Now())

    objects = ScheduledMessageQuerySet.as_manager()

    class Meta:
        verbose_name = _("scheduled message")
        verbose_name_plural = _("scheduled messages")

    def __str__(self) -> str:
        return str(self.pk)  # an administrator reads this
