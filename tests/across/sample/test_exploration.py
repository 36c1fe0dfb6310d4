"""The questions of the sample: how each way ended, what it cost to the cent, and what would reopen one."""

from decimal import Decimal

import pytest

from circles.projects.models import Project
from daily.syncs.models import AgendaItem
from decisions.decisions.models import Decision
from decisions.tracks.contexts.board import price_of
from decisions.tracks.models import Question, StopNote, Track
from foundation.audit.models import Entry


def track(project: Project, number: int) -> Track:
    return Track.objects.with_people().get(project=project, number=number)


@pytest.mark.both_databases
def test_three_questions_hold_nine_tracks_in_every_state(project: Project) -> None:
    states = {one.reference: one.state for one in Track.objects.filter(project=project)}
    assert states == {
        "T-1": "exploring", "T-2": "exploring", "T-3": "stopped", "T-4": "exploring", "T-5": "parked",
        "T-6": "stopped", "T-7": "chosen", "T-8": "stopped", "T-9": "parked",
    }  # fmt: skip
    assert [one.state for one in Question.objects.filter(project=project).order_by("number")] == [
        "open", "open", "answered",
    ]  # fmt: skip


def test_the_rotor_comes_to_its_gate_on_the_next_working_day_with_78_percent_spent(project: Project) -> None:
    rotor = track(project, 1)
    assert rotor.gate_cause == "learn_by"
    assert rotor.cap_money
    assert int(100 * rotor.spent / rotor.cap_money) == 78
    assert rotor.gate_answers.ready().get().kind == "go_on"


def test_the_diaphragm_was_stopped_by_what_was_measured_and_could_reopen(project: Project) -> None:
    diaphragm, note = track(project, 3), StopNote.objects.get(track__project=project, track__number=3)
    assert (diaphragm.spent, diaphragm.left) == (Decimal(1140), Decimal(2360))
    met = [one for one in diaphragm.evidence.measured() if one.value and one.value > Decimal("0.2")]
    assert [str(one.value.normalize()) for one in met if one.value] == ["0.24", "0.22"]
    assert note.reopen_met_by
    assert note.reopen_met_by.track.reference == "T-2"


def test_two_syncs_without_an_answer_parked_the_raised_tank(project: Project) -> None:
    tank = track(project, 5)
    points = AgendaItem.objects.filter(project=project, kind="gate", reference="T-5")
    assert list(tank.unanswered_syncs.values_list("sync", flat=True)) == [
        one.sync.reference for one in points if one.sync
    ]
    assert points.count() == 2
    parked = Entry.objects.of_project(project.pk).get(event="track.parked", reference="T-5")
    assert (parked.actor, len(parked.facts["syncs"])) == (None, 2)


def test_the_telemetry_was_chosen_by_its_decision_which_names_the_alternatives(project: Project) -> None:
    decision = Decision.objects.get(project=project, number=18)
    assert track(project, 7).decision == decision == Question.objects.get(project=project, number=3).decision
    chosen = Entry.objects.of_project(project.pk).get(event="track.chosen")
    assert [name[:3] for name in chosen.facts["alternatives"]] == ["T-8", "T-9"]


def test_dead_ends_cost_to_the_cent(project: Project) -> None:
    price = price_of(project)
    assert (price.dead_ends, price.ways) == (5, 1)
    assert (price.spent, price.unspent) == (Decimal("1140.00"), Decimal("4960.00"))
    assert (price.chosen, price.running) == (Decimal("840.00"), Decimal("5900.00"))
