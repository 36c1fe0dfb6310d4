"""When a circle meets, who is expected, and what each says before."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.template.loader import render_to_string
from django.test import RequestFactory

from circles.circles.models import Circle
from circles.projects.models import Project
from daily.syncs.contexts.upcoming import plan_for
from daily.syncs.models import Pulse, RecurringSync
from daily.syncs.models.attendees import Gathering
from daily.syncs.models.upcoming import ahead_of, syncs_of
from daily.syncs.workflows.opening import open_sync
from decisions.decisions.models.rounds.round_end import next_sync
from decisions.decisions.models.rounds.working_time import calendar
from decisions.decisions.sync_sources import SyncTimes
from foundation.accounts.models import User
from foundation.audit import clock
from foundation.web.exceptions import Refused
from foundation.web.extension_registry import additions
from tests.factories import a_circle, a_person, a_project

MARCH = datetime(2027, 3, 26, tzinfo=UTC)
pytestmark = pytest.mark.django_db


def a_ritual(circle: Circle, by: User, **fields: object) -> RecurringSync:
    """Add a recurring sync on a fixed first day, so that its days do not depend on when the test runs."""
    return RecurringSync.begin(circle, by=by, starts_on=date(2026, 11, 2), **fields)  # type: ignore[arg-type]


@pytest.mark.both_databases
def test_a_new_project_meets_every_working_day_at_a_quarter_past_nine() -> None:
    project = a_project()
    recurring_sync = RecurringSync.objects.get(project=project)
    assert (recurring_sync.circle, recurring_sync.local_time, recurring_sync.length_minutes) == (
        project.circles.general(),
        time(9, 15),
        15,
    )
    assert recurring_sync.rhythm == "every working day"


def test_a_rule_of_days_that_a_program_gives_is_said_in_words() -> None:
    ada = a_person("Ada")
    recurring_sync = a_ritual(a_project(ada).circles.general(), ada, recurrence="FREQ=DAILY;INTERVAL=3")
    assert recurring_sync.rhythm == "every 3 days"


def test_the_next_one_after_friday_is_on_monday() -> None:
    ada = a_person("Ada")
    recurring_sync = a_ritual(a_project(ada).circles.general(), ada)
    coming = recurring_sync.next(datetime(2026, 11, 20, 10, tzinfo=UTC))
    assert coming
    assert coming.starts_at == datetime(2026, 11, 23, 8, 15, tzinfo=UTC)
    assert coming.pulse_until == datetime(2026, 11, 23, 7, 45, tzinfo=UTC)


def test_nobody_meets_on_a_public_holiday() -> None:
    ada = a_person("Ada")
    recurring_sync = a_ritual(a_project(ada, country="FR").circles.general(), ada)
    coming = recurring_sync.next(datetime(2026, 12, 25, 0, tzinfo=UTC))
    assert coming
    assert coming.on == date(2026, 12, 28)


def test_the_page_says_on_which_holiday_a_circle_does_not_meet() -> None:
    ada = a_person("Ada")
    recurring_sync = a_ritual(a_project(ada, country="FR").circles.general(), ada)
    assert recurring_sync.left_out(datetime(2026, 12, 20, 12, tzinfo=UTC)) == [date(2026, 12, 25), date(2027, 1, 1)]
    assert recurring_sync.left_out(datetime(2026, 12, 20, 12, tzinfo=UTC), days=3) == []
    shown = {
        "recurring": [(recurring_sync, False)],
        "project": recurring_sync.project,
        "feed": "0",
        "request": RequestFactory().get("/"),
    }
    page = render_to_string("syncs/recurring.html", shown | {"now": datetime(2026, 12, 20, 12, tzinfo=UTC)})
    assert "not on 25 Dec" in page
    assert "public holidays" in page
    assert "holiday" not in render_to_string("syncs/recurring.html", shown | {"now": datetime(2026, 9, 1, tzinfo=UTC)})


def test_the_hour_stays_when_the_clocks_change() -> None:
    ada = a_person("Ada")
    recurring_sync = a_ritual(a_project(ada).circles.general(), ada)
    planned_on = {
        one.on: one.starts_at.hour for one, _n in zip(recurring_sync.occurrences(MARCH), range(3), strict=False)
    }
    # In UTC it comes an hour earlier in summer; Easter Monday, the 29th, is a holiday.
    assert planned_on == {date(2027, 3, 26): 8, date(2027, 3, 30): 7, date(2027, 3, 31): 7}


def test_every_second_week_counts_from_the_first_day() -> None:
    ada = a_person("Ada")
    recurring_sync = a_ritual(a_project(ada).circles.general(), ada, recurrence="FREQ=WEEKLY;INTERVAL=2;BYDAY=TU")
    days = [
        one.on for one, _n in zip(recurring_sync.occurrences(datetime(2026, 11, 1, tzinfo=UTC)), range(3), strict=False)
    ]
    assert days == [date(2026, 11, 3), date(2026, 11, 17), date(2026, 12, 1)]


@pytest.mark.parametrize(
    "words",
    [
        "every now and then",
        "FREQ=MINUTELY",
        "FREQ=WEEKLY;BYDAY=XX",
        "FREQ=DAILY;INTERVAL=0",
        "FREQ=DAILY;INTERVAL=-1",
        "FREQ=DAILY;BYHOUR=9,10,11",
        "FREQ=DAILY;BYSECOND=0,1",
        "DTSTART:00010101T000000\nRRULE:FREQ=DAILY",
        "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=DAILY;BYSETPOS=5",
        "FREQ=YEARLY;BYWEEKNO=53;BYMONTH=6",
    ],
)
def test_what_is_no_recurrence_of_days_is_refused(words: str) -> None:
    ada = a_person("Ada")
    with pytest.raises(ValidationError):
        a_ritual(a_project(ada).circles.general(), ada, recurrence=words)


def test_a_recurrence_that_never_falls_on_its_own_days_is_refused_for_the_day_it_begins_on() -> None:
    ada = a_person("Ada")
    tuesday, words = date(2026, 11, 24), "FREQ=DAILY;INTERVAL=7;BYDAY=MO"
    general = a_project(ada).circles.general()
    RecurringSync.begin(general, by=ada, starts_on=tuesday - timedelta(days=1), recurrence=words)
    with pytest.raises(ValidationError):
        RecurringSync.begin(general, by=ada, starts_on=tuesday, recurrence=words)


@pytest.mark.parametrize("words", ["FREQ=DAILY;UNTIL=20300101T000000", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29;COUNT=3"])
def test_a_recurrence_may_be_rare_and_may_end(words: str) -> None:
    ada = a_person("Ada")
    assert a_ritual(a_project(ada).circles.general(), ada, recurrence=words).recurrence == words


def test_facilitators_take_turns_by_week() -> None:
    ada, bo, fay = a_person("Ada"), a_person("Bo"), a_person("Fay")
    general = a_project(ada).circles.general()
    for person in (bo, fay):
        general.admit(person, by=ada, roles=["facilitator"])
    recurring_sync = general.recurring_syncs.get()
    first, second = (recurring_sync.facilitator_on(date(2026, 11, day)) for day in (23, 30))
    assert {first, second} == {bo, fay}
    assert recurring_sync.facilitator_on(date(2026, 11, 27)) == first


def test_without_facilitators_the_pilot_facilitates() -> None:
    ada = a_person("Ada")
    assert a_project(ada).circles.general().recurring_syncs.get().facilitator_on(date(2026, 11, 23)) == ada


def test_who_has_no_sync_of_their_own_comes_to_the_nearest_one_above() -> None:
    ada, bo, fay = a_person("Ada"), a_person("Bo"), a_person("Fay")
    circle = a_circle(bo)
    inner = a_circle(fay, inside=circle)
    general = circle.project.circles.general()
    general.admit(ada, by=circle.project.created_by)
    assert {bo, fay, ada} <= set(Gathering(circle.project).people_of(general))
    RecurringSync.begin(circle, by=bo)
    assert set(Gathering(circle.project).people_of(general)) & {bo, fay} == set()
    assert set(Gathering(circle.project).people_of(circle)) == {bo, fay}
    assert Gathering(circle.project).covered_by(circle) == [inner.pk, circle.pk]


def test_a_held_sync_is_no_longer_ahead() -> None:
    ada = a_person("Ada")
    general = a_project(ada).circles.general()
    coming = general.recurring_syncs.get().next()
    assert coming
    before = ahead_of(general.project, ada, coming.starts_at)
    assert before.next
    assert before.next.starts_at == coming.starts_at
    sync = open_sync(general, by=ada, at=coming.starts_at)
    assert sync.planned_for == coming.starts_at
    after = ahead_of(general.project, ada, coming.starts_at)
    assert after.running == [sync]
    assert after.next
    assert after.next.starts_at > coming.starts_at


def test_a_project_made_after_the_hour_of_its_sync_has_not_missed_it() -> None:
    ada = a_person("Ada")
    project = a_project(ada)
    coming = project.circles.general().recurring_syncs.get().next()
    assert coming
    RecurringSync.objects.update(created_at=coming.starts_at + timedelta(minutes=5))
    ahead = ahead_of(Project.objects.get(), ada, coming.starts_at + timedelta(minutes=10))
    assert ahead.next
    assert ahead.next.starts_at > coming.starts_at


@pytest.mark.parametrize(
    ("minutes", "offered", "late"),
    [(-16, False, False), (-15, True, False), (29, True, True)],
)
def test_who_has_a_voice_opens_the_sync_where_they_are_waiting_for_it(minutes: int, offered: bool, late: bool) -> None:
    ada, bo = a_person("Ada"), a_person("Bo")
    general = a_project(ada).circles.general()
    a_circle(inside=general).admit(bo, by=ada)  # waits for the same sync, and has no voice in it
    coming = general.recurring_syncs.get().next()
    assert coming
    now = coming.starts_at + timedelta(minutes=minutes)
    shown = {}
    for person in (ada, bo):
        project = Project.objects.get(pk=general.project.pk)
        plan = plan_for(project, person, now)
        assert plan.next == coming
        context = {"plan": plan, "project": project, "me": person}
        shown[person] = render_to_string("syncs/upcoming.html", context)
        # Where the panel stands below the page, it is said at the top as well.
        assert ("Open the sync" in render_to_string("syncs/at_hand.html", context)) == (person == ada and offered)
    assert [("Open the sync" in shown[person]) for person in (ada, bo)] == [offered, False]
    assert [("Nobody has opened it yet." in words) for words in shown.values()] == [late, late]


def test_who_speaks_for_a_circle_is_expected_in_its_own_sync_and_in_the_one_around() -> None:
    ada, bo, fay = a_person("Ada"), a_person("Bo"), a_person("Fay")
    general = a_project(ada).circles.general()
    circle = a_circle(bo, inside=general)
    circle.admit(fay, by=ada, roles=["delegate"])
    own, around = RecurringSync.begin(circle, by=ada), general.recurring_syncs.get()
    assert Gathering(general.project).recurring_syncs_for(bo) == [own]
    assert Gathering(general.project).recurring_syncs_for(fay) == [around, own]
    around.end(by=ada)
    assert Gathering(general.project).recurring_syncs_for(fay) == [own]


def test_decisions_know_when_a_circle_meets() -> None:
    assert syncs_of in [added.of for added in additions(SyncTimes)]
    circle = a_circle()
    assert next(iter(syncs_of(circle, datetime(2026, 11, 20, tzinfo=UTC))), None) is None
    assert next(iter(syncs_of(circle.project.circles.general(), datetime(2030, 1, 4, 12, tzinfo=UTC)))).date() == date(
        2030, 1, 7
    )


def test_what_has_waited_for_weeks_goes_to_the_sync_that_comes() -> None:
    ada = a_person("Ada")
    general = a_project(ada).circles.general()
    general.recurring_syncs.get().change(by=ada, starts_on=date(2026, 1, 5))
    weeks_ago = clock.now() - timedelta(days=30)
    coming = next_sync(general, weeks_ago, calendar(general.project), None)
    assert coming
    assert clock.now() - timedelta(minutes=30) <= coming < clock.now() + timedelta(days=8)


def test_an_ended_ritual_plans_nothing() -> None:
    ada = a_person("Ada")
    general = a_project(ada).circles.general()
    general.recurring_syncs.get().end(by=ada)
    assert ahead_of(general.project, ada, datetime(2030, 1, 4, 12, tzinfo=UTC)).next is None
    with pytest.raises(Refused):
        general.recurring_syncs.get().end(by=ada)


def test_a_pulse_is_given_once_a_day_and_can_be_said_anew() -> None:
    ada = a_person("Ada")
    project = a_project(ada)
    Pulse.give(project, date(2026, 11, 24), by=ada, done="Seal fitted")
    Pulse.give(project, date(2026, 11, 24), by=ada, done="Seal fitted", next="Wear test")
    pulse = Pulse.objects.get()
    assert (pulse.next, pulse.history.count()) == ("Wear test", 2)
    with pytest.raises(Refused):
        Pulse.give(project, date(2026, 11, 25), by=ada)


def test_same_as_yesterday_repeats_all_but_the_tension() -> None:
    ada = a_person("Ada")
    project = a_project(ada)
    with pytest.raises(Refused):
        Pulse.repeat(project, date(2026, 11, 24), by=ada)
    Pulse.give(project, date(2026, 11, 23), by=ada, next="Wear test", tension="Farm 2 is dry")
    pulse = Pulse.repeat(project, date(2026, 11, 24), by=ada)
    assert (pulse.next, pulse.tension) == ("Wear test", "")
