"""What the record and inboxes keep of webhooks themselves. Which events are sent:
`across/webhooks/offered_events.py`.
"""

from django.utils.translation import gettext_lazy as _

from foundation.audit.event_types import EventType, goes_on_when_closed


class WebhookEvent(EventType):
    """What the record keeps of webhooks."""

    ADDED = "webhook.added", _("added a webhook")
    CHANGED = "webhook.changed", _("changed a webhook")
    SECRET_RENEWED = "webhook.secret_renewed", _("renewed the secret of a webhook")
    PAUSED = "webhook.paused", _("paused a webhook whose address no longer accepts events")
    RESUMED = "webhook.resumed", _("resumed a webhook")
    REMOVED = "webhook.removed", _("removed a webhook")


goes_on_when_closed(WebhookEvent.REMOVED)
