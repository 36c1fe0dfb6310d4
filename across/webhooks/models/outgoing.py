"""What is on its way to programs, and what came of each try."""

from datetime import datetime
from typing import ClassVar, Self

from django.db import models, transaction
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from across.webhooks.models.webhook import Webhook
from chat.chat.models import Message
from foundation.audit.models import Entry
from foundation.inbox.models.outgoing import Outgoing, OutgoingQuerySet


class OutgoingWebhookQuerySet(OutgoingQuerySet["OutgoingWebhook"]):
    """Finds what is on its way."""

    def sendable(self, now: datetime) -> Self:
        """Keep what is due of webhooks that are neither removed nor paused."""
        return self.due(now).filter(webhook__ended_at=None, webhook__paused_at=None)

    def of(self, webhook: Webhook) -> Self:
        """Keep what went or goes to one, the newest first."""
        return self.filter(webhook=webhook).select_related("entry").order_by("-written_at", "-pk")


class OutgoingWebhook(Outgoing):
    """An event on its way to a program; a trial has no entry. No history: its tries are kept beside it. Its key is the
    id that its receiver sees, also when it is sent again.
    """

    webhook = models.ForeignKey(Webhook, on_delete=models.CASCADE, related_name="outgoing")
    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, null=True, related_name="+")
    message = models.ForeignKey(Message, on_delete=models.CASCADE, null=True, related_name="+")
    about = models.JSONField(_("about what"), default=dict, blank=True, editable=False)
    """Of a message: what happened to it, by whom. Its words are read when they are sent, and not kept here."""

    objects = OutgoingWebhookQuerySet.as_manager()

    class Meta:
        verbose_name = _("webhook delivery")
        verbose_name_plural = _("webhook deliveries")
        indexes: ClassVar = [
            models.Index(fields=["written_at"], condition=models.Q(sent_at=None, failed_at=None), name="unsent_events"),
            models.Index(fields=["webhook", "-written_at"], name="outgoing_of_webhook"),
        ]

    def __str__(self) -> str:
        return self.key

    @property
    def event(self) -> str:
        """Return the type of its event."""
        return self.entry.event if self.entry else str(self.about.get("type", TRIAL))

    def send_again(self) -> None:
        """Let it leave once more, under the same id."""
        with transaction.atomic():
            mine = type(self).objects.select_for_update().get(pk=self.pk)
            mine.sent_at = mine.failed_at = mine.taken_at = mine.next_try_at = None
            mine.attempts, mine.error = 0, ""
            mine.save()


TRIAL = "webhook.trial"
"""The type of what is sent to try whether it arrives; no event of the record."""


class WebhookAttempt(models.Model):
    """One try to send. Never changed, and deleted with what was sent: no history."""

    outgoing = models.ForeignKey(OutgoingWebhook, on_delete=models.CASCADE, related_name="tries")
    at = models.DateTimeField(_("at"), db_default=Now())
    status = models.PositiveSmallIntegerField(_("status"), default=0)
    took_ms = models.PositiveIntegerField(_("milliseconds"), default=0)
    answer = models.CharField(_("answer"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("delivery attempt")
        verbose_name_plural = _("delivery attempts")

    def __str__(self) -> str:
        return f"{self.status} {self.answer[:40]}"
