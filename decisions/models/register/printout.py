"""The register as PDF, in the making: what was asked for, how far it is, and where it can be taken."""

from datetime import datetime, timedelta
from typing import Self
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
from circles.models import Project, Subject
from decisions.event_types import DecisionEvent
from inbox.models import Notice
from web.exceptions import Refused

KEPT = timedelta(days=7)
MADE_WITHIN = timedelta(hours=2)


class PrintoutQuerySet(models.QuerySet["Printout"]):
    """Finds printouts."""

    def of(self, user: User, project: Project) -> Self:
        """Keep what a person asked for in a project, the last first."""
        return self.filter(by=user, project=project).order_by("-asked_at")

    def under_way(self) -> Self:
        """Keep what is being made, or waits to be."""
        return self.filter(ready_at=None, failed_at=None)

    def abandoned(self) -> Self:
        """Keep what has been under way for so long that nobody makes it any more: its worker or its job is gone."""
        return self.under_way().filter(asked_at__lt=clock.now() - MADE_WITHIN)

    def outdated(self) -> Self:
        """Keep those that have lain there for a week."""
        return self.filter(asked_at__lt=clock.now() - KEPT)


class Printout(Subject):
    """One PDF of the register, or an archive of several volumes, for who asked for it. Gone after a week: no history,
    but the record says who took the register away, and when.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", verbose_name=_("by"))
    query = models.CharField(_("filter"), max_length=600, blank=True)
    language = models.CharField(_("language"), max_length=8)
    asked_at = models.DateTimeField(_("asked for"), db_default=Now())
    number = models.PositiveIntegerField(_("decisions"))
    done = models.PositiveIntegerField(_("of these ready"), default=0)
    ready_at = models.DateTimeField(_("ready"), null=True)
    failed_at = models.DateTimeField(_("failed"), null=True)
    file = models.FileField(_("file"), upload_to="printouts/", blank=True)

    objects = PrintoutQuerySet.as_manager()

    class Meta:
        verbose_name = _("register as PDF")
        verbose_name_plural = _("registers as PDF")

    def __str__(self) -> str:
        return str(_("Register of decisions"))

    def get_absolute_url(self) -> str:
        """Return the address of where one sees how far it is."""
        return reverse("decisions:printout", args=[self.project.slug, self.pk])

    @property
    def share(self) -> float:
        """Return how much of it is ready, 0 to 1."""
        return self.done / self.number if self.number else 1.0

    @property
    def is_under_way(self) -> bool:
        """Return whether there is something to wait for."""
        return self.ready_at is None and self.failed_at is None

    @classmethod
    def request(cls, project: Project, query: str, *, number: int, language: str, by: User) -> "Printout":
        """Ask for the decisions that a filter finds; a task makes it.

        :raises Refused: while another of theirs is under way: the workers are there for everybody.
        """
        with transaction.atomic():
            if cls.objects.of(by, project).under_way().exists():
                raise Refused(
                    _now("A PDF that you asked for is being made already; your inbox tells when it is ready.")
                )
            row = cls.objects.create(project=project, by=by, query=query, number=number, language=language)
            row.refresh_from_db(fields=["asked_at"])
            row.record_event(DecisionEvent.PDF_REQUESTED, by=by, decisions=number)
        return row

    def report_progress(self, done: int) -> None:
        """Write how many decisions are ready."""
        self.done = done
        self.save(update_fields=["done"])

    def finish(self, file: File[bytes], name: str) -> None:
        """Keep what was made, and record it for who asked for it."""
        with transaction.atomic():
            printout = self.locked()
            printout.file.save(name, file, save=False)
            printout.ready_at, printout.failed_at, printout.done = clock.now(), None, printout.number
            printout.save()
            printout.record_event(DecisionEvent.PDF_READY, by=None, people={printout.by: Notice.Reason.OWNER})

    def fail(self) -> bool:
        """Say that nothing came of it, to who asked for it; return whether it was under way."""
        with transaction.atomic():
            printout = self.locked()
            if not printout.is_under_way:
                return False
            printout.failed_at = clock.now()
            printout.save()
            printout.record_event(DecisionEvent.PDF_FAILED, by=None, people={printout.by: Notice.Reason.OWNER})
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
