"""What people think of a message, without words."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from chat.models.message import Message
from documents.models import CommentReaction


class MessageReaction(models.Model):
    """A reaction of one person: the same few as to comments. No history: it is given and taken back with a click."""

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="reactions")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(_("reaction"), max_length=24, choices=CommentReaction.Kind)

    class Meta:
        verbose_name = _("reaction to a message")
        verbose_name_plural = _("reactions to messages")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["message", "user", "kind"], name="one_reaction_to_a_message")
        ]

    def __str__(self) -> str:
        return f"{self.user} {self.kind}"
