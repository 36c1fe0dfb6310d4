"""What a person has begun to write in a conversation, the same on all their devices."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from foundation.accounts.models import User


class MessageDraft(models.Model):
    """A message that is not sent yet. No history: it changes with every word, and goes once it is sent."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="message_drafts")
    place = models.CharField(max_length=120)
    """The change key of what it is about: of a thing (`proposal:12`) or of the topic."""
    text = models.TextField(_("text"))
    saved_at = models.DateTimeField(_("saved"), db_default=Now())

    class Meta:
        verbose_name = _("draft of a message")
        verbose_name_plural = _("drafts of messages")
        constraints: ClassVar = [models.UniqueConstraint(fields=["user", "place"], name="one_message_draft_a_place")]

    def __str__(self) -> str:
        return str(self.pk)  # an administrator reads this

    @classmethod
    def text_of(cls, user: User, place: str) -> str:
        """Return what a person has begun to write at a place."""
        found = cls.objects.filter(user=user, place=place).values_list("text", flat=True)
        return found.first() or ""
