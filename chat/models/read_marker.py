"""How far a person has read in a topic, the same on all their devices."""

from datetime import datetime
from typing import TYPE_CHECKING, ClassVar

from django.conf import settings
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from audit import clock
from chat.broadcasts import say_read
from chat.models.topic_head import Tail

if TYPE_CHECKING:
    from chat.models.topic import Topic


class Reading(models.Model):
    """A person's place in a topic. No history: it moves on with every message read."""

    topic = models.ForeignKey("chat.Topic", on_delete=models.CASCADE, related_name="readings")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="readings")
    seq = models.PositiveIntegerField(_("read up to"), default=0)
    read_at = models.DateTimeField(_("read"), null=True)
    followed_at = models.DateTimeField(
        _("followed since"), null=True, help_text=_("Since the person spoke here or was mentioned.")
    )

    class Meta:
        verbose_name = _("reading")
        verbose_name_plural = _("readings")
        constraints: ClassVar = [models.UniqueConstraint(fields=["user", "topic"], name="one_reading_per_topic")]

    def __str__(self) -> str:
        return f"{self.user}: {self.topic} {self.seq}"

    @classmethod
    def of(cls, topic: "Topic", user: User) -> "Reading":
        """Give a person's reading locked, made where there is none; runs inside a transaction."""
        return cls.objects.select_for_update().get_or_create(topic=topic, user=user)[0]

    @classmethod
    def note(cls, topic: "Topic", user: User, up_to: int, *, at: datetime | None = None) -> None:
        """Move a person's place on, never back nor past the end; their other devices hear of it."""
        with transaction.atomic():
            reading = cls.of(topic, user)
            up_to = min(up_to, Tail.objects.get(pk=topic.pk).seq)
            if up_to <= reading.seq:
                return
            reading.seq, reading.read_at = up_to, at or clock.now()
            reading.save()
            say_read(topic, user, up_to)

    @classmethod
    def spoke(cls, topic: "Topic", user: User, *, before: int, at: datetime) -> None:
        """Follow for who spoke; one's own message is read if nothing before it was unread."""
        reading = cls.of(topic, user)
        reading.followed_at = reading.followed_at or at
        if reading.seq >= before:
            reading.seq, reading.read_at = before + 1, at
        reading.save()

    @classmethod
    def follow(cls, topic: "Topic", user: User, *, at: datetime) -> None:
        """Follow for who was mentioned, from that message on."""
        reading = cls.of(topic, user)
        if reading.followed_at is None:
            reading.followed_at = at
            reading.save()
