"""Devices that take push notifications, and what waits to leave to them."""

from typing import ClassVar

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from inbox.models.outgoing import Outgoing, OutgoingQuerySet


class PushSubscription(models.Model):
    """A device on which somebody wants to hear of what reaches them by push. It ends with the session it began in."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="push_subscriptions")
    endpoint = models.URLField(_("address"), max_length=600, unique=True)
    public_key = models.CharField(max_length=120, editable=False)
    secret = models.CharField(max_length=60, editable=False)
    device = models.CharField(_("device"), max_length=120, blank=True)
    session_key = models.CharField(max_length=40, editable=False)
    since = models.DateTimeField(_("since"), db_default=Now())

    class Meta:
        verbose_name = _("device for push")
        verbose_name_plural = _("devices for push")

    def __str__(self) -> str:
        return f"{self.user}: {self.device}"


class OutgoingPush(Outgoing):
    """A push notification on its way to one device."""

    subscription = models.ForeignKey(PushSubscription, on_delete=models.CASCADE, related_name="outgoing")
    title = models.CharField(max_length=300)
    body = models.CharField(max_length=300, blank=True)
    address = models.CharField(max_length=400)
    tag = models.CharField(max_length=120)
    """What it is about: a newer one takes the place of an older one on the screen."""

    objects = OutgoingQuerySet["OutgoingPush"].as_manager()

    class Meta:
        verbose_name = _("push notification")
        verbose_name_plural = _("push notifications")
        indexes: ClassVar = [
            models.Index(fields=["written_at"], condition=models.Q(sent_at=None, failed_at=None), name="unsent_pushes"),
        ]

    def __str__(self) -> str:
        return f"{self.subscription}: {self.title}"
