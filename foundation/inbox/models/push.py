"""Devices that take push notifications, and what waits to leave to them."""

from typing import ClassVar

from django.db import models, transaction
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from foundation.accounts.models import User
from foundation.inbox.models.outgoing import Outgoing, OutgoingQuerySet, open_projects

MOST = 20
"""So many devices a person hears of things on: each notice is sent to all."""


class PushSubscription(models.Model):
    """A device on which a person wants to hear of what reaches them by push. It ends with the session it began in."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="push_subscriptions")
    endpoint = models.URLField(_("address"), max_length=600, unique=True)
    public_key = models.CharField(max_length=120, editable=False)
    secret = models.CharField(max_length=60, editable=False)
    device = models.CharField(_("device"), max_length=120, blank=True)
    session_key = models.CharField(max_length=40, editable=False)
    since = models.DateTimeField(_("since"), db_default=Now())

    class Meta:
        verbose_name = _("push device")
        verbose_name_plural = _("push devices")

    def __str__(self) -> str:
        return f"{self.user}: {self.device}"

    @classmethod
    def keep(cls, user: User, endpoint: str, **details: str) -> None:
        """Let a person hear of things on a device; asked again, it is the same one. What still waits for who used it
        before goes, and of too many devices the oldest.
        """
        with transaction.atomic():
            for earlier in cls.objects.filter(endpoint=endpoint).exclude(user=user):
                earlier.delete()
            kept = cls.objects.filter(endpoint=endpoint).first() or cls(endpoint=endpoint, user=user)
            for name, value in details.items():
                setattr(kept, name, value)
            kept.save()
            for oldest in user.push_subscriptions.order_by("-since", "-pk")[MOST:]:
                oldest.delete()

    @classmethod
    def move(cls, user: User, before: str | None, after: str | None) -> None:
        """Let the device of a session that got another key go on with that."""
        if before and after and before != after:
            for device in cls.objects.filter(user=user, session_key=before):
                device.session_key = after
                device.save()


class OutgoingPush(Outgoing):
    """A push notification on its way to one device."""

    subscription = models.ForeignKey(PushSubscription, on_delete=models.CASCADE, related_name="outgoing")
    title = models.CharField(max_length=300)
    body = models.CharField(max_length=300, blank=True)
    address = models.CharField(max_length=400)
    tag = models.CharField(max_length=120)
    """What it is about: a newer one takes the place of an older one on the screen."""
    project = models.UUIDField(null=True)
    """Of which it tells a person who is in it; it leaves only while they are."""

    objects = OutgoingQuerySet["OutgoingPush"].as_manager()

    class Meta:
        verbose_name = _("push notification")
        verbose_name_plural = _("push notifications")
        indexes: ClassVar = [
            models.Index(fields=["written_at"], condition=models.Q(sent_at=None, failed_at=None), name="unsent_pushes"),
        ]

    def __str__(self) -> str:
        return f"{self.subscription}: {self.title}"

    @property
    def is_open(self) -> bool:
        """Return whether its person may still read what it tells."""
        person = self.subscription.user
        return person.is_active and (self.project is None or str(self.project) in open_projects(person))
