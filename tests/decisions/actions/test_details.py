"""What is said of an action beside what and when: checklist, labels, description, what it waits for, how it recurs."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection

from circles.circles.models import Circle
from circles.projects.models import Link
from decisions.actions.contexts import board
from decisions.actions.models import Action, Dependency, Label
from decisions.actions.workflows.checklist import add_step, remove_step, reword_step, tick
from decisions.actions.workflows.dependencies import wait_for, wait_no_longer
from decisions.actions.workflows.describing import change_circle, describe, give_reason
from decisions.actions.workflows.labels import remove_label, rename_label, set_labels
from decisions.actions.workflows.moving import move
from foundation.accounts.models import User
from foundation.audit import clock
from foundation.audit.models import Entry
from foundation.inbox.models import Notice
from foundation.web.exceptions import Refused
from tests.factories import a_circle, a_proposal, an_action
from tests.support.entry_points import at_browser

pytestmark = pytest.mark.django_db


def again(action: Action) -> Any:
    return Action.objects.to_read().get(pk=action.pk)


def events(circle: Circle) -> list[str]:
    return list(Entry.objects.of_project(circle.project_id).order_by("seq").values_list("event", flat=True))


@pytest.mark.both_databases
def test_a_checklist_is_ticked_in_place_and_counted(circle: Circle, ada: User) -> None:
    action = an_action(circle, by=ada)
    first, second = (add_step(action, text, by=ada) for text in ("Buy a seal", "Fit it"))
    tick(action, first, done=True, by=ada)
    tick(action, first, done=True, by=ada)
    reword_step(action, second, "Fit the seal", by=ada)
    assert (again(action).steps_all, again(action).steps_done) == (2, 1)
    remove_step(action, second, by=ada)
    assert [step.text for step in action.steps.all()] == ["Buy a seal"]
    assert events(circle)[-5:] == [
        "action.step_added",
        "action.step_added",
        "action.step_ticked",
        "action.step_reworded",
        "action.step_removed",
    ]


def test_an_action_waits_for_others_and_its_owner_hears_when_the_last_is_done(
    circle: Circle, ada: User, bo: User
) -> None:
    waiting = an_action(circle, by=ada, owner=bo)
    one, other = an_action(circle, by=ada), an_action(circle, by=ada)
    wait_for(waiting, one, by=ada)
    wait_for(waiting, other, by=ada)
    assert again(waiting).state == "blocked"
    with pytest.raises(Refused, match="A-2, A-3"):
        waiting.start(by=bo)
    one.finish(by=ada, how="Measured.")
    assert again(waiting).state == "blocked"
    other.drop(by=ada, reason="Not needed.")
    assert again(waiting).state == "open"
    assert bo.notices.get(event="action.unblocked").reference == "A-1"
    other.reopen(by=ada)
    assert again(waiting).state == "blocked"
    wait_no_longer(waiting, other, by=ada)
    assert again(waiting).state == "open"


def test_actions_never_wait_in_a_circle(circle: Circle, ada: User) -> None:
    first, second, third = (an_action(circle, by=ada) for _ in range(3))
    wait_for(first, second, by=ada)
    wait_for(second, third, by=ada)
    for closing in (first, third):
        with pytest.raises(Refused, match="forever"):
            wait_for(third, first if closing is first else third, by=ada)
    assert Dependency.objects.count() == 2


def test_who_says_in_words_what_it_waits_for_is_not_overruled(circle: Circle, ada: User) -> None:
    action, other = an_action(circle, by=ada), an_action(circle, by=ada)
    action.block("the supplier", by=ada)
    wait_for(action, other, by=ada)
    other.finish(by=ada, how="Measured.")
    assert (again(action).state, again(action).blocked_by) == ("blocked", "the supplier")


def test_the_next_one_is_made_when_one_is_done_and_undone_with_it(circle: Circle, ada: User) -> None:
    today = circle.project.day_of(again(an_action(circle, by=ada)).created_at)
    action = an_action(circle, by=ada, what="Clean the filter", due_on=today - timedelta(days=15))
    add_step(action, "Rinse", by=ada)
    set_labels(action, ["bench"], by=ada)
    action.repeat(1, "week", by=ada)
    action.finish(by=ada, how="Clean.")
    following = Action.objects.get(follows=action)
    assert (following.what, following.due_on, following.every) == ("Clean the filter", today + timedelta(days=6), 1)
    assert [step.text for step in following.steps.all()] == ["Rinse"]
    assert [label.name for label in following.labels.all()] == ["bench"]
    action.reopen(by=ada)
    assert again(following).state == "dropped"
    action.finish(by=ada, how="Clean again.")
    assert again(following).state == "open"
    assert Action.objects.count() == 3


def test_what_recurs_at_the_end_of_the_calendar_can_be_finished(circle: Circle, ada: User) -> None:
    action = an_action(circle, by=ada, due_on=clock.now().date())
    action.repeat(1, "week", by=ada)
    last = date(9999, 12, 30)  # as it may stand since before years so far ahead were refused
    Action.objects.filter(pk=action.pk).update(due_on=last, first_on=last)
    again(action).finish(by=ada, how="Done.")
    assert (again(action).state, Action.objects.count()) == ("done", 1)


def test_what_recurs_after_more_years_than_may_be_typed_can_be_finished(circle: Circle, ada: User) -> None:
    today = circle.project.day_of(clock.now())
    action = an_action(circle, by=ada, due_on=today)
    action.repeat(366, "month", by=ada)
    action.finish(by=ada, how="Done.")
    following = Action.objects.get(follows=action)
    assert following.due_on is not None
    assert following.due_on.year == today.year + 30 + (today.month > 6)
    with pytest.raises(Refused, match="look at the year"):
        an_action(circle, by=ada, due_on=following.due_on)


def test_what_recurs_has_a_day_and_can_stop(circle: Circle, ada: User) -> None:
    action = an_action(circle, by=ada)
    with pytest.raises(Refused, match="due date"):
        action.repeat(2, "month", by=ada)
    action.reschedule(date(2027, 1, 31), by=ada)
    action.repeat(2, "month", by=ada)
    with pytest.raises(Refused, match="due date"):
        action.reschedule(None, by=ada)
    action.repeat_no_longer(by=ada)
    action.finish(by=ada, how="Done.")
    assert Action.objects.count() == 1


def test_a_label_is_one_word_for_the_whole_project(circle: Circle, ada: User) -> None:
    one, other = an_action(circle, by=ada), an_action(circle.project.circles.general(), by=ada)
    set_labels(one, ["Bench", "bench ", "tests"], by=ada)
    set_labels(other, ["BENCH"], by=ada)
    assert sorted(Label.objects.values_list("name", flat=True)) == ["Bench", "tests"]
    bench = Label.objects.get(name="Bench")
    with pytest.raises(Refused, match="already"):
        rename_label(bench, "Tests", by=ada)
    rename_label(bench, "Workshop", by=ada)
    assert [label.name for label in other.labels.all()] == ["Workshop"]
    remove_label(bench, by=ada)
    assert not other.labels.exists()


def test_a_description_tells_whom_it_names_and_is_clean(circle: Circle, ada: User, bo: User) -> None:
    action = an_action(circle, by=ada)
    describe(action, "Ask @Bo Nguyen, see A-1 <script>alert(1)</script> **soon**", by=ada)
    found = again(action)
    assert "<strong>soon</strong>" in found.body
    assert "<script" not in found.body
    assert found.get_absolute_url() in found.body
    assert bo.notices.get(event="action.described").reason == Notice.Reason.MENTIONED


def test_why_can_be_said_later_from_anything_with_a_name(circle: Circle, ada: User) -> None:
    action, proposal = an_action(circle, by=ada), a_proposal(circle=circle, by=ada)
    give_reason(action, proposal, by=ada)
    give_reason(action, proposal, by=ada)
    assert [link.source_kind for link in Link.objects.into(action)] == ["proposal"]
    with pytest.raises(Refused):
        give_reason(action, action, by=ada)


def test_it_goes_to_another_circle_of_its_project_only(circle: Circle, ada: User) -> None:
    action = an_action(circle, by=ada)
    change_circle(action, circle.project.circles.general(), by=ada)
    assert again(action).circle == circle.project.circles.general()
    with pytest.raises(Refused):
        change_circle(action, a_circle(ada), by=ada)


def test_a_move_on_the_board_is_one_of_the_verbs(circle: Circle, ada: User) -> None:
    action = an_action(circle, by=ada)
    for state, words in (("doing", ""), ("open", ""), ("blocked", "Bo"), ("doing", ""), ("done", "Measured.")):
        move(again(action), state, words=words, by=ada)
        assert again(action).state == state
    move(again(action), "blocked", words="the supplier", by=ada)
    assert again(action).state == "blocked"
    with pytest.raises(Refused, match="a link or a sentence"):
        move(again(action), "done", by=ada)


def test_a_rename_keeps_the_earlier_words_in_the_record(circle: Circle, ada: User) -> None:
    action = an_action(circle, by=ada, what="Measure")
    action.rename("Measure twice", by=ada)
    entry = Entry.objects.of_project(circle.project_id).last()
    assert entry is not None
    assert (entry.event, entry.title, entry.facts["before"]) == ("action.renamed", "Measure twice", "Measure")


@pytest.mark.both_databases
@pytest.mark.parametrize("turn", range(4))
def test_what_is_moved_while_the_board_is_read_stands_on_it_once(circle: Circle, ada: User, turn: int) -> None:
    action, read = an_action(circle, by=ada), []

    def meanwhile(execute: Any, sql: str, *rest: Any) -> Any:
        if sql.startswith("SELECT") and '"actions_action"."what"' in sql:
            read.append(sql)
            if len(read) == turn + 1:
                action.start(by=ada)
        return execute(sql, *rest)

    with connection.execute_wrapper(meanwhile):
        page = at_browser(ada).get(f"/p/{circle.project.slug}/actions/board/").text
    assert read
    assert page.count(f'id="card-{action.number}"') == 1


@pytest.mark.both_databases
def test_each_column_of_the_board_shows_its_first_and_counts_the_rest(
    circle: Circle, ada: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(board, "SHOWN", 1)
    day = circle.project.day_of(clock.now())
    actions = [an_action(circle, by=ada, due_on=day + timedelta(days)) for days in (3, 2, 3, 2, 3, 2, 3, 2)]
    for action in actions[2:]:
        action.start(by=ada)
    for action in actions[4:]:
        action.block("Bo", by=ada)
    for action in actions[6:]:
        action.finish(by=ada, how="Measured.")
    columns = at_browser(ada).get(f"/p/{circle.project.slug}/actions/board/").context["columns"]
    assert [(column.state, column.number, column.hidden) for column in columns] == [(one, 2, 1) for one in board.STATES]
    assert [column.actions for column in columns] == [[actions[place]] for place in (1, 3, 5, 7)]
