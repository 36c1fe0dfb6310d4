"""Which program is sent what, and what is on its way."""

from across.webhooks.models.outgoing import OutgoingWebhook, WebhookAttempt
from across.webhooks.models.webhook import EVERY, KEPT_FOR, MOST, OVERLAP, Webhook, WebhookQuerySet, known_types

__all__ = [
    "EVERY",
    "KEPT_FOR",
    "MOST",
    "OVERLAP",
    "OutgoingWebhook",
    "Webhook",
    "WebhookAttempt",
    "WebhookQuerySet",
    "known_types",
]
