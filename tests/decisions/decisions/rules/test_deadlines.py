"""How long rounds stay open: working days, the same clock time, the sync that may take it."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from decisions.decisions.deadlines import Calendar, Window, first_sync, reminders, sync_deadline, window

PARIS = Calendar("Europe/Paris")
ZONES = [
    "Europe/Paris", "Europe/Lisbon", "America/St_Johns", "America/New_York", "Asia/Kathmandu", "Asia/Kolkata",
    "Australia/Lord_Howe", "Pacific/Apia", "Pacific/Chatham", "Africa/Casablanca", "Antarctica/Troll", "UTC",
]  # fmt: skip


def local(day: str, clock: str, zone: str = "Europe/Paris") -> datetime:
    return datetime.fromisoformat(f"{day}T{clock}").replace(tzinfo=ZoneInfo(zone))


@pytest.mark.parametrize(
    ("opened", "days", "closes"),
    [
        (("2026-11-24", "14:00"), 1, ("2026-11-25", "14:00")),
        (("2026-11-27", "14:00"), 1, ("2026-11-30", "14:00")),  # Friday to Monday
        (("2026-11-26", "09:30"), 2, ("2026-11-30", "09:30")),
        (("2026-11-28", "10:00"), 1, ("2026-12-01", "10:00")),  # opened on Saturday: all of Monday is given
        (("2026-12-24", "14:00"), 1, ("2026-12-28", "14:00")),  # Christmas, then a week-end
        (("2026-03-27", "14:00"), 1, ("2026-03-30", "14:00")),  # the clock goes forward on the Sunday between
        (("2026-10-23", "14:00"), 1, ("2026-10-26", "14:00")),  # and back
    ],
)
def test_a_window_is_working_days_at_the_same_clock_time(
    opened: tuple[str, str], days: int, closes: tuple[str, str]
) -> None:
    calendar = Calendar("Europe/Paris", holidays=frozenset({date(2026, 12, 25)}))
    assert calendar.after(local(*opened), days) == local(*closes)


def test_a_project_that_works_on_sunday_has_its_own_week() -> None:
    calendar = Calendar("Asia/Dubai", weekdays=frozenset({6, 0, 1, 2, 3}))
    thursday = local("2026-11-26", "14:00", "Asia/Dubai")
    assert calendar.after(thursday, 1) == local("2026-11-29", "14:00", "Asia/Dubai")


def test_a_clock_time_that_is_skipped_counts_from_before_the_jump() -> None:
    daily = Calendar("Europe/Paris", weekdays=frozenset(range(7)))
    assert daily.after(local("2026-03-28", "02:30"), 1) == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)  # 03:30 in Paris


def test_a_clock_time_that_comes_twice_means_the_second() -> None:
    daily = Calendar("Europe/Paris", weekdays=frozenset(range(7)))
    assert daily.after(local("2026-10-24", "02:30"), 1) == datetime(2026, 10, 25, 1, 30, tzinfo=UTC)


def test_half_an_hour_of_summer_time_is_kept_too() -> None:
    daily = Calendar("Australia/Lord_Howe", weekdays=frozenset(range(7)))
    start = local("2026-10-03", "02:15", "Australia/Lord_Howe")  # 02:00 to 02:30 is skipped on the 4th
    assert daily.local(daily.after(start, 1)).time() == time(2, 45)


def test_a_day_that_a_zone_never_had_is_not_lost_on_people() -> None:
    samoa = Calendar("Pacific/Apia", weekdays=frozenset(range(7)))
    start = local("2011-12-29", "12:00", "Pacific/Apia")  # the 30th did not exist
    assert samoa.after(start, 1) >= start + timedelta(hours=24)


def test_a_calendar_without_working_days_is_refused() -> None:
    with pytest.raises(ValueError, match="working"):
        Calendar("UTC", weekdays=frozenset())


@given(
    st.sampled_from(ZONES),
    st.datetimes(datetime(2008, 1, 1), datetime(2037, 1, 1)),  # noqa: DTZ001
    st.integers(1, 6),
    st.frozensets(st.integers(0, 6), min_size=1),
)
def test_no_window_is_shorter_than_its_working_days(
    zone: str, moment: datetime, days: int, weekdays: frozenset[int]
) -> None:
    calendar = Calendar(zone, weekdays)
    start = moment.replace(tzinfo=UTC)
    end = calendar.after(start, days)
    assert end.tzinfo is UTC
    assert calendar.works_on(calendar.local(end).date()) or zone == "Pacific/Apia"
    # A jump of the clock may shorten the hours between two equal clock times by at most an hour (and Apia's lost day).
    assert end - start >= timedelta(days=days) - timedelta(hours=25 if zone == "Pacific/Apia" else 2)
    assert calendar.after(start, days + 1) > end


@pytest.mark.parametrize(
    ("reversibility", "in_sync", "grave", "expected"),
    [
        ("easy", False, False, Window(1)),
        ("costly", False, False, Window(2)),
        ("easy", True, False, Window(None)),
        ("costly", True, False, Window(None)),
        ("easy", True, True, Window(None, 3)),
        ("irreversible", False, False, Window(None, 3)),  # never outside a sync, whatever is claimed of it
    ],
)
def test_the_length_of_each_window(reversibility: str, in_sync: bool, grave: bool, expected: Window) -> None:
    assert window(reversibility=reversibility, in_sync=in_sync, grave=grave) == expected


SYNCS = [local(f"2026-11-{day}", "09:15") for day in (23, 24, 25, 26, 27, 30)]


@pytest.mark.parametrize(
    ("opened", "taken"),
    [
        (("2026-11-23", "16:59"), "2026-11-24"),
        (("2026-11-23", "17:00"), "2026-11-25"),  # before 17:00, not at it
        (("2026-11-27", "16:00"), "2026-11-30"),  # Monday's sync looks back to Friday
        (("2026-11-28", "08:00"), None),
    ],
)
def test_a_sync_takes_what_was_open_before_five_the_working_day_before(
    opened: tuple[str, str], taken: str | None
) -> None:
    expected = local(taken, "09:15") if taken else None
    assert first_sync(local(*opened), SYNCS, PARIS) == expected


def test_a_sync_after_a_holiday_looks_back_over_it() -> None:
    calendar = Calendar("Europe/Paris", holidays=frozenset({date(2026, 11, 11)}))
    assert sync_deadline(local("2026-11-12", "09:15"), calendar) == local("2026-11-10", "17:00")


def test_something_grave_is_open_for_three_working_days() -> None:
    opened = local("2026-11-23", "10:00")
    assert first_sync(opened, SYNCS, PARIS, not_before_days=3) == local("2026-11-26", "09:15")


def test_the_silent_are_reminded_at_half_and_at_nine_tenths() -> None:
    start = local("2026-11-24", "10:00")
    assert reminders(start, start + timedelta(hours=10)) == (start + timedelta(hours=5), start + timedelta(hours=9))
