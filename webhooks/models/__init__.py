"""Who hears of what, and what is on its way to them."""

from webhooks.models.outgoing import OutgoingWebhook, WebhookAttempt
from webhooks.models.webhook import KEPT_FOR, MOST, OVERLAP, Webhook, WebhookQuerySet, known_types

__all__ = [
    "KEPT_FOR",
    "MOST",
    "OVERLAP",
    "OutgoingWebhook",
    "Webhook",
    "WebhookAttempt",
    "WebhookQuerySet",
    "known_types",
]
