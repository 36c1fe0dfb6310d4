"""Webhooks lead from this server to others, as their owner; they stay here, and go with their owner."""

from across.webhooks.models import OutgoingWebhook, Webhook, WebhookAttempt
from foundation.web.kept_data import KeptData

KEPT_DATA = KeptData(
    app="webhooks",
    left_out={
        Webhook: "programs that this server sends events to; on another one their owners name them anew",
        OutgoingWebhook: "events on their way from this server",
        WebhookAttempt: "what came of sending events from this server",
    },
    private={
        WebhookAttempt: "outgoing__webhook__owner",
        OutgoingWebhook: "webhook__owner",
        Webhook: "owner",
    },
)
