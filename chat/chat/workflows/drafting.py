"""What is being written, kept on the server until it is sent."""

from django.db import transaction

from chat.chat.broadcasts import broadcast_draft
from chat.chat.models import MessageDraft
from documents.conversation.text.mentions import MAX_TEXT
from foundation.accounts.models import User
from foundation.audit import clock


def save_draft(place: str, text: str, *, by: User, device: str = "") -> None:
    """Keep what a person has begun to write at a place, or nothing any more; their other devices are told. `device`
    names the page that says so.
    """
    text = text[:MAX_TEXT]
    with transaction.atomic():
        if text.strip():
            MessageDraft.objects.update_or_create(
                user=by, place=place, defaults={"text": text, "saved_at": clock.now()}
            )
        else:
            MessageDraft.objects.filter(user=by, place=place).delete()
        broadcast_draft(by, place, text, device=device)
