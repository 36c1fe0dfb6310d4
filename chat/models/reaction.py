"""What people think of a message, without words."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from chat.models.message import Message
from conversation.models import Reaction, ReactionQuerySet


class MessageReaction(Reaction):
    """What a person thinks of a message, without words."""

    thing = "message"

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="reactions")

    objects = ReactionQuerySet["MessageReaction"].as_manager()

    class Meta:
        verbose_name = _("reaction to a message")
        verbose_name_plural = _("reactions to messages")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["message", "user", "kind"], name="one_reaction_to_a_message")
        ]
