"""What a person sees before a sync: the next one, their pulse, how many gave theirs, the agenda as it is now."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, Exists, OuterRef

from circles.projects.models import Project
from circles.projects.project_cache import cached, now_in
from daily.syncs.agenda import Agenda, Part, Point, build
from daily.syncs.agenda_labels import PARTS
from daily.syncs.forms import PulseForm
from daily.syncs.models import Occurrence, Pulse, Sync
from daily.syncs.models.upcoming import ahead_of
from daily.syncs.permissions import may_hold
from daily.syncs.workflows.agenda_input import facts_for
from daily.syncs.workflows.reminders import expected_at
from foundation.accounts.models import User
from foundation.audit import clock

KEPT_S = 3600
SOON = timedelta(minutes=15)
"""So long before its time a planned sync is what people have come for."""


@dataclass(frozen=True)
class UpcomingRow:
    """One row of an agenda: when it begins, which part, its points."""

    starts_at: datetime
    part: Part
    points: tuple[Point, ...]

    @property
    def label(self) -> str:
        """Return the part's name in the reader's language."""
        return str(PARTS[self.part])


@dataclass(frozen=True)
class Outlook:
    """What everyone sees of the next sync: the agenda as it would be now, who facilitates, how many of those who are
    expected have given their pulse.
    """

    agenda: list[UpcomingRow]
    facilitator: User | None
    given: int
    expected: int


@dataclass(frozen=True)
class SyncPlan:
    """What is ahead of one person in a project; without a next sync there is no form and no outlook."""

    now: datetime
    running: list[Sync]
    next: Occurrence | None = None
    pulse: Pulse | None = None
    form: PulseForm | None = None
    can_repeat: bool = False
    outlook: Outlook | None = None
    may_begin: bool = False

    @property
    def is_due(self) -> bool:
        """Return whether the next sync is about to begin, or should have."""
        return self.next is not None and self.next.starts_at - self.now <= SOON

    @property
    def is_at_hand(self) -> bool:
        """Return whether the panel offers the main action: to enter a sync, or to open the next."""
        return bool(self.running) or (self.is_due and self.may_begin)

    @property
    def is_late(self) -> bool:
        """Return whether the next sync should have begun, and nobody has opened it."""
        return self.next is not None and self.next.starts_at < self.now


def plan_for(project: Project, user: User, now: datetime | None = None) -> SyncPlan:
    """Gather what is ahead of `now` (the database's clock when not given); a fixed number of queries."""
    now = now or now_in(project)
    ahead = ahead_of(project, user, now)
    coming = ahead.next
    if coming is None or project.is_archived:
        return SyncPlan(now, ahead.running)
    mine = list(Pulse.objects.filter(project=project, user=user, on__lte=coming.on).order_by("-on")[:2])
    pulse = mine[0] if mine and mine[0].on == coming.on else None
    form = PulseForm(instance=pulse)
    may_begin = may_hold(user, coming.recurring_sync.circle)
    return SyncPlan(
        now, ahead.running, coming, pulse, form, pulse is None and bool(mine), outlook_on(coming), may_begin
    )


def outlook_on(coming: Occurrence) -> Outlook:
    """Return the outlook on a planned sync. It changes with events only, so it is kept until the next one."""
    name = f"outlook:{coming.recurring_sync.pk}:{coming.starts_at:%Y%m%dT%H%M}"
    return cached(coming.recurring_sync.project, name, lambda: compute_outlook(coming), seconds=KEPT_S)


def compute_outlook(coming: Occurrence) -> Outlook:
    """Compute the outlook afresh."""
    recurring_sync, circle, project = coming.recurring_sync, coming.recurring_sync.circle, coming.recurring_sync.project
    said = Exists(Pulse.objects.on_day(project, coming.on).filter(user=OuterRef("pk")))
    agenda = build(facts_for(circle, coming.starts_at), on=coming.on, length=recurring_sync.length_minutes)
    return Outlook(
        agenda=rows_of(agenda, coming.starts_at),
        facilitator=recurring_sync.facilitator_on(coming.on),
        **expected_at(coming).aggregate(expected=Count("pk"), given=Count("pk", filter=said)),
    )


def rows_of(agenda: Agenda, starts_at: datetime) -> list[UpcomingRow]:
    """Return each part the time at which it would begin."""
    rows = []
    at = starts_at
    for part in Part:
        if part in agenda.minutes:
            rows.append(UpcomingRow(at, part, agenda.of(part)))
            at += timedelta(minutes=agenda.minutes[part])
    return rows


def day_of_pulse(project: Project, user: User) -> date:
    """Return the day whose sync a pulse given now is for: the running one's day, the next one's, or today."""
    now = clock.now()
    ahead = ahead_of(project, user, now)
    if ahead.running or ahead.next is None:
        return project.day_of(now)
    return ahead.next.on
