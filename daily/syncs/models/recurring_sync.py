"""When a circle meets: a recurrence at a local time, without public holidays, and who facilitates that week."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, ClassVar, Self

from dateutil.rrule import rrule, rrulestr
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models.functions import Now
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from circles.circles.models import Circle, Role
from circles.circles.models.sync_names import sync_title
from circles.projects.models import Project, Subject
from daily.syncs.event_types import SyncEvent
from daily.syncs.recurrence_labels import DAYS, parts_of, rhythm
from decisions.decisions.models.rounds.working_time import calendar
from foundation.accounts.models import User
from foundation.audit import clock
from foundation.inbox.models import Notice
from foundation.web.collation import Alphabetical
from foundation.web.exceptions import Refused

OF_NO_DAYS = ("HOURLY", "MINUTELY", "SECONDLY", "BYHOUR", "BYMINUTE", "BYSECOND", "DTSTART")
"""What a recurrence does not say: a recurring sync has its time of day and its first day."""
LOOK_AHEAD_DAYS = 400
SOON_DAYS = 42


def is_recurrence(words: str) -> None:
    """Raise `ValidationError` for what is no RRULE (RFC 5545) that repeats by day or longer, going on in time."""
    try:
        rule: Any = rrulestr(words, dtstart=datetime(2000, 1, 1))  # noqa: DTZ001 clock times are local until a day is known
    except (ValueError, TypeError) as wrong:
        raise ValidationError(_("“%(words)s” is not a recurrence."), params={"words": words}) from wrong
    if (
        not isinstance(rule, rrule)
        or words.upper().find("FREQ=") < 0
        or any(part in words.upper() for part in OF_NO_DAYS)
        or int(parts_of(words).get("INTERVAL", 1)) < 1  # of 0 and less there is no end
    ):
        raise ValidationError(_("“%(words)s” is not a recurrence of days."), params={"words": words})


def refuse_never(words: str, starts_on: date) -> None:
    """Raise `ValidationError` for a recurrence that names no day (30 February): it would be looked for to the end of
    time, whenever a person opens a page. Here it is looked for in as many years as are left of the last cycle of the
    calendar, which repeats itself every 400 years, weekdays too.
    """
    left = datetime.combine(starts_on, time()).replace(year=starts_on.year % 400 + 9600)
    rule: Any = rrulestr(words, dtstart=left)
    if next(iter(rule.replace(until=None, count=None)), None) is None:
        raise ValidationError(_("“%(words)s” names no day."), params={"words": words})


@dataclass(frozen=True)
class Occurrence:
    """One planned meeting of a recurring sync: when it begins (UTC) and until when a pulse is awaited."""

    recurring_sync: "RecurringSync"
    starts_at: datetime
    ends_at: datetime
    pulse_until: datetime

    @property
    def on(self) -> date:
        """Return the day in the project's zone."""
        return self.recurring_sync.project.day_of(self.starts_at)

    @property
    def facilitator(self) -> User | None:
        """Return whose turn it is that week."""
        return self.recurring_sync.facilitator_on(self.on)


class RecurringSyncQuerySet(models.QuerySet["RecurringSync"]):
    """Finds recurring syncs."""

    def in_project(self, project: Project) -> Self:
        """Keep a project's, with what their occurrences need."""
        return self.filter(project=project).select_related("circle", "project", "facilitator")

    def current(self) -> Self:
        """Leave out those that ended, and those of closed circles."""
        return self.filter(ended_at=None, circle__closed_at=None)

    def unarchived(self) -> Self:
        """Leave out those of archived projects."""
        return self.filter(project__archived_at=None)


class RecurringSync(Subject):
    """The regular sync of a circle."""

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="recurring_syncs")
    circle = models.ForeignKey(
        Circle, on_delete=models.PROTECT, related_name="recurring_syncs", verbose_name=_("circle")
    )
    name = models.CharField(_("name"), max_length=120, blank=True)
    recurrence = models.CharField(
        _("recurrence"), max_length=200, validators=[is_recurrence], help_text=_("An RRULE: FREQ=WEEKLY;BYDAY=MO,TH")
    )
    starts_on = models.DateField(_("first day"))
    local_time = models.TimeField(_("time"), default=time(9, 15))
    length_minutes = models.PositiveSmallIntegerField(_("length in minutes"), default=15)
    pulse_minutes = models.PositiveSmallIntegerField(_("pulse awaited so many minutes before"), default=30)
    facilitator = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("facilitator"),
        help_text=_("Empty: those who hold the role in the circle take turns, a week each."),
    )
    pulses_asked_on = models.DateField(
        _("pulses asked for the meeting on"), db_column="asked_on", null=True, blank=True, editable=False
    )
    """The day of the last meeting whose pulses were asked for: of this reminder alone. Another one needs a day of its
    own, else the first of the two keeps the other from being sent.
    """
    video_link = models.URLField(_("video link"), blank=True)
    created_at = models.DateTimeField(_("made"), db_default=Now(), editable=False)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True, editable=False)

    objects = RecurringSyncQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("recurring sync")
        verbose_name_plural = _("recurring syncs")
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(length_minutes__gte=1, length_minutes__lte=480), name="a_sync_has_a_length"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @classmethod
    def kind_name(cls) -> str:
        """Return how the record has called it from its beginning, and goes on calling it."""
        return "ritual"

    def clean(self) -> None:
        """Refuse a recurrence that names no day."""
        if self.recurrence:
            refuse_never(self.recurrence, self.starts_on)

    @property
    def title(self) -> str:
        """Return its name, or the circle's."""
        return self.name or sync_title(self.circle, self.project.language)

    def get_absolute_url(self) -> str:
        """Lead to it among the syncs of the project."""
        return f"{reverse('meetings:sync', args=[self.project.slug])}#ritual-{self.pk}"

    @property
    def rhythm(self) -> str:
        """Say in words how often: every working day, on Tuesdays and Thursdays, or the rule itself."""
        return rhythm(self.recurrence, self.project.weekdays) or self.recurrence

    @classmethod
    def begin(
        cls,
        circle: Circle,
        *,
        by: User | None,
        recurrence: str = "",
        local_time: time = time(9, 15),
        at: datetime | None = None,
        **fields: object,
    ) -> "RecurringSync":
        """Begin a recurring sync of a circle; without a recurrence it is on every working day of the project."""
        with transaction.atomic():
            circle = circle.open_or_refuse()
            project, now = circle.project, at or clock.now()
            fields.setdefault("starts_on", project.day_of(now))
            recurring_sync = cls(
                project=project,
                circle=circle,
                recurrence=recurrence or weekly_on(project.weekdays),
                local_time=local_time,
                created_at=now,
                created_by=by,
                **fields,
            )
            recurring_sync.clean_fields(exclude=["created_at", "created_by"])
            recurring_sync.clean()
            recurring_sync.save()
            recurring_sync.record_event(
                SyncEvent.RECURRING_SYNC_CREATED, by=by, at=at, also=["syncs"], recurrence=recurring_sync.recurrence
            )
        return recurring_sync

    def change(self, *, by: User, **fields: object) -> None:
        """Change when, how long, who facilitates; takes names of fields."""
        with transaction.atomic():
            recurring_sync = self.locked()
            if recurring_sync.ended_at:
                raise Refused(_now("This recurring sync has ended; add another one."))
            for name, value in fields.items():
                setattr(recurring_sync, name, value)
            recurring_sync.clean_fields(exclude=["created_at", "created_by"])
            recurring_sync.clean()
            recurring_sync.save()
            recurring_sync.record_event(
                SyncEvent.RECURRING_SYNC_CHANGED, by=by, also=["syncs"], recurrence=recurring_sync.recurrence
            )

    def end(self, *, by: User | None) -> None:
        """End the recurring sync; what was held stays."""
        with transaction.atomic():
            recurring_sync = self.locked()
            if recurring_sync.ended_at:
                raise Refused(_now("This recurring sync has already ended."))
            recurring_sync.ended_at = clock.now()
            recurring_sync.save()
            recurring_sync.record_event(SyncEvent.RECURRING_SYNC_ENDED, by=by, also=["syncs"])

    def occurrences(self, after: datetime) -> Iterator[Occurrence]:
        """Yield what is planned from `after` on (included), for 400 days at most; holidays are left out.

        Clock times are the project's: 09:15 stays 09:15 when the clocks change, and one that is skipped
        counts from before the jump.
        """
        days_off = calendar(self.project).holidays
        for on, starts_at in self._by_rule(after, LOOK_AHEAD_DAYS):
            if on not in days_off:
                yield Occurrence(
                    self,
                    starts_at,
                    starts_at + timedelta(minutes=self.length_minutes),
                    starts_at - timedelta(minutes=self.pulse_minutes),
                )

    def _by_rule(self, after: datetime, days: int) -> Iterator[tuple[date, datetime]]:
        """Yield day and beginning of what the recurrence alone gives, from `after` on and for so many days."""
        zone = self.project.zone
        local = after.astimezone(zone).replace(tzinfo=None)
        rule = rrulestr(self.recurrence, dtstart=datetime.combine(self.starts_on, self.local_time))
        for naive in rule.xafter(local - timedelta(hours=2), inc=True):
            if naive > local + timedelta(days=days):
                return
            starts_at = naive.replace(tzinfo=zone).astimezone(UTC)
            if starts_at >= after:
                yield naive.date(), starts_at

    def left_out(self, after: datetime, days: int = SOON_DAYS) -> list[date]:
        """Return the public holidays within so many days on which it would have met."""
        days_off = calendar(self.project).holidays
        return [on for on, _starts_at in self._by_rule(after, days) if on in days_off]

    def next(self, after: datetime | None = None) -> Occurrence | None:
        """Return the next planned meeting, or None when there is none within 400 days."""
        return next(self.occurrences(after or clock.now()), None)

    @property
    def asks_until(self) -> datetime | None:
        """Return when the meeting begins for which it asks people for something: the next one."""
        coming = self.next()
        return coming.starts_at if coming else None

    def ask_for_pulses(self, coming: Occurrence, people: Iterable[User]) -> bool:
        """Ask who has not given their pulse for a meeting, once; returns whether it did. Late or twice without harm."""
        with transaction.atomic():
            recurring_sync = self.locked()
            if recurring_sync.pulses_asked_on == coming.on:
                return False
            recurring_sync.pulses_asked_on = coming.on
            recurring_sync.save()
            asked = dict.fromkeys(people, Notice.Reason.CIRCLE)
            recurring_sync.record_event(SyncEvent.PULSES_REQUESTED, by=None, people=asked, on=coming.on.isoformat())
        return True

    def facilitator_on(self, day: date) -> User | None:
        """Return the named facilitator; else those with the role take turns by week; else the circle's pilot."""
        if self.facilitator:
            return self.facilitator
        held = Role.objects.held().filter(membership__circle=self.circle, membership__ended_at=None)
        leading = held.filter(kind__in=[Role.Kind.FACILITATOR, Role.Kind.PILOT]).select_related("membership__user")
        people: dict[str, list[User]] = {}
        for role in leading.order_by(Alphabetical("membership__user__name")):
            people.setdefault(role.kind, []).append(role.membership.user)
        found = people.get(Role.Kind.FACILITATOR) or people.get(Role.Kind.PILOT, [])[:1]
        return found[day.isocalendar().week % len(found)] if found else None


def weekly_on(weekdays: frozenset[int]) -> str:
    """Write the rule for these days of every week (Monday is 0)."""
    return "FREQ=WEEKLY;BYDAY=" + ",".join(DAYS[day] for day in sorted(weekdays))
