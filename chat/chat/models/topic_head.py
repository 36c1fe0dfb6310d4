"""The end of a topic, and the lock that puts its messages in order."""

from typing import ClassVar
from uuid import UUID

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from chat.chat.models.room import Room
from foundation.web.exceptions import Refused


class TopicHead(models.Model):
    """The end of a topic: locking it puts its messages in order. No history: no person edits it."""

    topic = models.OneToOneField("chat.Topic", on_delete=models.CASCADE, primary_key=True, related_name="head")
    room = models.ForeignKey(Room, on_delete=models.PROTECT, null=True, related_name="+")
    seq = models.PositiveIntegerField(default=0)
    said_at = models.DateTimeField()
    last = models.ForeignKey("chat.Message", on_delete=models.PROTECT, null=True, related_name="+")
    changes = models.PositiveIntegerField(default=0, editable=False)
    """How often something was said, changed, marked or moved here: open pages hear of each by this number."""
    changed_at = models.DateTimeField(db_default=Now(), db_index=True, editable=False)
    outcome_asked_at = models.DateTimeField(_("asked what came of it"), null=True, editable=False)
    """When who started it was asked, because nothing was said any more."""

    class Meta:
        verbose_name = _("newest message of a topic")
        verbose_name_plural = _("newest messages of topics")
        indexes: ClassVar = [models.Index(fields=["room", "-said_at"], name="topics_by_last_message")]

    def __str__(self) -> str:
        return f"{self.topic}: {self.seq}"

    @classmethod
    def count_change(cls, topic: UUID) -> int:
        """Count one more change, in the caller's transaction; returns its number."""
        head = cls.objects.filter(pk=topic)
        head.update(changes=models.F("changes") + 1, changed_at=Now())
        return head.get().changes

    def refuse_silence(self, text: str) -> None:
        """Refuse a message where none can be added, and one that says nothing."""
        self.topic.refuse_ended()
        if not text.strip():
            raise Refused(_now("This message is empty."))
