"""The events of webhooks as sentences."""

from django.utils.translation import gettext_lazy as _

from circles.record.templates import sentences
from webhooks.event_types import WebhookEvent

SENTENCES = {
    WebhookEvent.ADDED: sentences(_("{who} lets a program at {server} hear of events.")),
    WebhookEvent.CHANGED: sentences(_("{who} changed what the program at {server} hears of.")),
    WebhookEvent.SECRET_RENEWED: sentences(_("{who} renewed the secret of the program at {server}.")),
    WebhookEvent.PAUSED: sentences(_("The program at {server} takes nothing any more, so it is sent nothing.")),
    WebhookEvent.RESUMED: sentences(_("{who} has the program at {server} hear of events again.")),
    WebhookEvent.REMOVED: sentences(_("{who} lets the program at {server} hear of nothing any more.")),
}
