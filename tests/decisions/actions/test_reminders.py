"""Who owns an action is reminded the day before, on the day, and the day after; nobody twice."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from circles.circles.models import Circle
from decisions.actions.models import Action, DueReminder
from decisions.actions.workflows.reminders import around, due_mark, remind
from foundation.accounts.models import User
from foundation.inbox.models import Notice
from tests.factories import an_action

pytestmark = pytest.mark.django_db
DUE = date(2027, 3, 10)


def at(day: int, hour: int, zone: str = "Europe/Paris") -> datetime:
    return datetime(2027, 3, day, hour, tzinfo=ZoneInfo(zone))


def run(now: datetime) -> int:
    return sum(remind(action, at=now) for action in around(now))


def unread(user: User) -> list[str]:
    return list(user.notices.unread().order_by("pk").values_list("event", flat=True))


@pytest.fixture
def action(circle: Circle, ada: User, bo: User) -> Action:
    made = an_action(circle, by=ada, owner=bo, due_on=DUE)
    for notice in bo.notices.all():
        notice.mark_read()
    return made


@pytest.mark.both_databases
def test_each_reminder_comes_once_and_replaces_the_one_before(action: Action, bo: User) -> None:
    told = [(run(at(day, hour)), unread(bo)[-1:]) for day, hour in ((9, 6), (9, 8), (9, 20), (10, 8), (11, 8), (12, 8))]
    before, day, after = ["action.due_tomorrow"], ["action.due_today"], ["action.overdue"]
    assert told == [(0, []), (1, before), (0, before), (1, day), (1, after), (0, after)]
    assert len(unread(bo)) == 1


def test_who_runs_late_reminds_once_of_the_latest(action: Action, bo: User) -> None:
    assert [run(at(12, 9)), run(at(12, 9))] == [1, 0]
    assert unread(bo) == ["action.overdue"]
    assert run(at(20, 9)) == 0


def test_done_closes_the_reminder_everywhere(action: Action, ada: User, bo: User) -> None:
    run(at(9, 8))
    action.finish(by=ada, how="Measured.")
    assert unread(bo) == ["action.finished"]
    assert run(at(10, 8)) == 0


def test_a_new_owner_and_a_moved_day_are_reminded_anew(action: Action, ada: User, bo: User) -> None:
    run(at(9, 8))
    action.hand_over(ada, by=bo)
    assert not bo.notices.unread().filter(event="action.due_tomorrow").exists()
    assert run(at(9, 9)) == 1
    action.reschedule(date(2027, 3, 12), by=bo)
    assert [run(at(9, 10)), run(at(11, 8))] == [0, 1]
    assert DueReminder.objects.filter(user=ada).count() == 2


@pytest.mark.parametrize(
    ("zone", "hour", "mark"), [("Pacific/Auckland", 21, 0), ("Europe/Paris", 21, -1), ("Pacific/Honolulu", 12, None)]
)
def test_the_day_is_that_of_who_owns_it(zone: str, hour: int, mark: int | None) -> None:
    assert due_mark(DUE, User(name="Bo", time_zone=zone), at(9, hour)) == mark


def test_nobody_who_has_left_is_reminded(action: Action, circle: Circle, bo: User) -> None:
    for membership in bo.memberships.all():
        membership.end(by=circle.project.circles.general().people_in("pilot")[0])
    assert run(at(9, 8)) == 0
    assert not Notice.objects.filter(event="action.due_tomorrow").exists()
