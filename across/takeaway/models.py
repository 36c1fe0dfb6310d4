"""Copies in the making: for whom, of what, how far they are, and where they can be taken; and imports of copies."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from tempfile import TemporaryFile
from typing import IO, Any, Self
from uuid import uuid4

from django.conf import settings
from django.core.files.base import File
from django.db import models, transaction
from django.db.models.functions import Now
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from across.takeaway.event_types import TakeawayEvent
from circles.circles.models import Circle
from circles.projects.models import Project
from circles.projects.models.prepared_file import JobQuerySet, PreparedFile
from foundation.accounts.models import User
from foundation.audit import clock
from foundation.files.models import Upload
from foundation.web.exceptions import Refused

IMPORT = "import"
"""What an upload of a copy is for."""
MADE_WITHIN = timedelta(hours=6)


class TakeawayQuerySet(JobQuerySet["Takeaway"]):
    """Finds copies."""

    made_within = MADE_WITHIN

    def of(self, user: User, project: Project) -> Self:
        """Keep what a person asked for in a project, the last first."""
        return self.filter(by=user, project=project).order_by("-asked_at")


class Takeaway(PreparedFile):
    """One copy of a project or circle, for who asked for it. Gone after a week: no history, but the record says who
    took what away, and when. `is_whole`: with everything, so that it can be imported.
    """

    READY, FAILED = TakeawayEvent.READY, TakeawayEvent.FAILED

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="+", verbose_name=_("project"))
    circle = models.ForeignKey(Circle, on_delete=models.CASCADE, null=True, related_name="+", verbose_name=_("circle"))
    is_whole = models.BooleanField(_("with everything"), default=False)
    number = models.PositiveIntegerField(_("things"), default=0)
    size = models.PositiveBigIntegerField(_("size in bytes"), default=0)
    file = models.FileField(_("file"), upload_to="takeaways/", blank=True)

    objects = TakeawayQuerySet.as_manager()

    class Meta:
        verbose_name = _("project export")
        verbose_name_plural = _("project exports")

    def __str__(self) -> str:
        return self.circle.name if self.circle else self.project.name

    def get_absolute_url(self) -> str:
        """Lead to where one sees how far it is."""
        return reverse("takeaway:takeaway", args=[self.project.slug, self.pk])

    @classmethod
    def request(cls, project: Project, *, circle: Circle | None, is_whole: bool, language: str, by: User) -> "Takeaway":
        """Ask for a copy; a task makes it.

        :raises Refused: while another of theirs is under way: the workers are there for everyone.
        """
        with transaction.atomic():
            row = cls(project=project, circle=circle, is_whole=is_whole, language=language, by=by)
            Project.objects.get(pk=project.pk).locked()
            if cls.objects.filter(by=by).under_way().exists():
                raise Refused(
                    _now("A copy you requested is already being prepared; your inbox will tell you when it is ready.")
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

    def keep_file(self, file: File[bytes], name: str) -> None:
        """Put the file where it can be taken, and say how large it is."""
        super().keep_file(file, name)
        self.size = self.file.size


class ProjectImportQuerySet(JobQuerySet["ProjectImport"]):
    """Finds imports."""

    made_within = MADE_WITHIN

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
    with_emails = models.BooleanField(_("with e-mails to its people"), default=False)
    asked_at = models.DateTimeField(_("sent"), db_default=Now())
    number = models.PositiveIntegerField(_("things"), default=0)
    done = models.PositiveIntegerField(_("of these ready"), default=0)
    ready_at = models.DateTimeField(_("ready"), null=True)
    failed_at = models.DateTimeField(_("failed"), null=True)
    sentence = models.CharField(_("why it failed"), max_length=400, blank=True)
    counts = models.JSONField(_("what came in"), default=dict)
    project = models.ForeignKey(Project, on_delete=models.CASCADE, null=True, related_name="+")
    file = models.FileField(_("file"), upload_to="imports/", blank=True)
    upload = models.ForeignKey(Upload, on_delete=models.SET_NULL, null=True, related_name="+")

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
    def request(cls, file: File[bytes] | Upload, *, by: User, with_emails: bool) -> "ProjectImport":
        """Keep a file that a person sent, at once or in pieces; a task reads it.

        :raises Refused: while another is under way.
        """
        with transaction.atomic():
            if cls.objects.under_way().exists():
                raise Refused(_now("Another project is being imported; wait until that is done."))
            row = cls(by=by, name=(file.name or "")[:200], with_emails=with_emails)
            if isinstance(file, Upload):
                row.upload = file
            else:
                row.file.save(f"{row.pk}.zip", file, save=False)
            row.save()
        return row

    @contextmanager
    def opened(self) -> Iterator[IO[bytes]]:
        """Open the file; one that came in pieces is put together first."""
        with TemporaryFile() if self.upload else self.file.open("rb") as file:
            if self.upload:
                file.writelines(self.upload.chunks())
                file.seek(0)
            yield file

    def discard_file(self) -> None:
        """Delete the file, which is not needed any more."""
        self.file.delete(save=False)
        if self.upload:
            self.upload.remove()
            self.upload = None

    def report_progress(self, done: int, number: int) -> None:
        """Write how far it is."""
        self.done, self.number = min(done, number), number
        self.save(update_fields=["done", "number"])

    def finish(self, project: Project, counts: dict[str, Any]) -> None:
        """Write what came in; the file is not needed any more."""
        self.project, self.counts, self.ready_at = project, counts, clock.now()
        self.discard_file()
        self.save()

    def fail(self, sentence: str = "") -> bool:
        """Write why nothing came in; return whether it was under way."""
        if not self.is_under_way:
            return False
        self.failed_at, self.sentence = clock.now(), sentence[:400]
        self.discard_file()
        self.save()
        return True

    def remove(self) -> bool:
        """Take away the file, then this row."""
        self.discard_file()
        self.delete()
        return True
