"""What a program is sent of a message: as it is now, and nothing of its words once it was taken back."""

from typing import Any

from django.conf import settings

from across.webhooks.models import OutgoingWebhook


def payload_of_message(one: OutgoingWebhook) -> dict[str, Any]:
    """Return what happened, to which message, in which topic of which room."""
    message = one.message
    if message is None:
        return {}
    topic, author = message.topic, message.author
    said: dict[str, Any] = {
        "id": str(message.pk),
        "number": message.seq,
        "author": {"id": str(author.pk), "name": author.name} if author else None,
        "said_at": message.said_at.isoformat(),
        "edited_at": message.edited_at.isoformat() if message.edited_at else None,
        "removed_at": message.removed_at.isoformat() if message.removed_at else None,
        "reply_to": str(message.reply_to_id) if message.reply_to_id else None,
        "text": "" if message.removed_at else message.text,
        "address": settings.BASE_URL + message.get_absolute_url(),
    }
    return {
        "project": topic.project.slug,
        "room": topic.scope,
        "topic": {"id": str(topic.pk), "name": topic.name, "about": topic.thing_reference},
        "message": said,
        **{name: value for name, value in one.about.items() if name != "type"},
    }
