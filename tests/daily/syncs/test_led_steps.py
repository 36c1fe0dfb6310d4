"""A proposal led step by step in a sync, where the project wants it: clarify, react, amend, objections, integrate."""

from functools import partial
from html import unescape
from importlib import import_module

import pytest
from django.apps import apps
from django.test import Client

from circles.projects.workflows.project_settings import change_settings
from daily.syncs.models import AgendaItem, LedStep, StepKind, Sync, step_after
from daily.syncs.steps import Speaks, speaker_after, speakers
from daily.syncs.workflows.led_steps import Turn, go_to_next_step, turn_at
from daily.syncs.workflows.outcomes import conclude_point
from decisions.decisions.models import Objection
from decisions.decisions.workflows.objections import lift
from decisions.decisions.workflows.positions import take_position
from decisions.decisions.workflows.proposals import revise
from foundation.audit.models import Entry
from foundation.web.exceptions import Refused
from tests.daily.syncs.team import Team
from tests.factories import an_element, valid_objection_tests
from tests.support.entry_points import at_browser, by_token

pytestmark = pytest.mark.django_db


@pytest.fixture
def team(db: None) -> Team:
    team = Team()
    change_settings(team.general.project, by=team.ada, led_in_steps=True)
    team.general.project.refresh_from_db()
    return team


def on_the_table(team: Team) -> tuple[Sync, AgendaItem]:
    """Ada's proposal lies on the table, fay leads, bo is there as well."""
    sync = team.sync()
    for person in (team.ada, team.bo, team.fay):
        sync.attend(person)
    point = sync.points.get(reference="P-1")
    sync.turn_to(point, by=team.fay)
    return Sync.objects.get(pk=sync.pk), point


def led_on(team: Team, sync: Sync, point: AgendaItem, steps: int = 1) -> Turn:
    """Fay goes on by so many steps."""
    for _ in range(steps):
        go_to_next_step(sync, point, by=team.fay, after=now_at(sync, point).step or "")
    return now_at(sync, point)


def now_at(sync: Sync, point: AgendaItem) -> Turn:
    """Where the proposal is that is led."""
    turn = turn_at(sync, point)
    assert turn
    return turn


def objected(team: Team, sync: Sync, point: AgendaItem) -> Objection:
    """Bo objects."""
    proposal = sync.proposal_at(point)
    assert proposal
    assert proposal.open_round
    tests = valid_objection_tests(an_element(sync.project))
    take_position(proposal.open_round, "objection", by=team.bo, words="It floats.", objection_tests=tests)
    return Objection.objects.get(proposal=proposal, lifted_at=None)


def main_buttons(html: str) -> list[str]:
    """The words of the main buttons around the point."""
    return [part.partition("</button>")[0].rpartition(">")[2] for part in html.split("button--main")[1:]]


@pytest.mark.both_databases
def test_the_screen_names_who_speaks_and_only_a_phone_says_that_it_is_ones_turn(team: Team) -> None:
    sync, point = on_the_table(team)
    screen, here = at_browser(team.fay), f"{team.here}sync/{sync.number}/"
    assert "Next: Clarify" in screen.get(here).text
    screen.post(f"{here}points/{point.pk}/steps/", {"seen": ""})
    screen.post(f"{here}points/{point.pk}/steps/", {"seen": "clarify"})
    assert "Bo is speaking." in screen.get(here).text
    assert "Fay is next." in screen.get(here).text, "also on the screen at which fay sits"
    phone = unescape(at_browser(team.bo).get(f"{here}hand/").text)
    assert "It is your turn to speak." in phone
    assert "Fay is next." in phone
    assert "Next: Amend" not in phone
    assert "You are next." in at_browser(team.fay).get(f"{here}hand/").text
    screen.post(f"{here}points/{point.pk}/speakers/", {"seen": "react", "speaker": str(team.bo.pk)})
    assert "Fay is speaking." in screen.get(here).text
    assert "your turn" not in screen.get(here).text
    said = Entry.objects.filter(project=sync.project_id, event="sync.step_started").order_by("seq")
    assert [entry.facts["step"] for entry in said] == ["clarify", "react"]


def test_the_record_says_to_which_step_a_point_moved(team: Team) -> None:
    sync, point = on_the_table(team)
    led_on(team, sync, point, 2)
    text = at_browser(team.ada).get(f"{team.here}record/").text
    assert "</a> to the next step in " in text
    assert "</a>: React." in text


def test_who_does_not_lead_presses_nothing(team: Team) -> None:
    sync, point = on_the_table(team)
    answer = at_browser(team.bo).post(f"{team.here}sync/{sync.number}/points/{point.pk}/steps/")
    assert answer.status_code == 403
    assert turn_at(sync, point) is not None
    change_settings(sync.project, by=team.ada, led_in_steps=False)
    sync.project.refresh_from_db()
    assert turn_at(sync, point) is None
    with pytest.raises(Refused, match="not guided"):
        go_to_next_step(sync, point, by=team.fay, after="")


def test_a_second_click_skips_neither_a_step_nor_a_speaker(team: Team) -> None:
    sync, point = on_the_table(team)
    screen, root = at_browser(team.fay), f"{team.here}sync/{sync.number}/points/{point.pk}"
    led_on(team, sync, point)
    assert [screen.post(f"{root}/steps/", {"seen": "clarify"}).status_code for _ in range(2)] == [302, 409]
    clicked = {"seen": "react", "speaker": str(team.bo.pk)}
    assert [screen.post(f"{root}/speakers/", clicked).status_code for _ in range(2)] == [302, 409]
    turn = now_at(sync, point)
    assert (turn.step, turn.speaker) == (StepKind.REACT, team.fay)
    led_on(team, sync, point, 2)
    assert screen.post(f"{root}/speakers/", clicked).status_code == 409, "bo speaks again, but to another step"


def test_programs_lead_as_well(team: Team) -> None:
    sync, point = on_the_table(team)
    program, json = Client(headers=by_token(team.fay)), "application/json"
    root = f"/api/v1/projects/{sync.project.slug}/syncs/{sync.number}/points/{point.pk}"
    assert program.get(f"{root}/steps").json() == {
        "is_led": True,
        "step": None,
        "next_step": "clarify",
        "speaker": None,
        "next_speaker": None,
    }
    program.post(f"{root}/steps", {"after": None}, json)
    bo, fay = str(team.bo.pk), str(team.fay.pk)
    answer = program.post(f"{root}/speakers", {"step": "clarify", "after": bo}, json)
    assert (answer.status_code, "Nobody is taking turns" in answer.text) == (409, True)
    began = program.post(f"{root}/steps", {"after": "clarify"}, json).json()
    assert (began["step"], began["speaker"], began["next_speaker"]) == ("react", bo, fay)
    assert program.post(f"{root}/steps", {"after": "clarify"}, json).status_code == 409, "it is over"
    seen = {"step": "react", "after": bo}
    assert Client(headers=by_token(team.bo)).post(f"{root}/speakers", seen, json).status_code == 403
    assert program.post(f"{root}/speakers", seen, json).json()["speaker"] == fay
    assert program.post(f"{root}/speakers", {"step": "react", "after": fay}, json).json()["speaker"] is None


def test_objections_are_integrated_and_asked_for_again(team: Team) -> None:
    sync, point = on_the_table(team)
    steps = [led_on(team, sync, point) for _ in range(4)]
    assert [turn.step for turn in steps] == [StepKind.CLARIFY, StepKind.REACT, StepKind.AMEND, StepKind.OBJECTIONS]
    assert [turn.speaker for turn in steps] == [None, team.bo, team.ada, team.bo]
    with pytest.raises(Refused, match=r"This was the last step; no objection remains\."):
        led_on(team, sync, point)
    objected(team, sync, point)
    turn = led_on(team, sync, point)
    assert (turn.step, turn.order) == (StepKind.INTEGRATE, [team.bo, team.ada])
    assert led_on(team, sync, point).step is StepKind.OBJECTIONS


def test_who_lifts_their_objection_while_they_speak_keeps_their_place(team: Team) -> None:
    sync, point = on_the_table(team)
    objection = objected(team, sync, point)
    assert led_on(team, sync, point, 5).speaker == team.bo
    lift(objection, by=team.bo)
    turn = now_at(sync, point)
    assert (turn.order, turn.next_speaker) == ([team.bo, team.ada], team.ada)


@pytest.mark.both_databases
def test_who_takes_the_sync_over_changes_the_turn_from_the_next_step_on(team: Team) -> None:
    sync, point = on_the_table(team)
    assert led_on(team, sync, point, 2).order == [team.bo, team.fay]
    sync.hand_to(team.bo, by=team.fay)
    sync.refresh_from_db()
    turn = now_at(sync, point)
    assert (turn.order, turn.speaker, turn.next_speaker) == ([team.bo, team.fay], team.bo, team.fay)
    assert led_on(team, sync, point, 2).order == [team.fay, team.bo]


def test_a_step_that_was_on_while_the_server_was_upgraded_keeps_its_order(team: Team) -> None:
    sync, point = on_the_table(team)
    before = led_on(team, sync, point, 2).order
    LedStep.objects.update(led_by=None)
    import_module("daily.syncs.migrations.0013_led_by_of_steps").fill_led_by(apps, None)
    assert LedStep.objects.get().led_by == team.fay
    assert now_at(sync, point).order == before


def test_while_steps_are_to_come_the_next_one_is_the_main_button_and_not_the_end_of_the_round(team: Team) -> None:
    sync, point = on_the_table(team)
    screen, here = at_browser(team.fay), f"{team.here}sync/{sync.number}/"
    objected(team, sync, point)
    led_on(team, sync, point, 4)
    page = screen.get(here).text
    assert [one for one in main_buttons(page) if one.startswith(("Next:", "End"))] == ["Next: Integrate"]
    assert 'data-key="s">Next: Integrate' in page
    assert 'data-key="p">Next speaker' in page
    assert "End the round: objections to integrate" in page
    change_settings(sync.project, by=team.ada, led_in_steps=False)
    assert "End the round: objections to integrate" in main_buttons(screen.get(here).text)


def test_what_failed_is_led_on_to_integrate_and_to_objections_once_it_is_asked_again(team: Team) -> None:
    sync, point = on_the_table(team)
    objected(team, sync, point)
    led_on(team, sync, point, 4)
    conclude_point(sync, point, by=team.fay)
    sync.refresh_from_db()
    assert sync.at_hand_id != point.pk, "it is for the next sync"
    sync.turn_to(point, by=team.fay)
    assert "Next: Integrate" in at_browser(team.fay).get(f"{team.here}sync/{sync.number}/").text
    assert led_on(team, sync, point).step is StepKind.INTEGRATE
    with pytest.raises(Refused, match="Open the next round first"):
        led_on(team, sync, point)
    proposal = sync.proposal_at(point)
    assert proposal
    revise(proposal, by=team.ada, text="Lighter, and it does not float.")
    assert led_on(team, sync, point).step is StepKind.OBJECTIONS


def test_the_rule_goes_through_all_steps() -> None:
    asking, asked = partial(step_after, is_asking=True), partial(step_after, is_asking=False)
    assert asking(None, objections=3) is StepKind.CLARIFY
    assert asking(StepKind.CLARIFY, objections=3) is StepKind.REACT
    assert asking(StepKind.OBJECTIONS, objections=0) is None
    assert asked(StepKind.AMEND, objections=1) is StepKind.INTEGRATE
    assert asked(StepKind.AMEND, objections=0) is None


def test_the_rule_says_who_speaks_in_turn() -> None:
    here = ["ada", "bo", "cy", "fay"]
    of_ada = partial(speakers, here=here, proposer="ada", objectors=["cy"])
    assert of_ada(Speaks.WHO_WANTS) == []
    assert of_ada(Speaks.EACH) == ["bo", "cy", "fay"]
    assert of_ada(Speaks.OBJECTORS) == ["cy", "ada"]
    assert of_ada(Speaks.OBJECTORS, speaking="bo") == ["bo", "cy", "ada"]
    assert of_ada(Speaks.OBJECTORS, speaking="ada") == ["cy", "ada"]
    assert [speaker_after(here, one) for one in (None, "ada", "fay")] == ["ada", "bo", None]
    assert speaker_after([], None) is None
