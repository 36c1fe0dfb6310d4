"""The objection without tests: against a decision in force, linked and quoted in its own words."""

from typing import Any

import pytest
from django.test import Client

from circles.circles.models import Circle
from decisions.decisions.models import Decision, Objection, Round
from decisions.decisions.text.quoting import is_quoted
from decisions.decisions.workflows.positions import take_position
from foundation.accounts.models import User
from foundation.web.exceptions import Refused
from tests.decisions.decisions.examples import NO_OBJECTION, OBJECTION, taken
from tests.decisions.decisions.people import Cast, operation, page
from tests.decisions.decisions.people import adopted as adopted_by
from tests.factories import a_round
from tests.support.entry_points import at_browser, by_token

TEXT = "We buy the 48 V panels from Solenne: 12 of them, at 427.50 € each, before December."


@pytest.mark.parametrize(
    "quote",
    [
        "buy the 48 V panels",
        "« WE BUY  the\n48\u202fV »",
        "we buy … from Solenne",
        "panels from Solenne […] before December",
        "at 427.50 € each",
        TEXT,
    ],
)
def test_words_are_found_however_they_were_typed(quote: str) -> None:
    assert is_quoted(quote, TEXT)


@pytest.mark.parametrize(
    "quote",
    [
        "",
        "…",
        "from Solenne",  # two words stand in any text
        "we buy the 24 V panels",
        "from Solenne … we buy",  # the other way round
        "at 427 € each",
        "they buy the 48 V panels",
    ],
)
def test_what_it_does_not_say_is_no_quote(quote: str) -> None:
    assert not is_quoted(quote, TEXT)


def test_a_decision_of_two_words_is_quoted_by_both() -> None:
    assert is_quoted("M4 everywhere", "M4 everywhere.")
    assert not is_quoted("everywhere", "M4 everywhere.")
    assert not is_quoted("", "")


@pytest.fixture
def against(circle: Circle, ada: User, bo: User) -> Decision:
    """A decision of Hydraulics: "We change the seal"."""
    return taken(circle, ada, bo, text="We change the seal for a tested one.")


def object_to(round_: Round, by: User, against: Decision, quote: str) -> Objection:
    return take_position(round_, OBJECTION, by=by, objection_tests={"against": against, "quote": quote}).objection


@pytest.mark.both_databases
@pytest.mark.django_db
def test_a_decision_in_force_that_is_quoted_blocks_and_still_says_so_when_it_is_replaced(
    against: Decision, circle: Circle, ada: User, bo: User
) -> None:
    objection = object_to(a_round(circle=circle, by=ada), bo, against, "change the seal for")
    assert objection.stands
    replacing = a_round(circle=circle, by=ada, replaces=against)
    take_position(replacing, NO_OBJECTION, by=bo)

    fresh = Objection.objects.get(pk=objection.pk)
    assert fresh.against
    assert not fresh.against.is_in_force
    assert (fresh.verdict.blocks, fresh.verdict.untested) == (True, True)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("quote", "ends", "sentence"),
    [
        ("change the pump for", False, "not in D-1"),
        ("", False, "not in D-1"),
        ("change the seal for", True, "no longer in force"),
    ],
)
def test_no_ground_is_refused_and_nothing_is_said(
    against: Decision, circle: Circle, ada: User, bo: User, quote: str, ends: bool, sentence: str
) -> None:
    round_ = a_round(circle=circle, by=ada)
    if ends:
        take_position(a_round(circle=circle, by=ada, replaces=against), NO_OBJECTION, by=bo)
    with pytest.raises(Refused, match=sentence):
        object_to(round_, bo, against, quote)
    assert not round_.positions.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("how", ["replaces", "revokes"])
def test_what_a_proposal_puts_out_of_force_is_no_ground_against_it(
    against: Decision, circle: Circle, ada: User, bo: User, how: str
) -> None:
    round_ = a_round(circle=circle, by=ada, **{how: against})
    with pytest.raises(Refused, match="out of force"):
        object_to(round_, bo, against, "change the seal for")


def given_to(client: Client, cast: Cast, round_: Round, against: Decision, quote: str) -> Any:
    rest = f"proposals/{round_.proposal.number}/rounds/{round_.number}/objections/"
    return client.post(page(cast, rest), {"against": against.number, "quote": quote})


def test_the_form_keeps_what_was_typed_and_says_what_is_wrong_with_the_quote(cast: Cast) -> None:
    against, round_ = adopted_by(cast, text="We keep the EPDM seal."), a_round(circle=cast.circle, by=cast.ada)
    browser = at_browser(cast.bo)
    answer = given_to(browser, cast, round_, against, "We keep the FKM seal.")
    assert answer.status_code == 422
    assert b"These words are not in D-1" in answer.content
    assert b"We keep the FKM seal." in answer.content

    assert given_to(browser, cast, round_, against, "keep the EPDM seal").status_code == 302
    assert Objection.objects.standing().get().against == against


def test_the_verdict_says_it_while_one_types(cast: Cast) -> None:
    against, round_ = adopted_by(cast, text="We keep the EPDM seal."), a_round(circle=cast.circle, by=cast.ada)
    typed = page(cast, f"proposals/{round_.proposal.number}/verdict/")
    answer = at_browser(cast.bo).post(typed, {"against": against.number, "quote": "We keep the FKM seal."})
    assert b"These words are not in D-1" in answer.content
    answer = at_browser(cast.bo).post(typed, {"against": against.number, "quote": "We keep the EPDM seal."})
    assert b"It goes against D-1, which is in force." in answer.content


def test_the_api_answers_in_the_same_words(cast: Cast) -> None:
    against, round_ = adopted_by(cast, text="We keep the EPDM seal."), a_round(circle=cast.circle, by=cast.ada)
    positions = operation(cast, f"proposals/{round_.proposal.number}/positions")

    def put(quote: str) -> Any:
        answers = {"against": against.number, "quote": quote}
        body = {"kind": "objection", "answers": answers}
        return Client(headers=by_token(cast.bo)).post(positions, body, content_type="application/json")

    refused = put("We keep the FKM seal.")
    assert refused.status_code == 422
    assert "answers.quote" in refused.json()["detail"]
    assert "not in D-1" in refused.json()["detail"]
    assert put("We keep the EPDM seal").status_code == 201
    assert Objection.objects.standing().exists()
