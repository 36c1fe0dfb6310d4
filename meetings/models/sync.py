"""A sync: opened with one press, one point at hand after the other, closed into minutes."""

from datetime import datetime, timedelta
from typing import ClassVar, Self

from django.conf import settings
from django.db import models, transaction
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from accounts.models import User
from audit import clock
from circles.models import Circle, Project
from circles.sync_names import sync_title
from decisions.models import Sitting
from meetings.agenda import USUAL_LENGTH, Part, build
from meetings.event_types import MeetingEvent
from meetings.models.agenda_input import facts_for
from meetings.models.agenda_item import AgendaItem
from meetings.models.agenda_proposal import sitting_at
from meetings.models.attendees import gathering_in
from meetings.models.closing import carry_over, send_minutes, take_back
from meetings.models.minutes import Minutes
from meetings.models.outcomes import Harvest
from meetings.models.pulse import Pulse
from meetings.models.ritual import Ritual
from web.exceptions import Refused

EARLY = timedelta(hours=1)
REOPENABLE = timedelta(hours=24)


class SyncQuerySet(models.QuerySet["Sync"]):
    """Finds syncs."""

    def in_project(self, project: Project) -> Self:
        """Keep a project's, with circle and facilitator."""
        return self.filter(project=project).select_related("circle", "circle__parent", "project", "facilitator")

    def running(self) -> Self:
        """Keep those that are open now."""
        return self.filter(closed_at=None)

    def held(self) -> Self:
        """Keep those that were closed, latest first."""
        return self.exclude(closed_at=None).order_by("-opened_at")


class Sync(Harvest):
    """One meeting of a circle. It exists from the moment it is opened; before, there is its ritual."""

    letter = "S"
    locked_with = (*Harvest.locked_with, "ritual")

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="syncs")
    circle = models.ForeignKey(Circle, on_delete=models.PROTECT, related_name="syncs", verbose_name=_("circle"))
    ritual = models.ForeignKey(Ritual, on_delete=models.PROTECT, null=True, related_name="syncs")
    planned_for = models.DateTimeField(_("planned for"), null=True, blank=True)
    length_minutes = models.PositiveSmallIntegerField(_("length in minutes"), default=USUAL_LENGTH)
    shares = models.JSONField(_("minutes of each part"), default=dict)
    secretary = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("secretary")
    )
    opened_at = models.DateTimeField(_("opened"))
    reopened_because = models.CharField(_("reopened because"), max_length=300, blank=True)

    objects = SyncQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("sync")
        verbose_name_plural = _("syncs")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["project", "number"], name="one_sync_per_number"),
            models.UniqueConstraint(fields=["circle"], condition=models.Q(closed_at=None), name="one_sync_at_a_time"),
            models.UniqueConstraint(fields=["ritual", "planned_for"], name="one_sync_per_occurrence"),
        ]
        indexes: ClassVar = [models.Index(fields=["project", "-opened_at"], name="syncs_by_time")]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """Give the ritual's name, or the circle's."""
        name = self.ritual.name if self.ritual else ""
        return name or sync_title(self.circle)

    def get_absolute_url(self) -> str:
        """Lead to the room, which shows the minutes once it is closed."""
        return reverse("meetings:room", args=[self.project.slug, self.number])

    @property
    def news_key(self) -> str:
        """Give the key by which open pages know it."""
        return f"sync:{self.number}"

    @property
    def is_reopenable(self) -> bool:
        """Say whether it was closed less than 24 hours ago."""
        return self.closed_at is not None and clock.now() < self.closed_at + REOPENABLE

    @property
    def stage(self) -> Part | None:
        """Give `OPENING` before the first point and `CLOSING` after the last; None while a point is at hand."""
        if self.at_hand_id:
            return None
        return Part.CLOSING if self.points.exclude(ended_at=None).exists() else Part.OPENING

    # Opening

    @classmethod
    def hold(cls, circle: Circle, *, by: User, at: datetime | None = None) -> "Sync":
        """Open a sync of the circle now: the day's planned one if it is due within the hour or was missed, else one
        beside the plan. Its agenda is built from what waits and frozen into points.
        """
        with transaction.atomic():
            circle = circle.open_or_refuse()
            if circle.syncs.running().exists():
                raise Refused(_now("A sync of this circle is running already."))
            now = at or clock.now()
            ritual, planned_for = cls._due(circle, now)
            day = circle.project.day_of(planned_for or now)
            sync = cls.objects.create(
                project=circle.project,
                circle=circle,
                number=cls.next_number(circle.project),
                created_by=by,
                ritual=ritual,
                planned_for=planned_for,
                length_minutes=ritual.length_minutes if ritual else USUAL_LENGTH,
                facilitator=(ritual.facilitator_on(day) if ritual else None) or by,
                secretary=circle.people_in("secretary").first(),
                opened_at=now,
            )
            sync.presences.create(user=by, came_at=now)
            sync.freeze_agenda(now)
            people = dict.fromkeys(circle.members(), "circle")
            sync.record_event(MeetingEvent.SYNC_OPENED, by=by, at=at, people=people, also=["syncs"])
        return sync

    @staticmethod
    def _due(circle: Circle, now: datetime) -> tuple[Ritual | None, datetime | None]:
        """Find the occurrence of today that this sync is, if any was not held yet."""
        zone = circle.project.zone
        midnight = now.astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0)
        for ritual in circle.rituals.kept().select_related("project", "facilitator"):
            for planned in ritual.occurrences(midnight):
                if planned.starts_at > now + EARLY:
                    break
                if not ritual.syncs.filter(planned_for=planned.starts_at).exists():
                    return ritual, planned.starts_at
        return None, None

    def freeze_agenda(self, now: datetime) -> None:
        """Write the agenda that makes itself as points, and take in what members added."""
        day = self.project.day_of(self.starts_at)
        agenda = build(facts_for(self.circle, self.starts_at), on=day, length=self.length_minutes)
        waiting = {f"#{point.pk}": point for point in self.circle.points.waiting()}
        for place, found in enumerate(agenda.points, 1):
            beside = len(agenda.of(found.part))
            point = waiting.get(found.ref) or AgendaItem(project=self.project, circle=self.circle, created_at=now)
            if not point.pk:
                point.text = found.title[:300]
                point.reference, point.added_by = self._origin(found.ref)
            point.sync, point.place, point.part, point.kind = self, place, found.part, found.kind
            point.carried = found.carried
            point.seconds = max(60, agenda.minutes[found.part] * 60 // beside)
            point.save()
        self.shares = {part.value: minutes for part, minutes in agenda.minutes.items()}
        self.save()

    @staticmethod
    def _origin(ref: str) -> tuple[str, User | None]:
        """Give a point's reference and who brought it: a tension out of a pulse has a person and no reference."""
        if not ref.startswith("pulse:"):
            return ref, None
        return "", Pulse.objects.select_related("user").get(pk=ref.removeprefix("pulse:")).user

    @property
    def starts_at(self) -> datetime:
        """Give when it was to begin: as planned, else as opened."""
        return self.planned_for or self.opened_at

    def sitting(self) -> Sitting:
        """Describe it to the rules of decisions."""
        covered = gathering_in(self.project).covered_by(self.circle)
        words = f"{self.reference}, {self.title}"
        return sitting_at(self.circle, self.starts_at, words, self.get_absolute_url(), covered)

    def next_place(self) -> int:
        """Give the place after the last point."""
        return (self.points.aggregate(last=models.Max("place"))["last"] or 0) + 1

    # Afterwards

    def close(self, *, by: User, at: datetime | None = None) -> None:
        """Close: what was not reached waits for the next sync, and the minutes are built, posted and mailed."""
        with transaction.atomic():
            sync = self.running_or_refuse()
            now = at or clock.now()
            sync.leave(now)
            sync.at_hand = None
            carry_over(sync, now, by=by)
            sync.closed_at = now
            sync.save()
            people = {presence.user: "circle" for presence in sync.presences.select_related("user")}
            came = list(sync.outcomes.values_list("kind", "reference"))
            entry = sync.record_event(
                MeetingEvent.SYNC_CLOSED,
                by=by,
                at=at,
                people=people,
                personal={"present": ", ".join(person.name for person in people)[:400]},
                also=["syncs"],
                decisions=[reference for kind, reference in came if kind == "decision"],
                actions=[reference for kind, reference in came if kind == "action"],
            )
            send_minutes(Minutes.build(sync, entry), by=by)

    def reopen(self, *, by: User, reason: str) -> None:
        """Open a closed sync again, within 24 hours and with a reason; its minutes get a further version."""
        with transaction.atomic():
            sync = self.locked()
            if sync.is_running:
                raise Refused(_now("This sync runs already."))
            if not sync.is_reopenable:
                raise Refused(_now("A sync can be reopened for 24 hours; hold another one now."))
            if not reason.strip():
                raise Refused(_now("Say why the sync is opened again."))
            if sync.circle.syncs.running().exists():
                raise Refused(_now("A sync of this circle is running already."))
            take_back(sync)
            sync.closed_at, sync.reopened_because = None, reason.strip()[:300]
            sync.save()
            sync.record_event(MeetingEvent.SYNC_REOPENED, by=by, also=["syncs"], because=sync.reopened_because)
