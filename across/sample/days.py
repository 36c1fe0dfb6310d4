"""The story's calendar: working days counted from the last one whose sync has been held."""

from datetime import UTC, date, datetime, time, timedelta

from decisions.decisions.deadlines import Calendar

SYNC = time(9, 15)
HELD_AFTER = timedelta(minutes=30)


class Days:
    """Day 0 is the last working day whose sync at 09:15 is over; the past is negative, tomorrow's sync is on day 1."""

    def __init__(self, calendar: Calendar, now: datetime) -> None:
        self.calendar, self.now = calendar, now
        day = calendar.local(now).date()
        while not calendar.works_on(day) or calendar.at(day, SYNC) + HELD_AFTER > now:
            day -= timedelta(days=1)
        self.zero = day

    def on(self, number: int) -> date:
        """Return the date of a working day."""
        day = self.zero
        for _ in range(abs(number)):
            day = self.calendar.after(self._noon(day), 1).date() if number > 0 else self.calendar.day_before(day)
        return day

    def at(self, number: int, clock: str) -> datetime:
        """Return the instant of a clock time (`"09:15"`) on a working day, in UTC; it may lie in the future."""
        return self.calendar.at(self.on(number), time.fromisoformat(clock))

    @staticmethod
    def _noon(day: date) -> datetime:
        return datetime.combine(day, time(12), UTC)
