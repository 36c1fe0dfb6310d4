"""Pages of questions and tracks: what they show, what their buttons do, who may not."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from decimal import Decimal

import pytest
from django.urls import reverse

from chat.chat.models import Room
from chat.chat.workflows.conversation import open_topic, post_message
from circles.money.models import Purse
from decisions.decisions.models import Proposal
from decisions.tracks.models import Evidence, Question, StopNote, Track
from decisions.tracks.workflows.spending import spend
from decisions.tracks.workflows.stopping import stop
from tests.decisions.tracks.pumps import LEAK, WATCHED, Pumps
from tests.support.entry_points import Browser

pytestmark = pytest.mark.django_db


def page(pumps: Pumps, rest: str) -> str:
    return f"/p/{pumps.circle.project.slug}/{rest}"


@pytest.fixture
def told(pumps: Pumps) -> Pumps:
    """A story: the rotor at its gate, the multistage explored, the diaphragm stopped, could reopen, and paid for."""
    Purse(circle=pumps.circle.project.circles.general()).allot(pumps.circle, Decimal(5000), by=pumps.ada)
    diaphragm = pumps.started(pumps.diaphragm, days_ago=9)
    pumps.leaks(diaphragm, "0.15", on=pumps.ago(8).date())
    pumps.leaks(diaphragm, "0.24", on=pumps.ago(3).date())
    spend(diaphragm, Decimal("114.05"), "Mould", by=pumps.bo)
    stop(diaphragm, WATCHED, by=pumps.bo)
    pumps.started(pumps.multistage)
    pumps.leaks(pumps.multistage, "0.05", by=pumps.ada)
    pumps.at_gate(pumps.rotor)
    return pumps


@pytest.mark.both_databases
def test_the_board_shows_what_waits_the_lanes_and_the_price_of_dead_ends(client: Browser, told: Pumps) -> None:
    client.force_login(told.ada)
    shown = client.get(page(told, "tracks/")).content.decode()
    for words in (
        "Which pump?",
        "a kill criterion is met",
        "Diaphragm could reopen",
        "€114.05",
        "€885.95",
        "timeline-row__flag",
    ):
        assert words in shown
    assert "Which pump?" in client.get(page(told, "tracks/?mine=1")).content.decode()
    assert "Which pump?" not in client.get(page(told, "tracks/?state=answered")).content.decode()
    assert "€885.95" in client.get(page(told, "tracks/price/")).content.decode()


def test_today_says_who_recorded_what_could_reopen_a_track_and_when(client: Browser, told: Pumps) -> None:
    client.force_login(told.diaphragm.owner)
    shown = client.get(page(told, "")).content.decode()
    assert "Diaphragm could reopen" in shown
    assert "recorded by Ada Mercier for T-2, today" in shown


def test_a_question_shows_criteria_by_track_plots_the_exploration_and_the_price(client: Browser, told: Pumps) -> None:
    client.force_login(told.ada)
    shown = client.get(page(told, "questions/1/")).content.decode()
    for words in (
        LEAK,
        "≤\u00a00.2\u00a0ml/h",
        "0.24\u00a0ml/h",
        "plot__limit",
        "How the exploration went",
        "The fold leaks.",
        "Dead ends of Q-1",
        "€885.95",
    ):
        assert words in shown


def test_a_track_shows_its_log_its_costs_and_its_stop_note(client: Browser, told: Pumps) -> None:
    client.force_login(told.ada)
    shown = client.get(page(told, "tracks/3/")).content.decode()
    measured = 'evidence__value">0.24\u00a0ml/h<'
    for words in ("Diaphragm", measured, "€114.05", "What can be reused", "met: 0.05", "Leave stopped"):
        assert words in shown
    shown = client.get(page(told, "tracks/1/gate/")).content.decode()
    for words in ("A measured value meets what stops it.", "answer-go_on", "First sync on which it stands"):
        assert words in shown


def test_somebody_asks_a_question_out_of_a_proposal_with_two_ways_to_explore(client: Browser, pumps: Pumps) -> None:
    proposal = Proposal.propose(pumps.circle, by=pumps.ada, tension="It leaks.", text="We take the rotor.")
    client.force_login(pumps.ada)
    shown = client.get(page(pumps, f"questions/new/?from={proposal.reference}")).content.decode()
    assert "It leaks." in shown
    sent = {"title": "Which seal?", "why": "It leaks.", "circle": pumps.circle.key, "first": "Lip", "second": "Face"}
    answer = client.post(page(pumps, "questions/new/"), {**sent, "origin": proposal.reference})
    question = Question.objects.get(title="Which seal?")
    assert answer["Location"] == question.get_absolute_url()
    assert [track.title for track in question.tracks.order_by("number")] == ["Lip", "Face"]
    assert client.get(question.get_absolute_url()).status_code == 200


def test_the_whole_way_of_a_track_goes_by_buttons(client: Browser, pumps: Pumps) -> None:
    client.force_login(pumps.bo)
    track = page(pumps, "tracks/1/")
    assert client.post(f"{track}start/").status_code == 302
    value = {"metric": LEAK, "value": "0.3", "unit": "ml/h", "words": "After 48 h."}
    assert client.post(f"{track}evidence/", value).status_code == 302
    assert client.post(f"{track}gate/answers/", {"kind": "wait", "ready": "1"}).status_code == 302
    later = str(pumps.on(40).until)
    assert client.post(f"{track}gate/answers/", {"kind": "go_on", "until": later}).status_code == 302
    assert client.post(f"{track}evidence/", {}).status_code == 409
    assert client.post(f"{track}evidence/", {"value": "much"}).status_code == 422
    pk = Evidence.objects.get().pk
    assert client.post(f"{track}evidence/{pk}/withdrawal/", {"reason": ""}).status_code == 409
    assert client.post(f"{track}evidence/{pk}/withdrawal/", {"reason": "Wrong gauge."}).status_code == 302
    assert client.post(f"{track}parking/", {"reason": "No bench."}).status_code == 302
    assert client.post(f"{track}resumption/", {"reason": "It came."}).status_code == 302
    assert client.post(f"{track}stop/", {"learned": "x"}).status_code == 422
    lines = {name: getattr(WATCHED, name) for name in ("learned", "evidence", "reuse", "reopen_if", "metric", "unit")}
    assert client.post(f"{track}stop/", {**lines, "operator": "<", "value": "0.1"}).status_code == 302
    assert StopNote.objects.get().limit == f"{LEAK} <\u00a00.1\u00a0ml/h"
    assert Track.objects.get(number=1).state == "stopped"


def test_forms_are_shown_and_answered(client: Browser, told: Pumps) -> None:
    client.force_login(told.ada)
    for rest in (
        "questions/1/changes/",
        "questions/1/tracks/",
        "questions/1/criteria/",
        "tracks/1/changes/",
        "tracks/1/expenses/",
    ):
        assert client.get(page(told, rest)).status_code == 200, rest
    sent = {"kind": "go", "metric": "Flow", "operator": ">=", "value": "3", "unit": "m³/h"}
    assert client.post(page(told, "questions/1/criteria/"), sent).status_code == 302
    assert client.post(page(told, "tracks/1/expenses/"), {"amount": "12.50", "what": "Screws"}).status_code == 302
    assert Track.objects.get(number=1).spent == Decimal("12.50")
    assert client.post(page(told, "questions/1/tracks/"), {"title": "Piston", "owner": told.bo.pk}).status_code == 302
    answer = client.post(page(told, "tracks/4/merger/"), {"into": told.rotor.pk, "reason": "The same."})
    assert answer.status_code == 302
    answer = client.post(page(told, "tracks/2/choices/"), {})
    assert answer["Location"] == Proposal.objects.get().get_absolute_url()


def test_who_is_in_another_circle_reads_adds_evidence_and_changes_nothing(client: Browser, told: Pumps) -> None:
    client.force_login(told.eve)
    assert client.get(page(told, "tracks/")).status_code == 404
    told.circle.project.circles.general().admit(told.eve, by=told.ada)
    assert client.get(page(told, "tracks/1/")).status_code == 200
    assert client.post(page(told, "tracks/1/evidence/"), {"words": "A quote."}).status_code == 302
    for rest in ("stop/", "parking/", "gate/answers/", "choices/", "merger/"):
        assert client.post(page(told, f"tracks/1/{rest}"), {}).status_code == 403, rest
    assert client.post(page(told, "tracks/1/members/")).status_code == 302
    assert client.post(page(told, "tracks/1/members/departure/")).status_code == 302


def test_a_circles_page_and_the_map_show_what_it_explores(client: Browser, told: Pumps) -> None:
    client.force_login(told.ada)
    shown = client.get(told.circle.get_absolute_url()).content.decode()
    assert "circle-tracks" in shown
    assert "one track at its gate" in shown


def test_a_track_is_found_by_its_words_and_mentioned_with_its_card(client: Browser, told: Pumps) -> None:
    client.force_login(told.ada)
    slug = told.circle.project.slug
    found = client.get(f"/api/v1/projects/{slug}/search", {"q": "rotor"}).json()
    assert [hit["reference"] for hit in found if hit["kind"] == "track"] == ["T-1"]
    named = client.get(reverse("documents:mention_names", args=[slug]), {"of": ["thing-T-1", "thing-Q-1"]}).json()
    assert named["thing-T-1"]["address"] == told.rotor.get_absolute_url()
    assert named["thing-Q-1"]["address"] == told.question.get_absolute_url()
    card = client.get(reverse("documents:mention_card", args=[slug, "thing-T-1"])).content.decode()
    assert told.rotor.title in card
    assert told.circle.name in card
    message = post_message(open_topic(Room.of(told.circle), "Pumps", by=told.ada), "See #T-1.", by=told.ada)
    assert f'href="{told.rotor.get_absolute_url()}"' in message.html


def test_pages_ask_a_fixed_number_of_queries(
    client: Browser, told: Pumps, django_assert_max_num_queries: Callable[[int], AbstractContextManager[object]]
) -> None:
    for number in range(4, 12):
        track = Track.propose(told.question, f"Way {number}", by=told.ada, learn_by=told.on(30).until)
        track.start(by=told.ada)
        told.leaks(track, "0.3")
    Question.ask(told.circle, "Which seal?", by=told.ada)
    client.force_login(told.ada)
    for rest in ("tracks/", "questions/1/", "tracks/3/", "tracks/1/gate/", "tracks/price/", "pilot/", ""):
        client.get(page(told, rest))
        with django_assert_max_num_queries(30):
            assert client.get(page(told, rest)).status_code == 200, rest
