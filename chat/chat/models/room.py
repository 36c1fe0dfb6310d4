"""A circle's room, open to the whole project."""

from django.db import models
from django.db.models.functions import Now
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from circles.circles.models import Circle


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
        """Return the circle's room; made where a bulk import left none."""
        return cls.objects.get_or_create(circle=circle)[0]
