"""Copies in the making: for whom, of what, how far they are, and where they can be taken; and imports of copies."""

from datetime import datetime, timedelta
from typing import Any, Self
from uuid import uuid4

from django.conf import settings
from django.core.files.base import File
from django.db import models, transaction
from django.db.models.functions import Now
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from audit import clock
from circles.models import Circle, Project, Subject
from inbox.models import Notice
from takeaway.event_types import TakeawayEvent
from web.exceptions import Refused

KEPT = timedelta(days=7)
MADE_WITHIN = timedelta(hours=6)


class JobQuerySet[Job: models.Model](models.QuerySet[Job]):
    """Finds what somebody asked for and a worker makes."""

    def under_way(self) -> Self:
        """Keep what is being made, or waits to be."""
        return self.filter(ready_at=None, failed_at=None)

    def abandoned(self) -> Self:
        """Keep what has been under way for so long that nobody makes it any more."""
        return self.under_way().filter(asked_at__lt=clock.now() - MADE_WITHIN)

    def outdated(self) -> Self:
        """Keep those that have lain there for a week."""
        return self.filter(asked_at__lt=clock.now() - KEPT)


class TakeawayQuerySet(JobQuerySet["Takeaway"]):
    """Finds copies."""

    def of(self, user: User, project: Project) -> Self:
        """Keep what a person asked for in a project, the last first."""
        return self.filter(by=user, project=project).order_by("-asked_at")


class Takeaway(Subject):
    """One copy of a project or circle, for who asked for it. Gone after a week: no history, but the record says who
    took what away, and when. `is_whole`: with everything, so that it can be imported.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="+", verbose_name=_("project"))
    circle = models.ForeignKey(Circle, on_delete=models.CASCADE, null=True, related_name="+", verbose_name=_("circle"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", verbose_name=_("by"))
    is_whole = models.BooleanField(_("with everything"), default=False)
    language = models.CharField(_("language"), max_length=8)
    asked_at = models.DateTimeField(_("asked for"), db_default=Now())
    number = models.PositiveIntegerField(_("things"), default=0)
    done = models.PositiveIntegerField(_("of these ready"), default=0)
    ready_at = models.DateTimeField(_("ready"), null=True)
    failed_at = models.DateTimeField(_("failed"), null=True)
    size = models.PositiveBigIntegerField(_("size in bytes"), default=0)
    file = models.FileField(_("file"), upload_to="takeaways/", blank=True)

    objects = TakeawayQuerySet.as_manager()

    class Meta:
        verbose_name = _("copy to take away")
        verbose_name_plural = _("copies to take away")

    def __str__(self) -> str:
        return self.circle.name if self.circle else self.project.name

    def get_absolute_url(self) -> str:
        """Lead to where one sees how far it is."""
        return reverse("takeaway:takeaway", args=[self.project.slug, self.pk])

    @property
    def is_under_way(self) -> bool:
        """Return whether there is something to wait for."""
        return self.ready_at is None and self.failed_at is None

    @property
    def kept_until(self) -> datetime:
        """Return until when it stays."""
        return self.asked_at + KEPT

    @classmethod
    def request(cls, project: Project, *, circle: Circle | None, is_whole: bool, language: str, by: User) -> "Takeaway":
        """Ask for a copy; a task makes it.

        :raises Refused: while another of theirs is under way: the workers are there for everybody.
        """
        with transaction.atomic():
            row = cls(project=project, circle=circle, is_whole=is_whole, language=language, by=by)
            Project.objects.get(pk=project.pk).locked()
            if cls.objects.filter(by=by).under_way().exists():
                raise Refused(
                    _now("A copy that you asked for is being made already; your inbox tells when it is ready.")
                )
            row.save()
            row.refresh_from_db(fields=["asked_at"])
            within = circle.name if circle else ""
            row.record_event(TakeawayEvent.TAKEN_AWAY, by=by, whole=is_whole, within=within)
        return row

    def report_progress(self, done: int, number: int) -> None:
        """Write how many things are in it so far."""
        self.done, self.number = min(done, number), number
        self.save(update_fields=["done", "number"])

    def finish(self, file: File[bytes], name: str) -> None:
        """Keep what was made, and tell who asked for it."""
        with transaction.atomic():
            copy = self.locked()
            copy.file.save(name, file, save=False)
            copy.size, copy.done = copy.file.size, copy.number
            copy.ready_at, copy.failed_at = clock.now(), None
            copy.save()
            copy.record_event(TakeawayEvent.READY, by=None, people={copy.by: Notice.Reason.OWNER})

    def fail(self) -> bool:
        """Say that nothing came of it, to who asked for it; return whether it was under way."""
        with transaction.atomic():
            copy = self.locked()
            if not copy.is_under_way:
                return False
            copy.failed_at = clock.now()
            copy.save()
            copy.record_event(TakeawayEvent.FAILED, by=None, people={copy.by: Notice.Reason.OWNER})
        return True

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


class ProjectImportQuerySet(JobQuerySet["ProjectImport"]):
    """Finds imports."""

    def of(self, user: User) -> Self:
        """Keep a person's, the last first."""
        return self.filter(by=user).order_by("-asked_at")


class ProjectImport(models.Model):
    """A copy that an administrator brings in, and what came of it. Gone after a week with its file: no history, but the
    project's record says who brought it in.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", verbose_name=_("by"))
    name = models.CharField(_("name of the file"), max_length=200)
    with_letters = models.BooleanField(_("with e-mails to its people"), default=False)
    asked_at = models.DateTimeField(_("sent"), db_default=Now())
    number = models.PositiveIntegerField(_("things"), default=0)
    done = models.PositiveIntegerField(_("of these ready"), default=0)
    ready_at = models.DateTimeField(_("ready"), null=True)
    failed_at = models.DateTimeField(_("failed"), null=True)
    sentence = models.CharField(_("why it failed"), max_length=400, blank=True)
    counts = models.JSONField(_("what came in"), default=dict)
    project = models.ForeignKey(Project, on_delete=models.CASCADE, null=True, related_name="+")
    file = models.FileField(_("file"), upload_to="imports/", blank=True)

    objects = ProjectImportQuerySet.as_manager()

    class Meta:
        verbose_name = _("import of a project")
        verbose_name_plural = _("imports of projects")

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Lead to where one sees how far it is."""
        return reverse("project_import", args=[self.pk])

    @property
    def is_under_way(self) -> bool:
        """Return whether there is something to wait for."""
        return self.ready_at is None and self.failed_at is None

    @classmethod
    def request(cls, file: File[bytes], *, by: User, with_letters: bool) -> "ProjectImport":
        """Keep a file that somebody sent; a task reads it.

        :raises Refused: while another is under way.
        """
        with transaction.atomic():
            if cls.objects.under_way().exists():
                raise Refused(_now("Another project is being brought in; wait until that is done."))
            row = cls(by=by, name=(file.name or "")[:200], with_letters=with_letters)
            row.file.save(f"{row.pk}.zip", file, save=False)
            row.save()
        return row

    def report_progress(self, done: int, number: int) -> None:
        """Write how far it is."""
        self.done, self.number = min(done, number), number
        self.save(update_fields=["done", "number"])

    def finish(self, project: Project, counts: dict[str, Any]) -> None:
        """Write what came in; the file is not needed any more."""
        self.project, self.counts, self.ready_at = project, counts, clock.now()
        self.file.delete(save=False)
        self.save()

    def fail(self, sentence: str = "") -> bool:
        """Write why nothing came in; return whether it was under way."""
        if not self.is_under_way:
            return False
        self.failed_at, self.sentence = clock.now(), sentence[:400]
        self.file.delete(save=False)
        self.save()
        return True

    def remove(self) -> bool:
        """Take away the file, then this row."""
        self.file.delete(save=False)
        self.delete()
        return True
