"""What is refused or waits says why: what it waits for, what is not there, what has ended, and where it was sent."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from daily.syncs.workflows.opening import open_sync
from decisions.decisions.models import Decision, Proposal
from decisions.decisions.workflows.adoption import adopt
from decisions.decisions.workflows.missing_elements import request_element
from decisions.decisions.workflows.positions import take_position
from decisions.decisions.workflows.proposals import open_round
from decisions.decisions.workflows.round_closing import write_due_outcomes
from foundation.web.exceptions import Refused
from tests.decisions.decisions.examples import NO_OBJECTION, OBJECTION, a_deciding_sync
from tests.decisions.decisions.people import Cast, adopted, operation, page
from tests.factories import a_circle, a_proposal, a_round, an_element, valid_objection_tests
from tests.support.entry_points import at_browser, by_token

pytestmark = pytest.mark.django_db
JSON = "application/json"
AGO = datetime.now(UTC) - timedelta(days=9)
WORDS = {"circle": "hydraulics", "tension": "It leaks.", "text": "A seal."}


@pytest.mark.both_databases
def test_adopting_names_the_element_that_is_waited_for(cast: Cast) -> None:
    round_ = a_round(circle=cast.circle, by=cast.ada)
    addition = request_element(round_.proposal, by=cast.bo, statement="No ramp", sort="values", why="Three steps.")
    for person in (cast.bo, cast.fay):
        take_position(round_, NO_OBJECTION, by=person)
    said = f"It waits for {addition.reference}, which would add an element"
    answer = at_browser(cast.ada).post(page(cast, "proposals/1/decision/"))
    assert (answer.status_code, said in answer.content.decode()) == (409, True)
    told = Client(headers=by_token(cast.ada)).post(operation(cast, "proposals/1/decision"))
    assert (told.status_code, said in told.json()["detail"]) == (409, True)


def test_a_sync_names_it_too(cast: Cast) -> None:
    proposal = a_proposal(circle=cast.circle, by=cast.ada, named=[cast.power], at=AGO)
    open_round(proposal, by=cast.ada, at=AGO)
    request_element(proposal, by=cast.bo, statement="No ramp", sort="values", why="Three steps.")
    with pytest.raises(Refused, match="It waits for P-2"):
        adopt(
            Proposal.objects.get(pk=proposal.pk), by=cast.fay, sync=a_deciding_sync(cast.project.circles.general(), AGO)
        )


UNKNOWN: dict[str, tuple[str, dict[str, Any], str]] = {
    "an element": ("proposals", WORDS | {"elements": ["FE-77"]}, "body.elements: There is no “FE-77” here"),
    "a circle": ("proposals", WORDS | {"circles": ["moon"]}, "body.circles: There is no “moon” here"),
    "a domain": ("proposals", WORDS | {"domains": ["MOON"]}, "body.domains: There is no “MOON” here"),
    "a decision": ("proposals", WORDS | {"replaces": 99}, "body.replaces: There is no “D-99” here"),
    "an objection's element": (
        "proposals/1/positions",
        {"kind": "objection", "answers": {"element": "FE-77", "harm": "A shock."}},
        "answers.element: There is no “FE-77” here",
    ),
    "an objection's decision": (
        "proposals/1/positions",
        {"kind": "objection", "answers": {"against": 99, "quote": "x"}},
        "answers.against",
    ),
}


@pytest.mark.parametrize("what", UNKNOWN)
def test_what_is_not_there_is_said_by_field(cast: Cast, what: str) -> None:
    a_round(circle=cast.circle, by=cast.ada)
    address, sent, said = UNKNOWN[what]
    answer = Client(headers=by_token(cast.bo)).post(operation(cast, address), sent, content_type=JSON)
    assert answer.status_code == 422
    assert said in answer.json()["detail"]


def test_a_decision_that_has_ended_is_said_to_have_ended(cast: Cast) -> None:
    first = adopted(cast)
    adopted(cast, replaces=first)
    ended = "D-1 is no longer in force"
    program = Client(headers=by_token(cast.ada))
    for name in ("replaces", "revokes"):
        answer = program.post(operation(cast, "proposals"), WORDS | {name: 1}, content_type=JSON)
        assert (answer.status_code, ended in answer.json()["detail"]) == (409, True)
    typed = {"tension": "It leaks.", "text": "A seal.", "cost": "0", "reversibility": "easy", "review_months": "3"}
    shown = at_browser(cast.ada).post(page(cast, "proposals/new/?circle=hydraulics"), typed | {"replaces": "D-1"})
    assert (shown.status_code, ended in shown.content.decode()) == (422, True)


def test_what_was_sent_up_is_shown_as_escalated(cast: Cast) -> None:
    proposal = a_proposal(circle=cast.circle, by=cast.ada, at=AGO)
    round_ = open_round(proposal, by=cast.ada, at=AGO)
    take_position(
        round_, OBJECTION, by=cast.bo, objection_tests=valid_objection_tests(an_element(cast.project)), at=AGO
    )
    write_due_outcomes(proposal, at=AGO + timedelta(days=8))
    assert Proposal.objects.get().escalated_to == cast.project.circles.general()
    told = Client(headers=by_token(cast.ada)).get(operation(cast, "proposals/1")).json()
    assert (told["state"], told["escalated_to"]) == ("escalated", "general")
    shown = at_browser(cast.ada).get(page(cast, "proposals/1/")).content.decode()
    assert ">escalated<" in shown
    listed = at_browser(cast.ada).get(page(cast, "proposals/")).content.decode()
    assert ">escalated<" in listed
    begun = at_browser(cast.ada).post(page(cast, "proposals/1/amendment/"))
    assert begun.status_code == 302  # it is integrated as before


def test_what_waits_says_for_whom(cast: Cast) -> None:
    proposal = a_proposal(circle=cast.circle, by=cast.ada, named=[cast.power], at=AGO)
    round_ = open_round(proposal, by=cast.ada, at=AGO)
    take_position(round_, NO_OBJECTION, by=cast.fay)
    assert "It waits for the word of Power." in at_browser(cast.ada).get(page(cast, "proposals/1/")).content.decode()
    fay = Client(headers=by_token(cast.fay))
    assert fay.get(operation(cast, "proposals/1")).json()["rounds"][0]["waiting_for"] == [{"name": "Power", "times": 1}]
    sync = open_sync(cast.project.circles.general(), by=cast.fay)
    point = f"syncs/{sync.number}/points/{sync.points.get().pk}"
    refused = fay.post(operation(cast, f"{point}/agreements"), {}, content_type=JSON)
    assert (refused.status_code, refused.json()["detail"]) == (409, "It waits for the word of Power.")
    at_browser(cast.fay).post(page(cast, f"sync/{sync.number}/turns/"))
    assert "It waits for the word of Power." in at_browser(cast.fay).get(sync.get_absolute_url()).content.decode()
    told = fay.post(operation(cast, f"{point}/conclusions"), {}, content_type=JSON).json()
    assert told == {"state": "waiting", "decision": "", "waiting_for": ["Power"]}
    assert not Decision.objects.exists()


@pytest.mark.parametrize("entry_point", ["page", "api"])
def test_whoever_is_expected_in_a_sync_brings_out_what_those_there_may(cast: Cast, entry_point: str) -> None:
    """Bo is in Hydraulics, which has no sync of its own: they come to the general one, and have no other voice."""
    sync = open_sync(cast.project.circles.general(), by=cast.fay)
    program = at_browser(cast.bo)
    if entry_point == "page":
        assert program.post(page(cast, f"sync/{sync.number}/infos/"), {"text": "Closed on Friday."}).status_code == 302
        assert program.post(page(cast, f"sync/{sync.number}/facilitation/")).status_code == 302
    else:
        info = {"text": "Closed on Friday."}
        assert program.post(operation(cast, f"syncs/{sync.number}/infos"), info, content_type=JSON).status_code == 201
        assert program.post(operation(cast, f"syncs/{sync.number}/facilitation"), {}).status_code == 204
    assert sync.outcomes.get().text == "Closed on Friday."
    other = open_sync(a_circle(cast.pia, inside=cast.project.circles.general(), name="Market"), by=cast.pia)
    assert (
        program.post(operation(cast, f"syncs/{other.number}/infos"), {"text": "x"}, content_type=JSON).status_code
        == 403
    )


@pytest.mark.parametrize(
    ("rest", "sent"), [("element", {"statement": "x", "sort": "safety"}), ("budget", {"budget": 5})]
)
def test_a_pilot_is_told_how_a_decision_changes_it(cast: Cast, rest: str, sent: dict[str, Any]) -> None:
    answer = Client(headers=by_token(cast.fay)).post(operation(cast, f"changes/{rest}"), sent, content_type=JSON)
    assert (answer.status_code, "only_say" in answer.json()["detail"]) == (409, True)
    told = Client(headers=by_token(cast.bo)).post(
        operation(cast, f"changes/{rest}"), sent | {"only_say": True}, content_type=JSON
    )
    assert (told.status_code, told.json()["done"]) == (200, False)
