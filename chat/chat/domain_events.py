"""What chat publishes to the apps above it: `webhooks` sends it to the programs that read along in a room."""

from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _

from chat.chat.models import Message
from foundation.accounts.models import User
from foundation.web.extension_registry import DomainEvent


class MessageChange(models.TextChoices):
    """What happened to a message, as programs are told. Webhooks offer each member, so what does it publishes it, and
    `docs/interfaces.md` lists it.
    """

    POSTED = "chat.message_posted", _("posted a message")
    EDITED = "chat.message_edited", _("edited a message")
    DELETED = "chat.message_deleted", _("deleted a message")
    REACTED = "chat.message_reacted", _("reacted to a message, or took that back")


@dataclass(frozen=True, kw_only=True)
class MessageChanged(DomainEvent):
    """A message of a person, or of Ronde, was said, changed or taken back, or got a `reaction` or lost it."""

    message: Message
    change: MessageChange
    by: User | None
    reaction: str = ""
    stands: bool = True
