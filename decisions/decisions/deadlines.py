"""How long a round stays open: working days of the project's calendar, same clock time, and the syncs it may wait for.

Pure (docs/consent.md). Instants are aware datetimes; what comes back is in UTC.

Daylight saving: a clock time that a zone skips counts from before the jump (02:30 becomes 03:30), and one that it
lives twice means the second. Both are one rule, *the later instant*: a round never closes before the time people read.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from decisions.decisions.routing import Route

SYNC_NOTICE = time(17, 0)
"""A sync takes what was open before this local time on the working day before it."""
GRAVE_DAYS = 3
"""Working days before anything irreversible, or a declared fundamental element, may be decided."""
PROLONGATION_DAYS = 1
INTEGRATION_DAYS = 3
ANSWER_DAYS = 1
"""Working days that an objector has: to answer a new text, and to reopen what a facilitator lifted after that."""
LIFT_DAYS = 1
"""Working days that a round inside scope stays open for its facilitator after those: to lift what stayed unanswered."""
ELEMENT_DAYS = 5
"""Working days that a proposal waits at most for an element to be added."""
HELD_UP_DAYS = 5
"""Working days that a decision is held up at most, where the next sync is further off."""
FACT_DAYS = 2
"""Working days for what follows at once: checking a disputed fact, undoing what was not kept."""
ALONE_DAYS = 1
"""Working days in which the circle around may pull what nobody but who proposes is asked about."""
LOCAL_DAYS = {"easy": 1, "costly": 2}


@dataclass(frozen=True)
class Calendar:
    """A project's working time: an IANA zone, working weekdays (Monday is 0), and days off."""

    zone: str
    weekdays: frozenset[int] = frozenset(range(5))
    holidays: frozenset[date] = frozenset()

    def __post_init__(self) -> None:
        if not self.weekdays & set(range(7)):
            raise ValueError("a calendar needs at least one working weekday")

    def works_on(self, day: date) -> bool:
        return day.weekday() in self.weekdays and day not in self.holidays

    def local(self, instant: datetime) -> datetime:
        return instant.astimezone(ZoneInfo(self.zone))

    def at(self, day: date, clock: time) -> datetime:
        """The instant of a local clock time, in UTC; the later one where the zone jumps (see the module)."""
        zone = ZoneInfo(self.zone)
        return max(datetime.combine(day, clock, zone).replace(fold=fold).astimezone(UTC) for fold in (0, 1))

    def after(self, start: datetime, days: int) -> datetime:
        """`start` plus so many working days, same clock time; from a day off it counts as begun on the next working
        day, so that nobody loses working time to a week-end.
        """
        local = self.local(start)
        day = local.date()
        while not self.works_on(day):
            day += timedelta(days=1)
        for _ in range(days):
            day = next(self._working_days(day, forward=True))
        return max(self.at(day, local.time()), start.astimezone(UTC))

    def day_after(self, start: datetime, days: int) -> datetime:
        """The beginning of the working day that is so many after `start`, as people count days: from Monday afternoon
        three days are Thursday, from when it begins.
        """
        return max(self.at(self.local(self.after(start, days)).date(), time.min), start.astimezone(UTC))

    def day_before(self, day: date) -> date:
        """The last working day before `day`."""
        return next(self._working_days(day, forward=False))

    def _working_days(self, day: date, *, forward: bool) -> Iterator[date]:
        step = timedelta(days=1 if forward else -1)
        while True:
            day += step
            if self.works_on(day):
                yield day


@dataclass(frozen=True)
class Window:
    """What a route asks of time: `days` working days for a round inside scope, None where a sync decides; a sync
    counts only from the `not_before_days`-th working day after the opening.
    """

    days: int | None
    not_before_days: int = 0

    @property
    def in_sync(self) -> bool:
        return self.days is None


def window(*, reversibility: str, in_sync: bool, grave: bool, pressing: bool = False) -> Window:
    """The window of a round. `grave`: irreversible, or a declared fundamental element is touched. `pressing`: it was
    done already, or holds a decision up: the very next sync, whenever that is.
    """
    if pressing:
        return Window(None)
    if grave or reversibility not in LOCAL_DAYS:
        return Window(None, GRAVE_DAYS)
    return Window(None) if in_sync else Window(LOCAL_DAYS[reversibility])


def round_window(route: Route, *, reversibility: str) -> Window:
    """The window of a round that takes this route: one that a sync decides, or takes where others are silent, ends with
    that.
    """
    in_sync = route.taken_at is not None
    return window(reversibility=reversibility, in_sync=in_sync, grave=route.grave, pressing=route.pressing)


def sync_deadline(sync: datetime, calendar: Calendar) -> datetime:
    """The instant before which a proposal has to be open for this sync to take it."""
    return calendar.at(calendar.day_before(calendar.local(sync).date()), SYNC_NOTICE)


def first_sync(
    opened_at: datetime,
    syncs: Iterable[datetime],
    calendar: Calendar,
    *,
    not_before_days: int = 0,
    pressing: bool = False,
) -> datetime | None:
    """The first of the coming syncs (in order of time) that may decide what was opened at `opened_at`, or None."""
    earliest = calendar.day_after(opened_at, not_before_days) if not_before_days else opened_at
    fitting = (sync for sync in syncs if sync >= earliest and (pressing or opened_at < sync_deadline(sync, calendar)))
    return next(fitting, None)


def reminders(opened_at: datetime, closes_at: datetime) -> tuple[datetime, datetime]:
    """When the silent are reminded: at half and at nine tenths of the window."""
    length = closes_at - opened_at
    return opened_at + length / 2, opened_at + length * 9 / 10
