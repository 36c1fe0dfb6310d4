"""What is put on a message beside words: reactions, and the pin that keeps it at the top of its topic."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _now

from chat.chat.broadcasts import broadcast_pins, broadcast_reactions
from chat.chat.domain_events import MessageChange, MessageChanged
from chat.chat.models import Message
from documents.conversation.workflows.reactions import toggle_reaction
from foundation.accounts.models import User
from foundation.audit import clock
from foundation.web.exceptions import Refused
from foundation.web.extension_registry import publish

MOST_PINNED = 20


def react(message: Message, kind: str, *, by: User) -> bool:
    """Give a reaction, or take it back where one has given it; returns whether it stands now. Open pages hear who did,
    and how many did.
    """

    def tell(locked: Message, given: str, stands: bool) -> None:  # noqa: FBT001 as toggle_reaction tells it
        broadcast_reactions(locked, given, by=by, stands=stands)
        change = MessageChange.REACTED
        publish(MessageChanged(message=locked, change=change, by=by, reaction=given, stands=stands))

    return toggle_reaction(message, kind, by=by, tell=tell)


def pin(message: Message, *, by: User, at: datetime | None = None) -> None:
    """Keep a message at the top of its topic, for everyone.

    :raises Refused: beyond `MOST_PINNED` in a topic.
    """
    with transaction.atomic():
        locked = message.locked_to_mark()
        if locked.pinned_at:
            return
        if locked.topic.messages.pinned().count() >= MOST_PINNED:
            raise Refused(_now("Too many messages are pinned here; unpin one first."))
        locked.pinned_at, locked.pinned_by = at or clock.now(), by
        locked.save(update_fields=["pinned_at", "pinned_by"])
        broadcast_pins(locked)


def unpin(message: Message) -> None:
    """Let a message go from the top of its topic."""
    with transaction.atomic():
        locked = message.locked_to_mark()
        locked.pinned_at = locked.pinned_by = None
        locked.save(update_fields=["pinned_at", "pinned_by"])
        broadcast_pins(locked)
