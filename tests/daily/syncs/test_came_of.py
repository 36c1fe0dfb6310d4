"""What came of the points of a sync stands in its minutes, also where nobody wrote it down."""

from datetime import timedelta

import pytest
from django.urls import reverse

from chat.chat.workflows.conversation import post_message
from circles.circles.models import Circle
from circles.projects.models import Link
from daily.syncs.models import AgendaItem, Sync
from daily.syncs.workflows.closing import close_sync
from daily.syncs.workflows.opening import open_sync
from daily.syncs.workflows.outcomes import adopt_agreement, create_action
from decisions.actions.models import Action
from decisions.decisions.models import Proposal
from decisions.decisions.workflows.positions import take_position
from decisions.decisions.workflows.proposals import open_round
from foundation.accounts.models import User
from foundation.audit import clock
from foundation.web.exceptions import Refused
from tests.factories import a_person, a_project, a_proposal, a_topic
from tests.support.entry_points import at_browser
from tests.support.replayed_factories import replayed

pytestmark = pytest.mark.django_db


@replayed
def a_team() -> tuple[Circle, User, User]:
    """Make a general circle with a pilot, bo, and fay who facilitates."""
    ada, bo, fay = a_person("Ada"), a_person("Bo"), a_person("Fay")
    general = a_project(ada).circles.general()
    general.admit(bo, by=ada)
    general.admit(fay, by=ada, roles=["facilitator"])
    return general, bo, fay


@pytest.mark.both_databases
def test_the_minutes_say_what_came_of_each_late_action() -> None:
    ada, bo = a_person("Ada"), a_person("Bo")
    general = a_project(ada).circles.general()
    general.admit(bo, by=ada)
    for what in ("Order the seals", "Weigh the pack", "Ask the supplier"):
        Action.make(general, what, by=ada, owner=bo, due_on=clock.now().date() - timedelta(days=3))
    sync = open_sync(general, by=ada)
    first, second, _third = sync.points.filter(kind="action").order_by("place")
    sync.turn_to(first, by=ada)
    Action.objects.get(number=1).finish(how="They came on Monday.", by=bo)
    sync.go_to_next_point(by=ada)
    create_action(Sync.objects.get(pk=sync.pk), "Borrow a scale", by=ada, owner=bo, point=second)
    Sync.objects.get(pk=sync.pk).go_to_next_point(by=ada)
    Sync.objects.get(pk=sync.pk).go_to_next_point(by=ada)
    assert [(point.outcome, point.ending) for point in sync.points.filter(kind="action").order_by("place")] == [
        ("They came on Monday.", "settled"),
        ("A-4", "settled"),
        ("still open", "postponed"),
    ]


def test_a_tension_that_nothing_came_of_waits_for_the_next_sync() -> None:
    general, bo, fay = a_team()
    AgendaItem.raise_tension(general, "Farm 2 is dry", by=bo)
    sync = open_sync(general, by=fay)
    sync.go_to_next_point(by=fay)
    sync.go_to_next_point(by=fay)
    assert sync.points.get().outcome == "next sync"
    close_sync(sync, by=fay)
    [again] = open_sync(general, by=fay).points.all()
    assert (again.text, again.part, again.carried) == ("Farm 2 is dry", "tensions", 1)


def test_a_tension_that_a_proposal_was_written_of_is_settled() -> None:
    general, bo, fay = a_team()
    AgendaItem.raise_tension(general, "Farm 2 is dry", by=bo)
    sync = open_sync(general, by=fay)
    sync.go_to_next_point(by=fay)
    Proposal.propose(general, tension="Farm 2 is dry since Monday.", text="Lend it the tank.", by=bo)
    sync.go_to_next_point(by=fay)
    assert sync.points.get().outcome == "P-1"
    close_sync(sync, by=fay)
    assert not general.points.waiting().exists()


def test_a_proposal_that_was_passed_over_is_said_to_be_still_open() -> None:
    general, bo, fay = a_team()
    asked = clock.now() - timedelta(days=10)
    round_ = open_round(a_proposal(circle=general, by=bo, reversibility="irreversible"), by=bo, at=asked)
    for person in round_.asked.all():
        take_position(round_, "no_objection", by=person.user)
    sync = open_sync(general, by=fay)
    sync.go_to_next_point(by=fay)
    sync.go_to_next_point(by=fay)
    assert (sync.points.get().outcome, sync.points.get().ending) == ("still open", "postponed")
    assert adopt_agreement(sync, sync.points.get(), by=fay).reference == "D-1"
    assert (sync.points.get().outcome, sync.points.get().ending) == ("D-1", "settled")


def test_what_is_skipped_is_carried_over_once_more_however_often() -> None:
    general, bo, fay = a_team()
    Action.make(general, "Order the seals", by=fay, owner=bo, due_on=clock.now().date() - timedelta(days=3))
    AgendaItem.add(general, "Photos of farm 3", by=bo)
    for times in range(3):
        sync = open_sync(general, by=fay)
        assert [point.carried for point in sync.points.all()] == [times, times]
        for _point in range(3):
            sync.go_to_next_point(by=fay)
        close_sync(sync, by=fay)
        content = sync.minutes.get().content
        assert content["points"] == []
        assert [point["text"] for point in content["carried"]] == ["Order the seals", "Photos of farm 3"]


def test_a_point_that_a_member_added_is_dealt_with_when_the_facilitator_says_so() -> None:
    general, bo, fay = a_team()
    AgendaItem.add(general, "Photos of farm 3", by=bo)
    sync = open_sync(general, by=fay)
    sync.go_to_next_point(by=fay)
    sync.settle_point(sync.points.get(), by=fay)
    close_sync(sync, by=fay)
    assert [point["text"] for point in sync.minutes.get().content["points"]] == ["Photos of farm 3"]
    assert not general.points.waiting().exists()


def test_nobody_settles_by_a_click_what_is_still_open() -> None:
    general, bo, fay = a_team()
    Action.make(general, "Order the seals", by=fay, owner=bo, due_on=clock.now().date() - timedelta(days=3))
    AgendaItem.raise_tension(general, "Farm 2 is dry", by=bo)
    sync = open_sync(general, by=fay)
    for point in sync.points.all():
        with pytest.raises(Refused):
            sync.settle_point(point, by=fay)


def test_a_late_action_that_got_another_day_in_the_sync_is_dealt_with() -> None:
    general, bo, fay = a_team()
    action = Action.make(general, "Order the seals", by=fay, owner=bo, due_on=clock.now().date() - timedelta(days=3))
    sync = open_sync(general, by=fay)
    sync.go_to_next_point(by=fay)
    action.reschedule(clock.now().date() + timedelta(days=3), by=bo)
    sync.go_to_next_point(by=fay)
    assert (sync.points.get().outcome, sync.points.get().ending) == ("has a new date", "settled")


def test_why_a_point_was_put_off_holds_no_more_when_it_comes_back() -> None:
    general, bo, fay = a_team()
    AgendaItem.add(general, "Photos of farm 3", by=bo)
    sync = open_sync(general, by=fay)
    sync.postpone(sync.points.get(), by=fay, because="Bo is away")
    sync.turn_to(sync.points.get(), by=fay)
    sync.go_to_next_point(by=fay)
    assert (sync.points.get().outcome, sync.points.get().ending) == ("next sync", "postponed")


def test_what_is_brought_to_the_sync_twice_is_there_once() -> None:
    general, bo, fay = a_team()
    said = post_message(a_topic(general, by=fay), "Farm 2 is dry", by=fay)
    page = at_browser(bo)
    address = reverse("meetings:add_point", args=[general.project.slug, general.key])
    for text in ("Farm 2 is dry", "Farm 2 is dry", "dry again"):
        page.post(address, {"text": text, "tension": "on", "from": f"message-{said.pk}"})
    point = AgendaItem.objects.get(kind="tension")
    assert Link.objects.out_of(said).count() == 1
    point.withdraw(by=bo)
    page.post(address, {"text": "again", "tension": "on", "from": f"message-{said.pk}"})
    assert AgendaItem.objects.filter(kind="tension", withdrawn_at=None).count() == 1
