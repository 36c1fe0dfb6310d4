"""A circle's room, open to the whole project."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import models, transaction
from django.db.models.functions import Now
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from chat.event_types import ChatEvent
from circles.models import Circle
from web.exceptions import Refused

if TYPE_CHECKING:
    from chat.models.topic import Topic


class Room(models.Model):
    """The place where a circle talks. No history: nothing about it is ever edited."""

    circle = models.OneToOneField(Circle, on_delete=models.PROTECT, related_name="room", verbose_name=_("circle"))
    created_at = models.DateTimeField(_("made"), db_default=Now(), editable=False)

    class Meta:
        verbose_name = _("room")
        verbose_name_plural = _("rooms")

    def __str__(self) -> str:
        return self.circle.name

    def get_absolute_url(self) -> str:
        """Lead to its topics."""
        return reverse("chat:room", args=[self.circle.project.slug, self.circle.key])

    @classmethod
    def of(cls, circle: Circle) -> "Room":
        """Give the circle's room; made where a bulk import left none."""
        return cls.objects.get_or_create(circle=circle)[0]

    def open_topic(self, name: str, *, by: User | None, at: datetime | None = None) -> "Topic":
        """Begin to talk about something that is no thing of the project yet; the record tells."""
        with transaction.atomic():
            self.circle.open_or_refuse()
            if not name.strip():
                raise Refused(_now("A topic needs a name."))
            topic: Topic = self.topics.model.begin(self, name.strip(), by=by, at=at)
            topic.record_event(ChatEvent.TOPIC_OPENED, by=by, at=at, also=["topics"])
        return topic
