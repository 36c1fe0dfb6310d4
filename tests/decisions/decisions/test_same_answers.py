"""What a page does not take, the API does not take: both answer 422 and name the field."""

from typing import Any

import pytest
from django.test import Client

from config.api import api
from decisions.decisions.forms.rounds import VoiceForm
from decisions.decisions.models import Claim, Position
from decisions.decisions.models.rounds.position_kind import PositionKind
from tests.decisions.decisions.people import Cast, operation, page
from tests.factories import a_round
from tests.support.entry_points import at_browser, by_token

pytestmark = pytest.mark.django_db

ROUND = "proposals/1/rounds/1"
EMPTY: dict[str, tuple[str, dict[str, Any], str, dict[str, Any], str]] = {
    # the page and what is sent there; the operation, what is sent there, and the field it names
    "a claim that names nothing": (
        "proposals/1/claims/",
        {"what": " "},
        "proposals/1/claims?circle=power&what=%20",
        {},
        "query.what",
    ),
    "a concern without words": (
        f"{ROUND}/positions/",
        {"kind": "concern", "words": " "},
        "proposals/1/positions",
        {"kind": "concern", "words": " "},
        "body.words",
    ),
    "an unknown position": (
        f"{ROUND}/positions/",
        {"kind": "veto"},
        "proposals/1/positions",
        {"kind": "veto"},
        "kind",
    ),
    "an objection without harm": (
        f"{ROUND}/objections/",
        {"harm": "  ", "evidence": "Measured."},
        "proposals/1/positions",
        {"kind": "objection", "answers": {"harm": "  ", "evidence": "Measured."}},
        "answers.harm",
    ),
    "an objection without answers": (
        f"{ROUND}/objections/",
        {"harm": ""},
        "proposals/1/positions",
        {"kind": "objection"},
        "answers.harm",
    ),
}


@pytest.mark.parametrize("name", EMPTY)
def test_page_and_api_refuse_the_same(cast: Cast, name: str) -> None:
    a_round(circle=cast.circle, by=cast.ada)
    address, typed, asked, sent, field = EMPTY[name]
    who = cast.pia if "claim" in name else cast.bo
    if "claim" in name:
        typed = {**typed, "circle": cast.power.pk}
    assert at_browser(who).post(page(cast, address), typed).status_code == 422
    answer = Client(headers=by_token(who)).post(operation(cast, asked), sent, content_type="application/json")
    assert answer.status_code == 422
    assert field in answer.json()["detail"]
    assert not Claim.objects.exists()
    assert not Position.objects.exists()


@pytest.mark.both_databases
def test_a_deputy_says_a_concern_in_words_too(cast: Cast) -> None:
    assert not VoiceForm({"kind": "concern", "words": ""}).is_valid()
    assert VoiceForm({"kind": "no_objection", "words": ""}).is_valid()
    assert not VoiceForm().fields["words"].required


def test_the_page_for_words_is_about_a_position_that_has_some(cast: Cast) -> None:
    assert a_round(circle=cast.circle, by=cast.ada)
    address, bo = page(cast, f"{ROUND}/positions/"), at_browser(cast.bo)
    assert "Record my concern" in bo.get(f"{address}?kind=concern").text
    for kind in ("", "?kind=time", "?kind=objection", "?kind=unheard+of"):
        assert bo.get(f"{address}{kind}")["Location"] == page(cast, "proposals/1/")


@pytest.mark.parametrize(("kind", "why"), [("time", "at most 4000"), ("unheard of", "unheard of"), ("", "required")])
def test_a_refused_position_is_never_shown_as_another(cast: Cast, kind: str, why: str) -> None:
    a_round(circle=cast.circle, by=cast.ada)
    sent = {"kind": kind, "words": "x" * 5_000}
    answer = at_browser(cast.bo).post(page(cast, f"{ROUND}/positions/"), sent)
    assert answer.status_code == 422
    assert why in answer.text
    assert str(PositionKind.CONCERN.label) not in answer.text


def test_answers_are_for_a_position_that_may_block(cast: Cast) -> None:
    a_round(circle=cast.circle, by=cast.ada)
    address, bo = page(cast, f"{ROUND}/objections/"), at_browser(cast.bo)
    assert [bo.get(f"{address}{kind}").status_code for kind in ("", "?kind=objection")] == [200, 200]
    assert [bo.get(f"{address}?kind={kind}").status_code for kind in ("concern", "unheard+of", "")] == [404] * 3


def test_the_description_of_the_api_names_the_positions() -> None:
    kind = api.get_openapi_schema()["components"]["schemas"]["PositionIn"]["properties"]["kind"]
    assert kind["enum"] == PositionKind.values


def test_what_a_page_takes_the_api_takes(cast: Cast) -> None:
    a_round(circle=cast.circle, by=cast.ada)
    program = Client(headers=by_token(cast.bo))
    sent = {"kind": "concern", "words": "Six weeks."}
    assert (
        program.post(operation(cast, "proposals/1/positions"), sent, content_type="application/json").status_code == 201
    )
    assert Position.objects.get().words == "Six weeks."
