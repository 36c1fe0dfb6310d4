"""A proposal led step by step in a sync, where the project wants it: clarify, react, amend, objections, integrate."""

from html import unescape

import pytest
from django.test import Client

from audit.models import Entry
from decisions.workflows.positions import take_position
from projects.workflows.project_settings import change_settings
from syncs.models import AgendaItem, Sync
from syncs.steps import StepKind, after, following, speakers
from syncs.workflows.led_steps import go_to_next_step, turn_at
from tests.factories import an_element, valid_objection_tests
from tests.support.entry_points import at_browser, by_token
from tests.syncs.team import Team
from web.exceptions import Refused

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


@pytest.mark.both_databases
def test_the_screen_and_the_phones_follow_the_steps(team: Team) -> None:
    sync, point = on_the_table(team)
    screen, here = at_browser(team.fay), f"{team.here}sync/{sync.number}/"
    assert "Next: Clarify" in screen.get(here).text
    for _ in range(2):
        screen.post(f"{here}points/{point.pk}/steps/")
    assert "Bo speaks." in screen.get(here).text
    phone = unescape(at_browser(team.bo).get(f"{here}hand/").text)
    assert "It is your turn to speak." in phone
    assert "Fay is next." in phone
    assert "Next: Amend" not in phone
    screen.post(f"{here}points/{point.pk}/speakers/")
    assert "It is your turn to speak." in screen.get(here).text
    said = Entry.objects.filter(project=sync.project_id, event="sync.step_started").order_by("seq")
    assert [entry.facts["step"] for entry in said] == ["clarify", "react"]
    assert "led" in at_browser(team.ada).get(f"{team.here}record/").text


def test_who_does_not_lead_presses_nothing(team: Team) -> None:
    sync, point = on_the_table(team)
    answer = at_browser(team.bo).post(f"{team.here}sync/{sync.number}/points/{point.pk}/steps/")
    assert answer.status_code == 403
    assert turn_at(sync, point) is not None
    change_settings(sync.project, by=team.ada, led_in_steps=False)
    sync.project.refresh_from_db()
    assert turn_at(sync, point) is None
    with pytest.raises(Refused, match="not led"):
        go_to_next_step(sync, point, by=team.fay)


def test_programs_lead_as_well(team: Team) -> None:
    sync, point = on_the_table(team)
    program = Client(headers=by_token(team.fay))
    root = f"/api/v1/projects/{sync.project.slug}/syncs/{sync.number}/points/{point.pk}"
    assert program.get(f"{root}/steps").json() == {
        "is_led": True,
        "step": None,
        "following": "clarify",
        "speaker": None,
        "next_speaker": None,
    }
    program.post(f"{root}/steps")
    assert program.post(f"{root}/speakers").status_code == 409, "nobody speaks in turn"
    began = program.post(f"{root}/steps").json()
    assert (began["step"], began["speaker"], began["next_speaker"]) == ("react", str(team.bo.pk), str(team.fay.pk))
    assert Client(headers=by_token(team.bo)).post(f"{root}/speakers").status_code == 403
    assert program.post(f"{root}/speakers").json()["speaker"] == str(team.fay.pk)
    assert program.post(f"{root}/speakers").json()["speaker"] is None


def test_objections_are_integrated_and_asked_for_again(team: Team) -> None:
    sync, point = on_the_table(team)
    proposal = sync.proposal_at(point)
    assert proposal
    assert proposal.open_round
    steps = [go_to_next_step(sync, point, by=team.fay) for _ in range(4)]
    assert [turn.step for turn in steps] == [StepKind.CLARIFY, StepKind.REACT, StepKind.AMEND, StepKind.OBJECTIONS]
    assert [turn.speaker for turn in steps] == [None, team.bo, team.ada, team.bo]
    with pytest.raises(Refused, match="No objection stands"):
        go_to_next_step(sync, point, by=team.fay)
    tests = valid_objection_tests(an_element(sync.project))
    take_position(proposal.open_round, "objection", by=team.bo, words="It floats.", objection_tests=tests)
    turn = go_to_next_step(sync, point, by=team.fay)
    assert (turn.step, turn.order) == (StepKind.INTEGRATE, [team.bo, team.ada])
    assert go_to_next_step(sync, point, by=team.fay).step is StepKind.OBJECTIONS


def test_the_rule_goes_through_all_steps() -> None:
    assert following(None, objections=3) is StepKind.CLARIFY
    assert following(StepKind.CLARIFY, objections=3) is StepKind.REACT
    assert following(StepKind.OBJECTIONS, objections=0) is None
    here = ["ada", "bo", "fay"]
    assert speakers(StepKind.CLARIFY, here, proposer="ada", objectors=[]) == []
    assert speakers(StepKind.REACT, here, proposer="ada", objectors=[]) == ["bo", "fay"]
    assert speakers(StepKind.INTEGRATE, here, proposer="ada", objectors=["fay"]) == ["fay", "ada"]
    assert [after(here, one) for one in (None, "ada", "fay", "eve")] == ["ada", "bo", None, "ada"]
    assert after([], None) is None
