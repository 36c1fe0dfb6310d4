"""The register as PDF, in the making: what was asked for, how far it is, and where it can be taken."""

from datetime import timedelta
from typing import Self

from django.db import models, transaction
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from circles.projects.models import Project
from circles.projects.models.prepared_file import JobQuerySet, PreparedFile
from decisions.decisions.event_types import DecisionEvent
from foundation.accounts.models import User
from foundation.web.exceptions import Refused

MADE_WITHIN = timedelta(hours=2)


class PrintoutQuerySet(JobQuerySet["Printout"]):
    """Finds printouts."""

    made_within = MADE_WITHIN

    def of(self, user: User, project: Project) -> Self:
        """Keep what a person asked for in a project, the last first."""
        return self.filter(by=user, project=project).order_by("-asked_at")


class Printout(PreparedFile):
    """One PDF of the register, or an archive of several volumes, for who asked for it. Gone after a week: no history,
    but the record says who took the register away, and when.
    """

    READY, FAILED = DecisionEvent.PDF_READY, DecisionEvent.PDF_FAILED

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="+")
    query = models.CharField(_("filter"), max_length=600, blank=True)
    number = models.PositiveIntegerField(_("decisions"))
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

    @classmethod
    def request(cls, project: Project, query: str, *, number: int, language: str, by: User) -> "Printout":
        """Ask for the decisions that a filter finds; a task makes it.

        :raises Refused: while another of theirs is under way: the workers are there for everyone.
        """
        with transaction.atomic():
            if cls.objects.of(by, project).under_way().exists():
                raise Refused(
                    _now("A PDF you requested is already being prepared; your inbox will tell you when it is ready.")
                )
            row = cls.objects.create(project=project, by=by, query=query, number=number, language=language)
            row.refresh_from_db(fields=["asked_at"])
            row.record_event(DecisionEvent.PDF_REQUESTED, by=by, decisions=number)
        return row

    def report_progress(self, done: int) -> None:
        """Write how many decisions are ready."""
        self.done = done
        self.save(update_fields=["done"])
