"""Which notices leave when: never more than four at once a day, none that asks for something too late."""

from collections import Counter
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foundation.inbox.delivery_rules import AT_ONCE_A_DAY, WAITS_FOR_OTHERS, Hours, MailChoice, PendingNotice, plan

PARIS = ZoneInfo("Europe/Paris")
HOURS = Hours(PARIS)
AT_ONCE, DIGEST, NONE = MailChoice


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """Return an instant of the week that begins on Monday, 23 November 2026, by the clock of Paris."""
    return datetime(2026, 11, 23 + day, hour, minute, tzinfo=PARIS)


def notice(
    pk: int, choice: MailChoice = AT_ONCE, *, thing: str = "", when: datetime, ends: datetime | None = None
) -> PendingNotice:
    return PendingNotice(pk, thing or f"P-{pk}", choice, when, ends)


def test_notices_of_one_thing_leave_in_one_email_once_no_more_come() -> None:
    found = [notice(1, thing="P-24", when=at(0, 10)), notice(2, thing="P-24", when=at(0, 10))]
    assert not plan(found, HOURS, at(0, 10), 0).at_once
    assert plan(found, HOURS, at(0, 10) + WAITS_FOR_OTHERS, 0).at_once == [found]


def test_the_fifth_of_a_day_waits_for_the_digest_and_what_ends_first_goes_first() -> None:
    found = [notice(pk, when=at(0, 9), ends=at(4, 18) - timedelta(hours=pk)) for pk in range(6)]
    sent = plan(found, HOURS, at(0, 10), 1)
    assert [group[0].pk for group in sent.at_once] == [5, 4, 3]
    assert not plan(found, HOURS, at(0, 10), AT_ONCE_A_DAY).at_once


def test_nothing_leaves_in_quiet_hours_and_on_days_off() -> None:
    found = [notice(1, when=at(0, 9))]
    for quiet in (at(0, 20), at(1, 6, 59), at(5, 12), at(6, 12)):
        assert plan(found, HOURS, quiet, 0) == plan([], HOURS, quiet, 0)
    assert plan(found, HOURS, at(1, 7), 0).at_once


def test_what_ends_before_the_digest_comes_in_one_email_beside_the_number() -> None:
    found = [notice(pk, when=at(0, 9), ends=at(0, 18) + timedelta(minutes=pk)) for pk in range(3)]
    found.append(notice(9, DIGEST, when=at(0, 9), ends=at(0, 19)))
    later = notice(10, when=at(0, 9), ends=at(1, 18))
    assert not plan([*found, later], HOURS, at(0, 12), AT_ONCE_A_DAY).bundle
    assert plan([*found, later], HOURS, at(0, 15), AT_ONCE_A_DAY).bundle == found


def test_what_ends_in_quiet_hours_leaves_before_they_begin() -> None:
    found = [notice(1, DIGEST, when=at(4, 9), ends=at(5, 12))]  # on Saturday
    assert not plan(found, HOURS, at(4, 19), 0).bundle
    assert plan(found, HOURS, at(4, 20), 0).bundle == found


def test_who_wants_no_email_gets_none_and_what_is_over_is_not_sent() -> None:
    over = notice(2, when=at(0, 9), ends=at(0, 9, 30))
    sent = plan([notice(1, NONE, when=at(0, 9), ends=at(0, 11)), over], HOURS, at(0, 10), 0)
    assert (sent.at_once, sent.bundle) == ([], [])


@pytest.mark.parametrize(
    ("hours", "after", "found"),
    [
        (HOURS, at(0, 7), at(0, 7, 30)),
        (HOURS, at(0, 7, 30), at(1, 7, 30)),
        (HOURS, at(4, 8), at(7, 7, 30)),
        (Hours(PARIS, digest_days=frozenset({0})), at(1, 8), at(7, 7, 30)),
        (Hours(PARIS, digest_at=None), at(1, 8), None),
        (Hours(PARIS, days_off=frozenset(range(7))), at(1, 8), None),
    ],
)
def test_the_next_digest_is_on_a_day_that_is_not_off(hours: Hours, after: datetime, found: datetime | None) -> None:
    assert hours.next_digest(after) == found


TIMES = st.times().map(lambda one: one.replace(second=0, microsecond=0))
PEOPLE = st.builds(
    Hours,
    zone=st.sampled_from(["Europe/Paris", "America/St_Johns", "Pacific/Auckland"]).map(ZoneInfo),
    quiet_from=TIMES,
    quiet_until=TIMES,
    days_off=st.frozensets(st.integers(0, 6), max_size=7),
    digest_at=st.none() | TIMES,
    digest_days=st.sampled_from([frozenset(range(7)), frozenset({0})]),
)
START = datetime(2026, 3, 23, tzinfo=UTC)  # the week in which clocks change in Europe


@st.composite
def days(draw: st.DrawFn) -> list[PendingNotice]:
    found = []
    for pk in range(draw(st.integers(0, 25))):
        when = START + timedelta(minutes=draw(st.integers(0, 7 * 24 * 60)))
        minutes = draw(st.none() | st.integers(30, 4 * 24 * 60))
        ends = when + timedelta(minutes=minutes) if minutes else None
        found.append(PendingNotice(pk, f"P-{draw(st.integers(0, 9))}", draw(st.sampled_from(MailChoice)), when, ends))
    return found


@given(days(), PEOPLE)
def test_in_any_week_nobody_gets_more_than_four_and_nobody_misses_a_window(
    found: list[PendingNotice], hours: Hours
) -> None:
    """A minute of the server is ten here; whatever ends before a digest has left in time, unless it came too late."""
    step, sent, a_day, now, digest = timedelta(minutes=10), dict[int, datetime](), Counter[object](), START, START
    while now < START + timedelta(days=12):
        due = hours.next_digest(digest)
        if due is not None and due <= now:
            digest = now
            sent |= {
                one.pk: now for one in found if one.choice != NONE and one.happened_at <= now and one.pk not in sent
            }
        waiting = [one for one in found if one.happened_at <= now and one.pk not in sent]
        day = now.astimezone(hours.zone).date()
        leaves = plan(waiting, hours, now, a_day[day])
        a_day[day] += len(leaves.at_once)
        assert not (leaves.at_once and hours.is_quiet(now))
        for one in [*leaves.bundle, *(one for group in leaves.at_once for one in group)]:
            assert one.pk not in sent
            sent[one.pk] = now
        now += step
    assert max(a_day.values(), default=0) <= AT_ONCE_A_DAY
    for one in found:
        if one.choice == NONE:
            assert one.pk not in sent
        elif one.ends_at is not None:
            assert sent[one.pk] < one.ends_at


@pytest.mark.parametrize(
    ("hours", "quiet"),
    [
        (Hours(PARIS, focus=(time(9), time(11))), at(0, 10)),
        (Hours(PARIS, away=(date(2026, 11, 23), date(2026, 11, 24))), at(1, 12)),
        (Hours(PARIS, holidays=frozenset({date(2026, 11, 24)})), at(1, 12)),
        (Hours(PARIS, undisturbed_until=at(1, 13)), at(1, 12)),
    ],
)
def test_nothing_leaves_in_focus_on_a_day_off_or_undisturbed_and_all_does_after(hours: Hours, quiet: datetime) -> None:
    found = [notice(1, when=quiet - timedelta(hours=1))]
    assert not plan(found, hours, quiet, 0).at_once
    assert plan(found, hours, at(2, 12), 0).at_once == [found]


def test_no_digest_leaves_on_a_day_off_by_the_calendar() -> None:
    hours = Hours(PARIS, holidays=frozenset({date(2026, 11, 24)}), away=(date(2026, 11, 25), date(2026, 11, 26)))
    assert hours.next_digest(at(0, 12)) == at(4, 7, 30)
