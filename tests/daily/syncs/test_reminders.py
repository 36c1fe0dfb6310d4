"""What people are asked for before a sync: once, in time, and not any more when it has begun."""

from datetime import timedelta

import pytest
from django.utils.module_loading import import_string

from daily.syncs.contexts.upcoming import plan_for
from daily.syncs.models import Pulse, RecurringSync
from daily.syncs.tasks import ask_for_pulses
from decisions.decisions.models import Absence
from foundation.audit import clock
from foundation.audit.models import Entry
from foundation.inbox.models import Attention, Notice, NotificationChoice, NotificationSettings
from foundation.inbox.workflows.mailing import send_notices
from foundation.web.schedule import SCHEDULE
from tests.factories import a_circle, a_person, a_project, set_next_sync
from tests.support.metrics import failures

pytestmark = pytest.mark.django_db


def test_who_has_not_given_a_pulse_is_asked_once() -> None:
    ada, bo = a_person("Ada"), a_person("Bo")
    general = a_project(ada, country="").circles.general()
    general.admit(bo, by=ada)
    soon = (clock.now() + timedelta(minutes=70)).astimezone(general.project.zone)
    recurring_sync = general.recurring_syncs.get()
    recurring_sync.change(by=ada, recurrence="FREQ=DAILY", local_time=soon.time().replace(second=0, microsecond=0))
    Pulse.give(general.project, soon.date(), by=ada, next="Wear test")
    assert (ask_for_pulses(), ask_for_pulses()) == (1, 0)
    asked = Notice.objects.filter(event="ritual.pulses_requested")
    assert [notice.user for notice in asked] == [bo]


def run_all_tasks() -> None:
    """Run what beat runs of this app, twice: a task runs again and again."""
    for name in [name for name in SCHEDULE if name.startswith("syncs.")] * 2:
        import_string(name)()


def test_no_reminder_of_a_sync_keeps_another_from_being_sent() -> None:
    ada = a_person("Ada")
    general = a_project(ada, country="").circles.general()
    set_next_sync(general.project, timedelta(minutes=120), by=ada)
    sent = Entry.objects.of_project(general.project_id).filter(actor=None).values_list("event", flat=True)
    run_all_tasks()
    assert "ritual.pulses_requested" not in sent.all()
    general.recurring_syncs.get().change(by=ada, pulse_minutes=61)  # of the same meeting, they are due within the hour
    run_all_tasks()
    assert "ritual.pulses_requested" in sent.all(), "what the other one keeps is a day of its own"
    assert len(set(sent.all())) == len(sent.all()), "each is sent once for a meeting"


def test_neither_a_follower_of_the_circle_nor_who_is_away_that_day_is_asked_for_a_pulse() -> None:
    ada, bo, cy, eve = a_person("Ada"), a_person("Bo"), a_person("Cy"), a_person("Eve")
    general = a_project(ada, country="").circles.general()
    general.recurring_syncs.get().end(by=ada)
    general.admit(eve, by=ada)
    circle = a_circle(bo, cy, inside=general)
    soon = (clock.now() + timedelta(minutes=70)).astimezone(general.project.zone).replace(second=0, microsecond=0)
    RecurringSync.begin(circle, by=bo, recurrence="FREQ=DAILY", local_time=soon.time())
    Attention.attend(eve, "follow", project=circle.project_id, thing=f"circle:{circle.key}", title="", address="")
    Absence.declare(general.project, by=cy, from_on=soon.date(), until_on=soon.date())
    assert ask_for_pulses() == 1
    asked = Notice.objects.filter(event="ritual.pulses_requested")
    assert [notice.user for notice in asked] == [bo]
    outlook = plan_for(general.project, bo).outlook
    assert outlook
    assert (outlook.given, outlook.expected) == (0, 1)


def test_nobody_is_asked_for_a_pulse_the_day_before() -> None:
    ada = a_person("Ada")
    general = a_project(ada, country="").circles.general()
    soon = (clock.now() + timedelta(minutes=70)).astimezone(general.project.zone)
    recurring_sync, at = general.recurring_syncs.get(), soon.time().replace(second=0, microsecond=0)
    recurring_sync.change(by=ada, recurrence="FREQ=DAILY", local_time=at, starts_on=soon.date() + timedelta(days=1))
    assert ask_for_pulses() == 0
    recurring_sync.change(by=ada, starts_on=soon.date())
    assert ask_for_pulses() == 1


def test_a_ritual_whose_days_nobody_can_read_holds_up_no_other() -> None:
    ada, bo = a_person("Ada"), a_person("Bo")
    a_project(ada).circles.general().recurring_syncs.update(recurrence="FREQ=NEVER")
    general = a_project(ada, country="").circles.general()
    general.admit(bo, by=ada)
    soon = (clock.now() + timedelta(minutes=70)).astimezone(general.project.zone)
    general.recurring_syncs.get().change(
        by=ada, recurrence="FREQ=DAILY", local_time=soon.time().replace(second=0, microsecond=0)
    )
    before = failures("pulses")
    assert ask_for_pulses() == 1
    assert failures("pulses") == before + 1


@pytest.mark.both_databases
def test_what_is_asked_before_a_sync_is_neither_mailed_nor_pushed_once_it_has_begun() -> None:
    ada, bo = a_person("Ada"), a_person("Bo")
    general = a_project(ada, country="").circles.general()
    general.admit(bo, by=ada)
    soon = (clock.now() + timedelta(minutes=70)).replace(second=0, microsecond=0)
    local = soon.astimezone(general.project.zone)
    general.recurring_syncs.get().change(by=ada, recurrence="FREQ=DAILY", local_time=local.time())
    ask_for_pulses()
    asked = Notice.objects.filter(event="ritual.pulses_requested")
    assert {notice.ends_at for notice in asked} == {soon}
    assert asked.not_over(soon - timedelta(minutes=1)).count() == 2
    assert not asked.not_over(soon).exists()


def test_who_wants_pulses_at_once_gets_no_mail_of_a_sync_that_has_begun() -> None:
    ada, bo = a_person("Ada"), a_person("Bo")
    awake = {"quiet_from": "00:00", "quiet_until": "00:00", "days_off": "", "digest": "never"}
    NotificationSettings.objects.create(user=bo, **awake)
    NotificationChoice.objects.create(user=bo, kind="pulse", mail="at_once")
    general = a_project(ada, country="").circles.general()
    general.admit(bo, by=ada)
    soon = (clock.now() + timedelta(minutes=70)).astimezone(general.project.zone).replace(second=0, microsecond=0)
    general.recurring_syncs.get().change(by=ada, recurrence="FREQ=DAILY", local_time=soon.time())
    ask_for_pulses()
    bo.notices.exclude(kind="pulse").delete()
    assert [send_notices(bo, at) for at in (soon, soon - timedelta(minutes=10))] == [0, 1]
