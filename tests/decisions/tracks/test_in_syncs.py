"""Gates as points of the circle's sync: on its agenda, answered there, parked where two syncs end without an answer."""

from datetime import timedelta

import pytest

from daily.syncs.models import AgendaItem, Sync
from daily.syncs.workflows.closing import close_sync, reopen_sync
from daily.syncs.workflows.gate_points import decide_gate_point
from daily.syncs.workflows.opening import open_sync
from decisions.tracks.models import VerdictTerms
from decisions.tracks.workflows.gates import lay_verdict_ready
from foundation.web.exceptions import Refused
from tests.decisions.tracks.pumps import LINES, Pumps
from tests.support.entry_points import Browser

pytestmark = pytest.mark.django_db


def gate_points(sync: Sync) -> list[AgendaItem]:
    return list(sync.points.filter(kind="gate").order_by("place"))


@pytest.mark.both_databases
def test_what_stands_at_its_gate_is_a_point_of_the_sync_and_nothing_else_is(pumps: Pumps) -> None:
    pumps.at_gate(pumps.rotor)
    pumps.started(pumps.multistage)
    sync = open_sync(pumps.circle, by=pumps.ada)
    assert [(point.reference, point.part, point.text) for point in gate_points(sync)] == [
        ("T-1", "exceptions", "Rotor")
    ]


def test_the_circle_answers_in_its_sync_and_the_minutes_say_what(pumps: Pumps) -> None:
    track = pumps.at_gate(pumps.rotor)
    sync = open_sync(pumps.circle, by=pumps.ada)
    (point,) = gate_points(sync)
    decide_gate_point(sync, point, "go_on", pumps.on(40), by=pumps.ada)
    point.refresh_from_db()
    assert point.ending == "settled"
    assert point.words.startswith("Go on, until ")
    close_sync(sync, by=pumps.ada)
    assert pumps.again(track).state == "exploring"
    assert not pumps.again(track).unanswered_syncs.exists()


def test_a_gate_that_was_answered_elsewhere_is_dealt_with(pumps: Pumps) -> None:
    track = pumps.at_gate(pumps.rotor)
    sync = open_sync(pumps.circle, by=pumps.ada)
    (point,) = gate_points(sync)
    sync.turn_to(point, by=pumps.ada)
    with pytest.raises(Refused, match="still open"):
        sync.settle_point(point, by=pumps.ada)
    track.park(by=pumps.bo, reason="No bench.")
    sync.settle_point(point, by=pumps.ada)
    point.refresh_from_db()
    assert point.ending == "settled"


def test_two_syncs_that_end_without_an_answer_park_the_track(pumps: Pumps) -> None:
    track = pumps.at_gate(pumps.rotor)
    first = open_sync(pumps.circle, by=pumps.ada)
    close_sync(first, by=pumps.ada)
    reopen_sync(Sync.objects.get(pk=first.pk), by=pumps.ada, reason="We forgot one.")
    close_sync(Sync.objects.get(pk=first.pk), by=pumps.ada)
    assert pumps.again(track).state == "exploring"
    second = open_sync(pumps.circle, by=pumps.ada)
    assert gate_points(second)[0].carried == 1
    close_sync(second, by=pumps.ada)
    assert pumps.again(track).state == "parked"
    assert pumps.again(track).ended_because == ""


def test_whoever_has_a_voice_elsewhere_only_answers_no_gate(client: Browser, pumps: Pumps) -> None:
    pumps.circle.project.circles.general().admit(pumps.eve, by=pumps.ada)
    pumps.at_gate(pumps.rotor)
    sync = open_sync(pumps.circle, by=pumps.ada)
    (point,) = gate_points(sync)
    address = f"/p/{pumps.circle.project.slug}/sync/{sync.number}/points/{point.pk}/gate-answers/"
    client.force_login(pumps.eve)
    assert client.post(address, {"kind": "park", "words": "No."}).status_code == 403
    client.force_login(pumps.ada)
    assert client.post(address, {"kind": "stop", "learned": "It leaks."}).status_code == 422
    assert client.post(address, {"kind": "park", "words": "No bench."}).status_code == 302
    assert pumps.again(pumps.rotor).state == "parked"


def test_what_was_laid_ready_is_answered_in_the_sync_by_one_press(client: Browser, pumps: Pumps) -> None:
    track = pumps.at_gate(pumps.rotor)
    laid = lay_verdict_ready(track, "go_on", pumps.on(40, words="One more seal."), by=pumps.bo)
    sync = open_sync(pumps.circle, by=pumps.ada)
    (point,) = gate_points(sync)
    client.force_login(pumps.ada)
    address = f"/p/{pumps.circle.project.slug}/sync/{sync.number}/points/{point.pk}/gate-answers/"
    assert client.post(address, {"as": laid.pk}).status_code == 302
    assert pumps.again(track).learn_by == pumps.today + timedelta(40)


def test_the_shared_screen_and_the_phone_show_the_gate(client: Browser, pumps: Pumps) -> None:
    track = pumps.at_gate(pumps.rotor)
    sync = open_sync(pumps.circle, by=pumps.ada)
    sync.turn_to(gate_points(sync)[0], by=pumps.ada)
    client.force_login(pumps.ada)
    for page in ("", "hand/"):
        shown = client.get(f"/p/{pumps.circle.project.slug}/sync/{sync.number}/{page}").content.decode()
        assert "A measured value meets what stops it." in shown
        assert "0.24" in shown
        assert "gate-answers/" in shown
    decide_gate_point(sync, gate_points(sync)[0], "stop", VerdictTerms(lines=LINES), by=pumps.ada)
    assert pumps.again(track).gate_on is None
    assert pumps.question.answer_by == pumps.today + timedelta(60)
