"""Actions: who does what by when, why, and what came of it."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from chat.chat.workflows.conversation import post_about, post_message
from circles.circles.models import Circle
from circles.projects.models import Link
from decisions.actions.models import Action
from foundation.accounts.models import User
from foundation.audit.models import Entry
from foundation.web.exceptions import Refused
from tests.factories import a_circle, a_person, a_topic, an_action

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 11, 23)


def last_entry(circle: Circle) -> Entry:
    entry = Entry.objects.of_project(circle.project_id).last()
    assert entry is not None
    return entry


@pytest.mark.both_databases
def test_actions_are_numbered_in_their_project(circle: Circle, ada: User) -> None:
    other = a_circle(ada)
    made = [an_action(circle, by=ada), an_action(circle, by=ada), an_action(other, by=ada)]
    assert [action.reference for action in made] == ["A-1", "A-2", "A-1"]


def test_an_action_belongs_to_its_creator_unless_an_owner_is_named(circle: Circle, ada: User, bo: User) -> None:
    assert an_action(circle, by=ada).owner == ada
    assert an_action(circle, by=ada, owner=bo).owner == bo


def test_the_owner_of_a_new_action_is_notified(circle: Circle, ada: User, bo: User) -> None:
    action = an_action(circle, by=ada, owner=bo)
    assert bo.notices.get(reference=action.reference).reason == "owner"
    assert not ada.notices.filter(reference=action.reference).exists()


def test_the_record_has_the_action_and_the_chain_has_no_name(circle: Circle, ada: User, bo: User) -> None:
    action = an_action(circle, by=ada, owner=bo)
    entry = last_entry(circle)
    assert (entry.event, entry.reference, entry.scope) == ("action.created", action.reference, circle.key)
    assert "Bo Nguyen" not in str(entry.fields())
    assert "person" in entry.commitments


def test_eve_outside_cannot_own_an_action(circle: Circle, ada: User) -> None:
    with pytest.raises(Refused):
        an_action(circle, by=ada, owner=a_person("Eve Martin"))
    assert not Action.objects.exists()


@pytest.mark.parametrize("what", ["", "  ", "x" * 301])
def test_an_action_says_what_in_a_line(circle: Circle, ada: User, what: str) -> None:
    with pytest.raises(Refused):
        an_action(circle, by=ada, what=what)


def test_an_action_remembers_what_it_comes_from(circle: Circle, ada: User) -> None:
    message = post_message(a_topic(circle, by=ada), "The seal leaks.", by=ada)
    action = an_action(circle, by=ada, source=message, quote="The seal leaks.")
    link = Link.objects.into(action).get()
    assert (link.source_kind, link.source, link.quote) == ("message", str(message.pk), "The seal leaks.")


def test_an_action_goes_from_open_to_doing_to_done(circle: Circle, ada: User) -> None:
    action = an_action(circle, by=ada)
    states = [action.state]
    action.start(by=ada)
    states.append(Action.objects.get().state)
    action.finish(by=ada, how="https://example.org/measures.csv")
    states.append(Action.objects.get().state)
    assert states == ["open", "doing", "done"]
    assert last_entry(circle).facts["how"] == "https://example.org/measures.csv"


def test_finishing_requires_a_link_or_a_sentence(circle: Circle, ada: User) -> None:
    action = an_action(circle, by=ada)
    with pytest.raises(Refused):
        action.finish(by=ada, how="  ")
    assert Action.objects.get().is_open


def test_dropping_requires_a_reason(circle: Circle, ada: User) -> None:
    action = an_action(circle, by=ada)
    with pytest.raises(Refused):
        action.drop(by=ada, reason="")
    action.drop(by=ada, reason="The maker did it.")
    assert Action.objects.get().state == "dropped"


def test_a_blocked_action_names_its_blocker_and_continues_when_restarted(circle: Circle, ada: User) -> None:
    action = an_action(circle, by=ada)
    action.block("the supplier", by=ada)
    blocked = Action.objects.get()
    assert (blocked.state, blocked.blocked_by) == ("blocked", "the supplier")
    action.start(by=ada)
    assert (Action.objects.get().state, Action.objects.get().blocked_by) == ("doing", "")


def test_a_closed_action_cannot_be_finished_until_it_is_reopened(circle: Circle, ada: User, bo: User) -> None:
    action = an_action(circle, by=ada)
    action.finish(by=ada, how="Measured.")
    changes: list[Callable[[], None]] = [
        lambda: action.start(by=ada),
        lambda: action.finish(by=ada, how="Twice."),
        lambda: action.drop(by=ada, reason="No."),
        lambda: action.hand_over(bo, by=ada),
        lambda: action.block("Bo", by=ada),
    ]
    for change in changes:
        with pytest.raises(Refused):
            change()
    action.reopen(by=ada)
    again = Action.objects.get()
    assert (again.state, again.done_how) == ("open", "")


def test_reassigning_notifies_the_new_owner(circle: Circle, ada: User, bo: User) -> None:
    action = an_action(circle, by=ada)
    action.hand_over(bo, by=ada)
    assert Action.objects.get().owner == bo
    assert bo.notices.filter(event="action.reassigned").exists()
    with pytest.raises(Refused):
        action.hand_over(bo, by=ada)


def test_every_version_of_an_action_is_kept(circle: Circle, ada: User) -> None:
    action = an_action(circle, by=ada, due_on=MONDAY)
    action.reschedule(MONDAY + timedelta(days=2), by=ada)
    assert [version.due_on for version in action.history.order_by("history_id")] == [MONDAY, MONDAY + timedelta(days=2)]


def test_today_finds_what_is_due_and_what_is_late(circle: Circle, ada: User, bo: User) -> None:
    late = an_action(circle, by=ada, due_on=MONDAY - timedelta(days=1))
    today = an_action(circle, by=ada, due_on=MONDAY)
    an_action(circle, by=ada)
    done = an_action(circle, by=ada, due_on=MONDAY - timedelta(days=3))
    done.finish(by=ada, how="Measured.")
    an_action(circle, by=bo, due_on=MONDAY - timedelta(days=1))
    mine = Action.objects.owned_by(ada)
    assert set(mine.overdue(on=MONDAY)) == {late}
    assert set(mine.open().due_before(MONDAY + timedelta(days=1))) == {late, today}


def test_actions_are_sorted_by_day_with_undated_ones_last(circle: Circle, ada: User) -> None:
    some_day = an_action(circle, by=ada)
    later = an_action(circle, by=ada, due_on=MONDAY + timedelta(days=7))
    soon = an_action(circle, by=ada, due_on=MONDAY)
    assert list(Action.objects.open().soonest_first()) == [soon, later, some_day]


def test_the_database_itself_refuses_done_without_how(circle: Circle, ada: User) -> None:
    action = an_action(circle, by=ada)
    with pytest.raises(IntegrityError), transaction.atomic():
        Action.objects.filter(pk=action.pk).update(done_at=action.created_at)


def test_no_action_is_created_in_a_closed_circle(circle: Circle, ada: User) -> None:
    Circle.objects.filter(pk=circle.pk).update(closed_at=circle.created_at)
    with pytest.raises(Refused):
        an_action(circle, by=ada)


def test_an_action_is_discussed_in_its_circles_room(circle: Circle, ada: User) -> None:
    message = post_about(an_action(circle, by=ada), "On Monday.", by=ada)
    assert message.topic.scope == circle.key
