"""Gates: answered by the circle in its sync, or at once with nobody against; parked by silence at two syncs; chosen."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from circles.projects.workflows.archiving import archive_project, unarchive_project
from decisions.decisions.models import Decision, Proposal
from decisions.decisions.workflows.adoption import adopt
from decisions.decisions.workflows.positions import take_position
from decisions.decisions.workflows.proposals import open_round, withdraw
from decisions.specification.models import ClauseState
from decisions.tracks.models import GateAnswer, Track, VerdictTerms
from decisions.tracks.tasks import watch_gates
from decisions.tracks.workflows.choosing import choose_by, propose_choice
from decisions.tracks.workflows.gates import decide_gate, lay_verdict_ready, pass_sync
from decisions.tracks.workflows.stopping import stop
from documents.documents.models import Document
from foundation.audit.models import Entry
from foundation.inbox.models import Notice
from foundation.web.exceptions import Refused
from tests.decisions.specification.blocks import a_clause, fresh, write
from tests.decisions.tracks.pumps import LINES, Pumps
from tests.support.entry_points import by_token

pytestmark = pytest.mark.django_db
NOTHING = VerdictTerms()


def last(pumps: Pumps, event: str) -> Entry:
    found = Entry.objects.of_project(pumps.circle.project_id).filter(event=event).order_by("seq").last()
    assert found is not None
    return found


@pytest.mark.both_databases
def test_only_an_open_gate_is_answered(pumps: Pumps) -> None:
    with pytest.raises(Refused, match="not at its gate"):
        decide_gate(pumps.started(pumps.rotor), "go_on", pumps.on(40), by=pumps.ada)


def test_to_go_on_puts_the_gate_off_and_the_same_value_opens_it_no_more(pumps: Pumps) -> None:
    track = pumps.at_gate(pumps.rotor)
    decide_gate(track, "go_on", pumps.on(40, more_money=Decimal(500), words="One more seal."), by=pumps.ada)
    track = pumps.again(track)
    assert (track.learn_by, track.cap_money) == (pumps.today + timedelta(40), Decimal(1500))
    assert not track.is_at_gate(pumps.today)
    assert pumps.leaks(track, "0.3").gate_cause == "kill"


def test_to_go_on_asks_for_what_the_gate_is_about(pumps: Pumps) -> None:
    track = pumps.started(pumps.rotor)
    Track.objects.filter(pk=track.pk).update(learn_by=pumps.today)
    track = pumps.leaks(track, "0.3")
    with pytest.raises(Refused, match="later day"):
        decide_gate(track, "go_on", NOTHING, by=pumps.ada)
    decide_gate(track, "go_on", pumps.on(20), by=pumps.ada)


def test_whoever_answers_otherwise_sends_it_to_the_sync(pumps: Pumps) -> None:
    track = pumps.at_gate(pumps.rotor)
    lay_verdict_ready(track, "park", VerdictTerms("Wait for the bench."), by=pumps.bo)
    with pytest.raises(Refused, match="Bo Nguyen answers otherwise"):
        decide_gate(track, "go_on", pumps.on(40), by=pumps.ada)
    decide_gate(track, "go_on", pumps.on(40), by=pumps.ada, sync="S-1")
    assert GateAnswer.objects.given().get().sync == "S-1"
    assert not GateAnswer.objects.ready().exists(), "it was laid ready for a gate that is answered"


def test_an_answer_laid_ready_takes_the_place_of_ones_earlier_one(pumps: Pumps) -> None:
    track = pumps.started(pumps.rotor)
    lay_verdict_ready(track, "wait", NOTHING, by=pumps.bo)
    lay_verdict_ready(track, "go_on", pumps.on(40), by=pumps.bo)
    assert [one.kind for one in GateAnswer.objects.ready()] == ["go_on"]


def test_more_than_the_circle_commits_alone_is_for_its_sync(pumps: Pumps) -> None:
    track = pumps.at_gate(pumps.rotor)
    much = pumps.on(40, more_money=Decimal(2001))
    with pytest.raises(Refused, match="for its sync"):
        decide_gate(track, "go_on", much, by=pumps.ada)
    decide_gate(track, "go_on", much, by=pumps.ada, sync="S-1")


def test_a_gate_stops_with_four_lines_or_parks_with_a_reason(pumps: Pumps) -> None:
    first, second = pumps.at_gate(pumps.rotor), pumps.at_gate(pumps.multistage)
    with pytest.raises(Refused, match="four lines"):
        decide_gate(first, "stop", NOTHING, by=pumps.ada)
    decide_gate(first, "stop", VerdictTerms(lines=LINES), by=pumps.ada)
    with pytest.raises(Refused, match="why it is parked"):
        decide_gate(second, "park", NOTHING, by=pumps.ada)
    decide_gate(second, "park", VerdictTerms("No bench."), by=pumps.ada)
    assert [pumps.again(one).state for one in (first, second)] == ["stopped", "parked"]


def test_two_syncs_without_an_answer_park_it_and_the_record_says_so(pumps: Pumps) -> None:
    track = pumps.at_gate(pumps.rotor)
    assert not pass_sync(track, "S-1", by=pumps.ada)
    assert not pass_sync(track, "S-1", by=pumps.ada), "a sync that is closed again counts once"
    assert pass_sync(track, "S-2", by=pumps.ada)
    assert pumps.again(track).state == "parked"
    entry = last(pumps, "track.parked")
    assert (entry.actor, entry.facts["syncs"]) == (None, ["S-1", "S-2"])


def test_an_answer_begins_the_count_of_syncs_anew(pumps: Pumps) -> None:
    track = pumps.at_gate(pumps.rotor)
    pass_sync(track, "S-1", by=pumps.ada)
    decide_gate(track, "go_on", pumps.on(40), by=pumps.ada)
    pumps.leaks(track, "0.5")
    assert not pass_sync(track, "S-2", by=pumps.ada)
    assert pumps.again(track).state == "exploring"


def chosen(pumps: Pumps, track: Track) -> Decision:
    """Have ada propose to choose a track, and bo agree."""
    proposal = propose_choice(track, by=pumps.ada, words="It lasts.", ask=False)
    take_position(open_round(proposal, by=pumps.ada), "no_objection", by=pumps.bo)
    return Decision.objects.get(proposal=proposal)


def test_the_decision_that_chooses_names_the_alternatives_and_answers_the_question(pumps: Pumps) -> None:
    rotor, multistage = pumps.started(pumps.rotor), pumps.started(pumps.multistage)
    stop(pumps.started(pumps.diaphragm), LINES, by=pumps.bo)
    decision = chosen(pumps, rotor)
    assert "T-2 Multistage" in decision.text
    assert "T-3 Diaphragm: stopped. The fold leaks." in decision.text
    pumps.question.refresh_from_db()
    assert pumps.question.decision == decision
    assert [pumps.again(one).state for one in (rotor, multistage, pumps.diaphragm)] == ["chosen", "parked", "stopped"]
    assert last(pumps, "track.chosen").facts["alternatives"] == ["T-2 Multistage", "T-3 Diaphragm"]


def test_while_its_choice_is_proposed_no_gate_asks_and_one_proposal_is_enough(pumps: Pumps) -> None:
    track = pumps.at_gate(pumps.rotor)
    decide_gate(track, "choose", NOTHING, by=pumps.ada)
    proposal = Proposal.objects.get()
    assert not pumps.again(track).is_at_gate(pumps.today)
    with pytest.raises(Refused, match=proposal.reference):
        propose_choice(track, by=pumps.bo)
    withdraw(proposal, by=pumps.ada)
    assert pumps.again(track).gate_on is not None


def test_a_track_that_was_stopped_meanwhile_is_not_chosen(pumps: Pumps) -> None:
    track = pumps.started(pumps.rotor)
    proposal = propose_choice(track, by=pumps.ada, ask=False)
    round_ = open_round(proposal, by=pumps.ada)
    stop(track, LINES, by=pumps.bo)
    take_position(round_, "no_objection", by=pumps.bo)
    with pytest.raises(Refused, match="ended meanwhile"):
        adopt(proposal, by=pumps.ada)
    assert not Decision.objects.exists()


def test_who_explores_and_who_leads_hear_once_that_time_has_brought_a_track_to_its_gate(pumps: Pumps) -> None:
    track = pumps.started(pumps.rotor, days_ago=20)
    pumps.started(pumps.multistage)
    assert track.gate_cause == "quiet"
    track.join(by=pumps.ada)
    Track.objects.filter(pk=track.pk).update(moved_at=pumps.ago(20))
    assert watch_gates() == 1
    assert watch_gates() == 0, "once for each gate"
    told = Notice.objects.filter(event="track.gate_reached", reference="T-1")
    assert set(told.values_list("user", flat=True)) >= {pumps.ada.pk, pumps.bo.pk}
    decide_gate(pumps.again(track), "go_on", pumps.on(40), by=pumps.bo)
    Track.objects.filter(pk=track.pk).update(gate_on=pumps.today, gate_cause="learn_by", gate_told_on=pumps.ago(6))
    archive_project(track.project, by=pumps.ada)
    assert watch_gates() == 0, "not in an archived project"
    unarchive_project(track.project, by=pumps.ada)
    assert watch_gates() == 1, "of its next gate, again"


def test_a_gate_that_somebody_brought_about_is_told_of_by_what_they_did(pumps: Pumps) -> None:
    pumps.at_gate(pumps.rotor)
    assert watch_gates() == 0


def test_choosing_a_track_ratifies_the_clauses_it_stands_for(pumps: Pumps) -> None:
    document = Document.objects.get(project=pumps.circle.project, genre=Document.Genre.SPECIFICATION)
    write(document, "# Pump\n\nA helical rotor lifts the water.", by=pumps.ada)
    clause = a_clause(document, "A helical", pumps.circle, by=pumps.ada)
    api: Any = Client(headers=by_token(pumps.bo))
    changes = f"/api/v1/projects/{pumps.circle.project.slug}/tracks/{pumps.rotor.number}/changes"
    for keys, answer in ([clause.key, "SPEC-9.9"], 404), ([clause.key], 200):
        assert api.post(changes, {"clauses": keys}, content_type="application/json").status_code == answer
    assert api.get(changes.removesuffix("/changes")).json()["clauses"] == [clause.key]
    proposal = propose_choice(pumps.started(pumps.rotor), by=pumps.ada, ask=False)
    take_position(open_round(proposal, by=pumps.ada), "no_objection", by=pumps.bo)
    assert pumps.again(pumps.rotor).state == "chosen"
    assert fresh(clause).state is ClauseState.RATIFIED


def test_a_proposal_that_is_there_already_chooses_a_track(pumps: Pumps) -> None:
    track = pumps.started(pumps.rotor)
    proposal = Proposal.propose(pumps.circle, by=pumps.ada, tension="It leaks.", text="We take the rotor.")
    choose_by(track, proposal, by=pumps.bo)
    with pytest.raises(Refused, match=proposal.reference):
        choose_by(track, proposal, by=pumps.bo)
    take_position(open_round(proposal, by=pumps.ada), "no_objection", by=pumps.bo)
    assert pumps.again(track).decision == Decision.objects.get()
    with pytest.raises(Refused, match="has its answer"):
        choose_by(pumps.multistage, proposal, by=pumps.bo)
