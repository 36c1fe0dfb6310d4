"""Who is away from a project, from which day to which, and who speaks for them meanwhile."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import ClassVar, Self

from django.conf import settings
from django.db import models, transaction
from django.db.models.functions import Now
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from circles.projects.models import Project
from circles.projects.models.subject import Subject
from decisions.decisions.event_types import DecisionEvent
from foundation.accounts.models import User
from foundation.audit import clock
from foundation.inbox.models import Notice
from foundation.web.exceptions import Refused

LONGEST = timedelta(days=366)


class AbsenceQuerySet(models.QuerySet["Absence"]):
    """Finds absences."""

    def in_project(self, project: Project) -> Self:
        """Keep one project's."""
        return self.filter(project=project, ended_at=None)

    def on(self, day: date) -> Self:
        """Keep those of people who are away on a day."""
        return self.filter(ended_at=None, from_on__lte=day, until_on__gte=day)

    def not_over(self, day: date) -> Self:
        """Keep those that go on, or are still to come, on a day."""
        return self.filter(ended_at=None, until_on__gte=day)

    def with_a_deputy(self) -> Self:
        """Keep those in which a person who is still in the project speaks for the person."""
        here = Project.objects.filter(
            pk=models.OuterRef("project"),
            memberships__user=models.OuterRef("deputy"),
            memberships__ended_at=None,
        )
        return self.filter(models.Exists(here))


class Absence(Subject):
    """One person away from one project; the days count in the project's zone, the last one included."""

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="absences")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="absences", verbose_name=_("person")
    )
    from_on = models.DateField(_("away from"))
    until_on = models.DateField(_("until, this day included"))
    deputy = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="deputises",
        verbose_name=_("deputy"),
    )
    said_at = models.DateTimeField(_("said"), db_default=Now())
    ended_at = models.DateTimeField(_("taken back"), null=True, blank=True)

    objects = AbsenceQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("absence")
        verbose_name_plural = _("absences")
        ordering: ClassVar = ["from_on", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(until_on__gte=models.F("from_on")), name="away_until_after_from"),
            models.CheckConstraint(
                condition=models.Q(deputy=None) | ~models.Q(deputy=models.F("user")), name="somebody_else_deputises"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["project", "until_on"], condition=models.Q(ended_at=None), name="who_is_away"),
        ]

    def __str__(self) -> str:
        return f"{self.from_on.isoformat()} – {self.until_on.isoformat()}"

    def get_absolute_url(self) -> str:
        """Return the address of who is away from the project."""
        return reverse("decisions:absences", args=[self.project.slug])

    @classmethod
    def declare(
        cls,
        project: Project,
        *,
        by: User,
        from_on: date,
        until_on: date,
        deputy: User | None = None,
        at: datetime | None = None,
    ) -> "Absence":
        """Say that one is away; a deputy speaks for one meanwhile in the rounds that ask one.

        :raises Refused: for days that are over, the wrong way round, more than a year, or said before; for a deputy who
            is not in the project.
        """
        with transaction.atomic():
            found = project.locked()
            now = at or clock.now()
            cls.refuse_days(found, by, from_on, until_on, today=found.day_of(now))
            if deputy is not None and (deputy.pk == by.pk or not found.has(deputy)):
                raise Refused(_now("A deputy is someone else who is in the project."))
            absence = cls.objects.create(
                project=found, user=by, from_on=from_on, until_on=until_on, deputy=deputy, said_at=now
            )
            people: dict[User, str] = {deputy: Notice.Reason.MENTIONED} if deputy else {}
            absence.record_event(
                DecisionEvent.ABSENCE_DECLARED,
                by=by,
                at=at,
                people=people,
                personal={"deputy": deputy.name} if deputy else {},
                also=["people", "proposals"],
            )
        return absence

    @classmethod
    def refuse_days(cls, project: Project, user: User, from_on: date, until_on: date, *, today: date) -> None:
        """Raise `Refused` for days in which one cannot say to be away."""
        if until_on < from_on or until_on < today or until_on - from_on > LONGEST:
            raise Refused(_now("Choose a first and a last day: not before today, and a year at most."))
        known = cls.objects.filter(project=project, user=user, ended_at=None)
        if known.filter(from_on__lte=until_on, until_on__gte=from_on).exists():
            raise Refused(_now("You already have an absence on these days; cancel it first."))

    def end(self, *, by: User, at: datetime | None = None) -> None:
        """Take it back: from now on one speaks for oneself.

        :raises Refused: when it was taken back, or is over.
        """
        with transaction.atomic():
            absence = self.locked()
            now = at or clock.now()
            if absence.ended_at or absence.until_on < absence.project.day_of(now):
                raise Refused(_now("This absence is over."))
            absence.ended_at = now
            absence.save()
            people: dict[User, str] = {absence.deputy: Notice.Reason.FOLLOWED} if absence.deputy else {}
            absence.record_event(DecisionEvent.ABSENCE_ENDED, by=by, at=at, people=people, also=["people", "proposals"])


def deputy_of(project: Project, user: User, now: datetime) -> Absence | None:
    """Return the absence in which a deputy speaks for a person now; None when they are here, or nobody does."""
    found = Absence.objects.filter(project=project, user=user).on(project.day_of(now)).with_a_deputy()
    return found.select_related("deputy").first()


def deputies_of(project: Project, people: Iterable[User], now: datetime) -> dict[User, User]:
    """Return who speaks for those of the people who are away now, as deputy by person."""
    found = Absence.objects.filter(project=project, user__in=list(people)).on(project.day_of(now)).with_a_deputy()
    return {one.user: one.deputy for one in found.select_related("user", "deputy") if one.deputy}
