"""Files that a person asks for and a worker prepares: how far they are, where they can be taken, when they go."""

from datetime import datetime, timedelta
from typing import ClassVar, Self
from uuid import uuid4

from django.conf import settings
from django.core.files.base import File
from django.db import models, transaction
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from circles.projects.models.subject import Subject
from foundation.audit import clock
from foundation.audit.event_types import EventType
from foundation.inbox.models import Notice

KEPT = timedelta(days=7)


class JobQuerySet[Job: models.Model](models.QuerySet[Job]):
    """Finds what a person asked for and a worker makes; after `made_within` nobody makes it any more."""

    made_within: ClassVar[timedelta]

    def under_way(self) -> Self:
        """Keep what is being made, or waits to be."""
        return self.filter(ready_at=None, failed_at=None)

    def abandoned(self) -> Self:
        """Keep what has been under way for so long that nobody makes it any more: its worker or its job is gone."""
        return self.under_way().filter(asked_at__lt=clock.now() - self.made_within)

    def outdated(self) -> Self:
        """Keep those that have lain there for a week."""
        return self.filter(asked_at__lt=clock.now() - KEPT)


class PreparedFile(Subject):
    """A file for who asked for it, gone after a week. A subclass adds `project`, `number` (how many things are to be
    put in) and `file`, and names the events of which who asked hears.
    """

    READY: ClassVar[EventType]
    FAILED: ClassVar[EventType]

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", verbose_name=_("by"))
    language = models.CharField(_("language"), max_length=8)
    asked_at = models.DateTimeField(_("asked for"), db_default=Now())
    done = models.PositiveIntegerField(_("of these ready"), default=0)
    ready_at = models.DateTimeField(_("ready"), null=True)
    failed_at = models.DateTimeField(_("failed"), null=True)
    number: "models.PositiveIntegerField[int, int]"
    file: "models.FileField"

    class Meta:
        abstract = True

    @property
    def is_under_way(self) -> bool:
        """Return whether there is something to wait for."""
        return self.ready_at is None and self.failed_at is None

    @property
    def kept_until(self) -> datetime:
        """Return until when it stays."""
        return self.asked_at + KEPT

    def keep_file(self, file: File[bytes], name: str) -> None:
        """Put the file where it can be taken."""
        self.file.save(name, file, save=False)

    def finish(self, file: File[bytes], name: str) -> None:
        """Keep what was made, and record it for who asked for it. Records `READY`."""
        with transaction.atomic():
            made = self.locked()
            made.keep_file(file, name)
            made.ready_at, made.failed_at, made.done = clock.now(), None, made.number
            made.save()
            made.tell_owner(self.READY)

    def fail(self) -> bool:
        """Say that nothing came of it, to who asked for it; return whether it was under way. Records `FAILED`."""
        with transaction.atomic():
            made = self.locked()
            if not made.is_under_way:
                return False
            made.failed_at = clock.now()
            made.save()
            made.tell_owner(self.FAILED)
        return True

    def tell_owner(self, event: EventType) -> None:
        """Put the event into the inbox of who asked, whose open Today shows it."""
        self.record_event(event, by=None, people={self.by: Notice.Reason.OWNER}, also=[Notice.change_key_of(self.by)])

    def remove(self) -> bool:
        """Take away the file, then this row: what fails on the way is found again."""
        self.file.delete(save=False)
        self.delete()
        return True

    def ends_at(self, now: datetime) -> datetime | None:
        """Foretell when it is ready, from how long it has taken so far; None before the first part."""
        if not self.done or not self.is_under_way:
            return None
        return now + (now - self.asked_at) * ((self.number - self.done) / self.done)
