"""The pulse: what each person says before the sync, once a day."""

from datetime import date, datetime, timedelta
from typing import ClassVar, Self

from django.conf import settings
from django.db import models, transaction
from django.db.models.functions import Now
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from simple_history.models import HistoricalRecords

from circles.projects.models import Project, Subject
from daily.syncs.event_types import SyncEvent
from foundation.accounts.models import User
from foundation.audit import clock
from foundation.web.exceptions import Refused

SAID_NEAR = timedelta(days=1)
WORDS = ("done", "next", "blocked_by", "tension")


class PulseQuerySet(models.QuerySet["Pulse"]):
    """Finds pulses."""

    def on_day(self, project: Project, day: date) -> Self:
        """Keep a day's of a project."""
        return self.filter(project=project, on=day)

    def for_sync(self, project: Project, day: date, starts_at: datetime) -> Self:
        """Keep those for a sync on this day, the one that counts last: also what a person said within a day of it for a
        later one, as who speaks after the hour of the recurring sync does.
        """
        said = models.Q(on__gt=day, given_at__range=(starts_at - SAID_NEAR, starts_at + SAID_NEAR))
        return self.filter(models.Q(on=day) | said, project=project).order_by("-on")

    def before(self, project: Project, user: User, day: date) -> Self:
        """Keep a person's of earlier days, latest first."""
        return self.filter(project=project, user=user, on__lt=day).order_by("-on")


class Pulse(Subject):
    """Done, next, blocked by, tension: four short lines of one person for one day's sync."""

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="pulses")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="pulses")
    on = models.DateField(_("day"))
    done = models.CharField(pgettext_lazy("pulse", "done"), max_length=300, blank=True)
    next = models.CharField(pgettext_lazy("pulse", "next"), max_length=300, blank=True)
    blocked_by = models.CharField(pgettext_lazy("pulse", "blocked by"), max_length=300, blank=True)
    tension = models.CharField(pgettext_lazy("pulse", "tension"), max_length=300, blank=True)
    given_at = models.DateTimeField(_("given"), db_default=Now())

    objects = PulseQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("pulse")
        verbose_name_plural = _("pulses")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["project", "user", "on"], name="one_pulse_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.user}, {self.on}"

    @property
    def headline(self) -> str:
        """Return the day: what a person said is not copied into the record."""
        return self.on.isoformat()

    def get_absolute_url(self) -> str:
        """Lead to the syncs."""
        return reverse("meetings:sync", args=[self.project.slug])

    @property
    def line(self) -> tuple[str, str]:
        """Return the one thing to show beside a name, as (which of the four, words): what blocks first."""
        for name in ("blocked_by", "tension", "next", "done"):
            if getattr(self, name):
                return name, str(getattr(self, name))
        return "", ""

    @classmethod
    def give(
        cls,
        project: Project,
        day: date,
        *,
        by: User,
        done: str = "",
        next: str = "",  # noqa: A002 it is the field's word
        blocked_by: str = "",
        tension: str = "",
        at: datetime | None = None,
    ) -> "Pulse":
        """Keep one's pulse for a day, or another one in its place (the earlier words stay in its history)."""
        words = {"done": done, "next": next, "blocked_by": blocked_by, "tension": tension}
        if not any(words.values()):
            raise Refused(_now("An empty pulse says nothing; write at least one line."))
        with transaction.atomic():
            project = project.locked()
            pulse = cls.objects.on_day(project, day).filter(user=by).first() or cls(project=project, user=by, on=day)
            for name, value in words.items():
                setattr(pulse, name, value)
            pulse.given_at = at or clock.now()
            pulse.save()
            pulse.record_event(SyncEvent.PULSE_GIVEN, by=by, at=at, also=["agenda"])
        return pulse

    @classmethod
    def repeat(cls, project: Project, day: date, *, by: User) -> "Pulse":
        """Say the same as the last time; what was next and blocked stays, the old tension does not come twice."""
        last = cls.objects.before(project, by, day).first()
        if last is None:
            raise Refused(_now("There is no earlier pulse of yours to repeat."))
        words = {name: getattr(last, name) for name in WORDS if name != "tension"}
        return cls.give(project, day, by=by, **(words if any(words.values()) else {"next": last.tension}))
