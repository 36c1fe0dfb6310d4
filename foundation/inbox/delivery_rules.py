"""When a notice leaves by e-mail: at once, together with others that end soon, or with the next digest. No database."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

AT_ONCE_A_DAY = 4
WAITS_FOR_OTHERS = timedelta(minutes=1)
"""So long a notice waits for others about its thing, and for who is reading it in Ronde this very moment."""
LEAD = timedelta(hours=3)
"""So long before something ends its e-mail leaves at the latest, if only its day allows."""
LOOKS_AHEAD_DAYS = 31


class MailChoice(StrEnum):
    """How notices of one kind are sent to a person by e-mail."""

    AT_ONCE = "at_once"
    DIGEST = "digest"
    NONE = "none"


@dataclass(frozen=True)
class PendingNotice:
    """A notice that has been neither read nor sent; those about one `thing` leave in one e-mail."""

    pk: int
    thing: str
    choice: MailChoice
    happened_at: datetime
    ends_at: datetime | None = None
    """When it is too late for what it asks."""


@dataclass(frozen=True)
class Hours:
    """When notices may reach a person: by their own clock, on their days (0 is Monday)."""

    zone: ZoneInfo
    quiet_from: time = time(20)
    quiet_until: time = time(7)
    days_off: frozenset[int] = frozenset({5, 6})
    digest_at: time | None = time(7, 30)
    digest_days: frozenset[int] = frozenset(range(7))
    focus: tuple[time, time] | None = None
    """Hours of each day in which a person works undisturbed."""
    away: tuple[date, date] | None = None
    """The first and the last day on which they are away."""
    holidays: frozenset[date] = frozenset()
    undisturbed_until: datetime | None = None
    """Until when nothing is to reach them, as they just said."""

    def is_quiet(self, at: datetime) -> bool:
        """Whether nothing leaves at this instant: in quiet or focus hours (none where both ends are one time), on a day
        off, or while the person said that they want to hear of nothing.
        """
        local = at.astimezone(self.zone)
        if self.undisturbed_until and at < self.undisturbed_until:
            return True
        inside = any(_lies_in(local.time(), span) for span in self._spans)
        return self.is_day_off(local.date()) or inside

    def is_day_off(self, day: date) -> bool:
        """Whether a person does not work on a day: by their week, by the calendar, or because they are away."""
        is_away = self.away is not None and self.away[0] <= day <= self.away[1]
        return day.weekday() in self.days_off or day in self.holidays or is_away

    @property
    def _spans(self) -> list[tuple[time, time]]:
        return [(self.quiet_from, self.quiet_until), *([self.focus] if self.focus else [])]

    def quiet_since(self, at: datetime) -> datetime:
        """Return when the quiet that holds at this instant began; the instant itself where none does."""
        if self.undisturbed_until:  # nobody knows when that began
            return replace(self, undisturbed_until=None).quiet_since(at)
        found = at
        for instant in self._instants_before(at):
            if not self.is_quiet(instant):
                break
            found = instant
        return found

    def next_digest(self, after: datetime) -> datetime | None:
        """Return when the next digest leaves; None for who wants none."""
        day = after.astimezone(self.zone).date()
        for days in range(LOOKS_AHEAD_DAYS):
            found = self.digest_on(day + timedelta(days=days))
            if found is not None and found > after:
                return found
        return None

    def digest_on(self, day: date) -> datetime | None:
        """Return when a day's digest leaves, if there is one."""
        if self.digest_at is None or day.weekday() not in self.digest_days or self.is_day_off(day):
            return None
        return datetime.combine(day, self.digest_at, self.zone)

    def _instants_before(self, at: datetime) -> Iterator[datetime]:
        """Yield the instants at which quiet may begin or end, from this one back: just before each of them, and it."""
        if not self.is_quiet(at):
            return
        day = at.astimezone(self.zone).date()
        moments = sorted({time(0), *(end for span in self._spans for end in span)}, reverse=True)
        for days in range(LOOKS_AHEAD_DAYS):
            for moment in moments:
                instant = datetime.combine(day - timedelta(days=days), moment, self.zone)
                if instant <= at:
                    yield instant
                    yield instant - timedelta(microseconds=1)


def _lies_in(now: time, span: tuple[time, time]) -> bool:
    begin, end = span
    return begin <= now < end if begin <= end else now >= begin or now < end


@dataclass(frozen=True)
class MailPlan:
    """What leaves now: e-mails about one thing each, and one with all that ends soon; the rest waits for the digest."""

    at_once: list[list[PendingNotice]] = field(default_factory=list)
    bundle: list[PendingNotice] = field(default_factory=list)


def plan(waiting: Sequence[PendingNotice], hours: Hours, now: datetime, sent_today: int) -> MailPlan:
    """Say what leaves now; `sent_today` e-mails have left at once on the person's day already.

    Nobody gets more than AT_ONCE_A_DAY of these. What the next digest would leave less than LEAD for leaves all the
    same, in one e-mail beside that number: LEAD before the first of it ends, or before the quiet hours in which that
    lies.
    """
    wanted = [one for one in waiting if one.choice != MailChoice.NONE and not _is_over(one, now)]
    at_once: list[list[PendingNotice]] = []
    if not hours.is_quiet(now):
        things: dict[str, list[PendingNotice]] = {}
        for one in wanted:
            if one.choice == MailChoice.AT_ONCE:
                things.setdefault(one.thing, []).append(one)
        ready = [group for group in things.values() if now - min(one.happened_at for one in group) >= WAITS_FOR_OTHERS]
        ready.sort(key=_ends_first)
        at_once = ready[: max(AT_ONCE_A_DAY - sent_today, 0)]
    leaving = {one.pk for group in at_once for one in group}
    digest = hours.next_digest(now)
    urgent = [
        one
        for one in wanted
        if one.pk not in leaving and one.ends_at is not None and (digest is None or one.ends_at - LEAD <= digest)
    ]
    return MailPlan(at_once, urgent if _is_high_time(urgent, hours, now) else [])


def _is_over(one: PendingNotice, now: datetime) -> bool:
    return one.ends_at is not None and one.ends_at <= now


def _ends_first(group: list[PendingNotice]) -> tuple[float, float]:
    ends = [one.ends_at.timestamp() for one in group if one.ends_at]
    return (min(ends, default=float("inf")), min(one.happened_at.timestamp() for one in group))


def _is_high_time(urgent: list[PendingNotice], hours: Hours, now: datetime) -> bool:
    ends = [one.ends_at for one in urgent if one.ends_at is not None]
    return bool(ends) and now >= hours.quiet_since(min(ends) - LEAD)
