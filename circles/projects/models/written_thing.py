"""What people wrote and nothing has read yet: an outbox for those who follow words, such as search and citations."""

from datetime import datetime
from typing import ClassVar, Self

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

MAX_ERROR = 300


class WrittenThingQuerySet(models.QuerySet["WrittenThing"]):
    """Finds what was written."""

    def of(self, kind: str, thing: str) -> Self:
        """Keep what was written in one thing, the oldest first."""
        return self.filter(kind=kind, thing=thing).order_by("pk")

    def left_behind(self, now: datetime, *, before: datetime) -> Self:
        """Keep what was written before an instant and is not to be tried later, the oldest first."""
        return self.filter(written_at__lte=before).exclude(next_try_at__gt=now).order_by("pk")


class WrittenThing(models.Model):
    """A thing that was written, changed or taken back. Made in the transaction that does so, deleted in the one that
    writes down what follows from it. No history: it is gone within a second.
    """

    kind = models.CharField(_("kind"), max_length=40)
    thing = models.CharField(_("thing"), max_length=64)
    written_at = models.DateTimeField(db_default=Now())
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    next_try_at = models.DateTimeField(null=True, blank=True)
    error = models.CharField(_("error"), max_length=MAX_ERROR, blank=True)

    objects = WrittenThingQuerySet.as_manager()

    class Meta:
        verbose_name = _("text to be read")
        verbose_name_plural = _("texts to be read")
        indexes: ClassVar = [models.Index(fields=["kind", "thing"], name="written_by_thing")]

    def __str__(self) -> str:
        return f"{self.kind} {self.thing}"
