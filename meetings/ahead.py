"""What a person sees before a sync: the next one, their pulse, how many gave theirs, the agenda as it is now."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from accounts.models import User
from audit import clock
from circles.models import Project
from meetings.agenda import Agenda, Part, Point, build
from meetings.forms import PulseForm
from meetings.models import AgendaItem, Occurrence, Pulse, Sync
from meetings.models.coming import ahead_of
from meetings.models.facts import facts_for
from meetings.models.gathering import Gathering
from meetings.words import PARTS


@dataclass(frozen=True)
class Row:
    """One row of an agenda: when it begins, which part, its points."""

    starts_at: datetime
    part: Part
    label: str
    points: tuple[Point, ...]


@dataclass(frozen=True)
class Plan:
    """What is ahead of one person in a project."""

    now: datetime
    running: list[Sync]
    next: Occurrence | None
    others: list[Occurrence]
    pulse: Pulse | None = None
    form: PulseForm | None = None
    can_repeat: bool = False
    given: int = 0
    expected: int = 0
    agenda: list[Row] = field(default_factory=list)
    waiting: list[AgendaItem] = field(default_factory=list)


def plan_for(project: Project, user: User) -> Plan:
    """Gather what is ahead; a fixed number of queries whatever the rows."""
    now = clock.now()
    ahead = ahead_of(project, user, now)
    coming = ahead.next
    if coming is None:
        return Plan(now, ahead.running, None, [])
    mine = list(Pulse.objects.filter(project=project, user=user, on__lte=coming.on).order_by("-on")[:2])
    pulse = mine[0] if mine and mine[0].on == coming.on else None
    people = Gathering(project).people_of(coming.ritual.circle)
    facts = facts_for(coming.ritual.circle, coming.starts_at)
    return Plan(
        now,
        ahead.running,
        coming,
        ahead.planned[1:],
        pulse,
        PulseForm(instance=pulse),
        can_repeat=pulse is None and bool(mine),
        given=Pulse.objects.on_day(project, coming.on).filter(user__in=people.values("pk")).count(),
        expected=people.count(),
        agenda=rows_of(build(facts, on=coming.on, length=coming.ritual.length_minutes), coming.starts_at),
        waiting=list(AgendaItem.objects.waiting().filter(circle=coming.ritual.circle).select_related("added_by")),
    )


def rows_of(agenda: Agenda, starts_at: datetime) -> list[Row]:
    """Give each part the time at which it would begin."""
    rows = []
    at = starts_at
    for part in Part:
        if part in agenda.minutes:
            rows.append(Row(at, part, str(PARTS[part]), agenda.of(part)))
            at += timedelta(minutes=agenda.minutes[part])
    return rows


def day_of_pulse(project: Project, user: User) -> date:
    """Give the day whose sync a pulse given now is for: the running one's day, the next one's, or today."""
    now = clock.now()
    ahead = ahead_of(project, user, now)
    if ahead.running or ahead.next is None:
        return now.astimezone(project.zone).date()
    return ahead.next.on
