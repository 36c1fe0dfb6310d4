"""Tracks: started, measured, spent on, stopped, parked, merged; what wakes one, and what it costs."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from circles.money.expenses import call_back_expense
from circles.money.models import Expense, Purse
from decisions.tracks.contexts.board import price_of
from decisions.tracks.models import StopLines, StopNote, Track
from decisions.tracks.workflows.criteria import add_criterion, remove_criterion
from decisions.tracks.workflows.evidence import leave_stopped, record_evidence, withdraw_evidence
from decisions.tracks.workflows.spending import spend
from decisions.tracks.workflows.stopping import merge, stop
from foundation.audit.models import Entry
from foundation.web.exceptions import Refused
from tests.decisions.tracks.pumps import LINES, WATCHED, Pumps

pytestmark = pytest.mark.django_db


def events(pumps: Pumps) -> list[str]:
    found = Entry.objects.of_project(pumps.circle.project_id).order_by("seq")
    return [entry.event for entry in found if entry.event.startswith(("track.", "question."))]


def with_money(pumps: Pumps, amount: int) -> None:
    general = pumps.circle.project.circles.general()
    Purse(circle=general).allot(pumps.circle, Decimal(amount), by=pumps.ada)


@pytest.mark.both_databases
def test_no_track_starts_without_a_kill_criterion(pumps: Pumps) -> None:
    remove_criterion(pumps.question.criteria.get(), by=pumps.ada)
    with pytest.raises(Refused, match="kill criterion"):
        pumps.rotor.start(by=pumps.bo)
    add_criterion(pumps.question, "go", "Flow", ">=", Decimal(3), by=pumps.ada, track=pumps.rotor)
    with pytest.raises(Refused, match="kill criterion"):
        pumps.rotor.start(by=pumps.bo)
    add_criterion(pumps.question, "kill", "Flow", "<", Decimal(2), by=pumps.ada, track=pumps.rotor)
    assert pumps.started(pumps.rotor).state == "exploring"


def test_no_track_starts_without_a_day_to_come_by_which_it_is_learned(pumps: Pumps) -> None:
    pumps.rotor.change(by=pumps.ada, learn_by=pumps.today)
    with pytest.raises(Refused, match="by which day"):
        pumps.rotor.start(by=pumps.bo)


def test_the_last_kill_criterion_of_a_track_that_is_explored_stays(pumps: Pumps) -> None:
    pumps.started(pumps.rotor)
    with pytest.raises(Refused, match="T-1"):
        remove_criterion(pumps.question.criteria.get(), by=pumps.ada)


def test_a_value_that_meets_a_kill_criterion_opens_the_gate_today(pumps: Pumps) -> None:
    track = pumps.leaks(pumps.started(pumps.rotor), "0.2")
    assert not track.is_at_gate(pumps.today)
    track = pumps.leaks(track, "0.21", by=pumps.ada)
    assert track.is_at_gate(pumps.today)
    assert track.gate_cause == "kill"
    assert pumps.bo.notices.filter(event="track.value_recorded", reason="owner").exists()


@pytest.mark.parametrize("parked", [False, True])
def test_a_kill_criterion_that_is_met_stays_until_the_gate_has_answered(pumps: Pumps, parked: bool) -> None:
    track = pumps.at_gate(pumps.rotor)
    met = pumps.question.criteria.get()
    add_criterion(pumps.question, "kill", "Flow", "<", Decimal(2), by=pumps.ada)
    if parked:
        track.park(by=pumps.bo, reason="No bench.")
    with pytest.raises(Refused, match="its gate says"):
        remove_criterion(met, by=pumps.ada)
    assert pumps.question.criteria.standing().filter(pk=met.pk).exists()


def test_a_value_that_was_withdrawn_opens_no_gate(pumps: Pumps) -> None:
    track = pumps.at_gate(pumps.rotor)
    withdraw_evidence(track.evidence.get(), by=pumps.bo, reason="The gauge was off.")
    assert not pumps.again(track).is_at_gate(pumps.today)


def test_a_track_on_which_nothing_happens_stands_at_its_gate_after_fourteen_days(pumps: Pumps) -> None:
    track = pumps.started(pumps.rotor, days_ago=14)
    assert track.gate_on == pumps.today
    assert track.gate_cause == "quiet"
    record_evidence(track, by=pumps.eve, words="A quote came.") if pumps.circle.project.has(pumps.eve) else None
    record_evidence(track, by=pumps.ada, words="A quote came.")
    assert not pumps.again(track).is_at_gate(pumps.today)


def test_expenses_draw_on_the_cap_and_open_the_gate_at_four_fifths(pumps: Pumps) -> None:
    with_money(pumps, 5000)
    track = pumps.started(pumps.rotor)
    spend(track, Decimal("799.99"), "Stator", by=pumps.bo)
    assert pumps.again(track).spent == Decimal("799.99")
    assert not pumps.again(track).is_at_gate(pumps.today)
    expense = spend(track, Decimal("0.01"), "Screw", by=pumps.bo)
    assert pumps.again(track).gate_cause == "money"
    with pytest.raises(Refused, match="left of its cap"):
        spend(track, Decimal("200.01"), "Bench", by=pumps.bo)
    call_back_expense(expense, by=pumps.bo, why="Sent back.")
    assert pumps.again(track).spent == Decimal("799.99")
    assert not pumps.again(track).is_at_gate(pumps.today)
    assert Expense.objects.count() == 2


def test_stopping_asks_four_lines(pumps: Pumps) -> None:
    track = pumps.started(pumps.rotor)
    for missing in ("learned", "evidence", "reuse", "reopen_if"):
        lines = StopLines(**{**vars(LINES), missing: " "})
        with pytest.raises(Refused, match="four lines"):
            stop(track, lines, by=pumps.bo)
    stop(track, LINES, by=pumps.bo)
    assert pumps.again(track).state == "stopped"
    assert pumps.again(track).gate_on is None


def test_a_value_recorded_anywhere_in_the_project_wakes_what_it_would_reopen(pumps: Pumps) -> None:
    stop(pumps.started(pumps.diaphragm), WATCHED, by=pumps.ada)
    pumps.leaks(pumps.rotor, "0.1", by=pumps.ada)
    assert not StopNote.objects.reopenable().exists()
    pumps.leaks(pumps.rotor, "0.09", by=pumps.ada)
    note = StopNote.objects.reopenable().get()
    assert note.reopen_met_by
    assert note.reopen_met_by.track == pumps.rotor
    assert pumps.bo.notices.filter(event="track.could_reopen", reason="owner").count() == 1
    pumps.leaks(pumps.rotor, "0.08", by=pumps.ada)
    assert pumps.bo.notices.filter(event="track.could_reopen").count() == 1, "it is told once"


def test_what_could_reopen_is_reopened_or_left_stopped(pumps: Pumps) -> None:
    for track in (pumps.diaphragm, pumps.multistage):
        stop(pumps.started(track), WATCHED, by=pumps.bo)
    pumps.leaks(pumps.rotor, "0.09")
    assert StopNote.objects.reopenable().count() == 2
    leave_stopped(pumps.multistage.stop_notes.get(), by=pumps.bo)
    pumps.diaphragm.resume(by=pumps.bo, reason="A new diaphragm holds.")
    assert not StopNote.objects.reopenable().exists()
    assert pumps.again(pumps.diaphragm).state == "exploring"
    with pytest.raises(Refused, match="Nothing asks"):
        leave_stopped(pumps.multistage.stop_notes.get(), by=pumps.bo)


def test_a_parked_track_goes_on_with_a_reason_and_counts_only_the_days_it_was_explored(pumps: Pumps) -> None:
    track = pumps.started(pumps.rotor, days_ago=10)
    track.park(by=pumps.bo, reason="No bench.", at=pumps.ago(6))
    with pytest.raises(Refused, match="why it goes on"):
        track.resume(by=pumps.bo, reason=" ")
    track.resume(by=pumps.bo, reason="The bench is free.")
    track = pumps.again(track)
    assert track.state == "exploring"
    assert track.explored_days(pumps.today) == 4
    assert track.gate_on == pumps.today + timedelta(14)


def test_merged_tracks_keep_both_histories(pumps: Pumps) -> None:
    with_money(pumps, 5000)
    track = pumps.leaks(pumps.started(pumps.diaphragm), "0.1")
    spend(track, Decimal(100), "Mould", by=pumps.bo)
    pumps.started(pumps.rotor)
    merge(track, pumps.rotor, by=pumps.ada, reason="One shaft for both.")
    assert pumps.again(track).merged_into == pumps.rotor
    assert pumps.again(track).evidence.count() == 1
    assert events(pumps).count("track.merged") == 2
    assert price_of(pumps.circle.project).running == Decimal(100), "it goes on in the other"
    stop(pumps.rotor, LINES, by=pumps.bo)
    assert price_of(pumps.circle.project).spent == Decimal(100)


def test_the_price_of_dead_ends_is_right_to_the_cent(pumps: Pumps) -> None:
    with_money(pumps, 5000)
    for track, amount in ((pumps.rotor, "333.33"), (pumps.diaphragm, "114.01")):
        spend(pumps.started(track), Decimal(amount), "Parts", by=pumps.bo)
    stop(pumps.diaphragm, LINES, by=pumps.bo)
    found = price_of(pumps.circle.project)
    assert (found.spent, found.unspent, found.running) == (Decimal("114.01"), Decimal("885.99"), Decimal("333.33"))


def test_while_it_is_explored_a_cap_is_raised_at_its_gate_only(pumps: Pumps) -> None:
    track = pumps.started(pumps.rotor)
    with pytest.raises(Refused, match="gate"):
        track.change(by=pumps.bo, cap_money=Decimal(2000))
    track.change(by=pumps.bo, cap_money=Decimal(900))
    assert pumps.again(track).cap_money == Decimal(900)


def test_the_database_refuses_what_contradicts_a_state(pumps: Pumps) -> None:
    for wrong in ({"ending": "chosen"}, {"ended_at": pumps.ago(0)}, {"ending": "stopped", "ended_at": pumps.ago(0)}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Track.objects.filter(pk=pumps.rotor.pk).update(**wrong)


def test_a_question_is_closed_without_an_answer_once_nothing_is_explored(pumps: Pumps) -> None:
    pumps.started(pumps.rotor)
    with pytest.raises(Refused, match="still being explored"):
        pumps.question.drop(by=pumps.ada, reason="No pump is needed.")
    pumps.rotor.park(by=pumps.bo, reason="No pump is needed.")
    pumps.question.drop(by=pumps.ada, reason="No pump is needed.")
    with pytest.raises(Refused, match="closed"):
        pumps.rotor.resume(by=pumps.bo, reason="It is.")
    pumps.question.reopen(by=pumps.ada)
    pumps.rotor.resume(by=pumps.bo, reason="It is.")
