"""The end of a topic, and the lock that puts its messages in order."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from chat.models.room import Room
from web.exceptions import Refused


class TopicHead(models.Model):
    """The end of a topic: locking it puts its messages in order. No history: no person edits it."""

    topic = models.OneToOneField("chat.Topic", on_delete=models.CASCADE, primary_key=True, related_name="head")
    room = models.ForeignKey(Room, on_delete=models.PROTECT, null=True, related_name="+")
    seq = models.PositiveIntegerField(default=0)
    said_at = models.DateTimeField()
    last = models.ForeignKey("chat.Message", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("newest message of a topic")
        verbose_name_plural = _("newest messages of topics")
        indexes: ClassVar = [models.Index(fields=["room", "-said_at"], name="topics_by_last_message")]

    def __str__(self) -> str:
        return f"{self.topic}: {self.seq}"

    def refuse_silence(self, text: str) -> None:
        """Refuse a message where none can be added, and one that says nothing."""
        self.topic.refuse_ended()
        if not text.strip():
            raise Refused(_now("There is nothing in this message."))
