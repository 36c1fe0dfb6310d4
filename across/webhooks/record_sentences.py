"""The events of webhooks as sentences."""

from django.utils.translation import gettext_lazy as _

from across.webhooks.event_types import WebhookEvent
from circles.record.templates import sentences

SENTENCES = {
    WebhookEvent.ADDED: sentences(_("{who} added a webhook to {server}.")),
    WebhookEvent.CHANGED: sentences(_("{who} changed the webhook to {server}.")),
    WebhookEvent.SECRET_RENEWED: sentences(_("{who} renewed the secret of the webhook to {server}.")),
    WebhookEvent.PAUSED: sentences(_("The program at {server} stopped accepting events; its webhook is paused.")),
    WebhookEvent.RESUMED: sentences(_("{who} resumed the webhook to {server}.")),
    WebhookEvent.REMOVED: sentences(_("{who} removed the webhook to {server}.")),
}
