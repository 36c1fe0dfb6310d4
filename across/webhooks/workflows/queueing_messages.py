"""Queue what is said in rooms for the webhooks that read along there, in the transaction in which it is said."""

import secrets
from typing import Any

from across.webhooks.models import OutgoingWebhook, Webhook
from across.webhooks.workflows.queueing import wake
from chat.chat.domain_events import MessageChanged


def queue_message(event: MessageChanged) -> None:
    """Put a message into the outbox of each webhook of its room whose owner may read it. Direct messages are in no
    room: no program is sent them.
    """
    topic = event.message.topic
    if topic.is_direct:
        return
    found = Webhook.objects.living().filter(project=topic.project_id).select_related("owner")
    wanted = [hook for hook in found if hook.wants_message(topic.scope, event.change)]
    readers = event.message.readers_among([hook.owner for hook in wanted]) if wanted else ()
    about: dict[str, Any] = {"type": str(event.change), "actor": str(event.by.pk) if event.by else None}
    if event.reaction:
        about |= {"reaction": event.reaction, "stands": event.stands}
    for hook in wanted:
        if hook.owner_id in readers:
            key = f"msg_{hook.key[:12]}_{secrets.token_hex(8)}"
            OutgoingWebhook.objects.create(key=key, webhook=hook, message=event.message, about=about)
            wake(hook)
