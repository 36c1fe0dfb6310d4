"""Who may do what with a proposal, by page and by API, and what nobody gets round."""

import json
import re
from datetime import UTC, datetime, timedelta
from html import unescape
from itertools import product
from typing import Any

import pytest
from django.test import Client

from circles.restructuring.changes import Split, to_json
from decisions.decisions.models import Decision, Proposal
from decisions.decisions.workflows.positions import take_position
from decisions.decisions.workflows.proposals import open_round
from tests.decisions.decisions.people import Cast, adopted, operation, page
from tests.factories import a_person, a_proposal, a_round, an_element, valid_objection_tests
from tests.support.entry_points import at_browser, by_token
from tests.support.rotation import one_in

pytestmark = pytest.mark.django_db


# The table of rights: what each of the cast gets when they do it ------------------------------------------------------

WORDS = {"tension": "It leaks.", "text": "A new seal.", "reversibility": "easy", "review_months": "3"}
PEOPLE = ("ada", "bo", "fay", "pia", "eve")
RIGHTS: dict[str, tuple[str, dict[str, Any], tuple[int, ...]]] = {
    # operation: address, what is sent, and the answer to ada (proposes), bo and fay (asked), pia and eve (outside)
    "propose": ("proposals/new/?circle=hydraulics", WORDS, (302, 302, 302, 403, 404)),
    "open a round": ("proposals/1/rounds/", {}, (302, 403, 403, 403, 404)),
    "change the text": ("proposals/1/revision/", WORDS, (302, 403, 403, 403, 404)),
    "withdraw": ("proposals/1/withdrawal/", {}, (302, 403, 403, 403, 404)),
    "claim": ("proposals/1/claims/", {"what": "PWR-OUT"}, (403, 403, 302, 302, 404)),
    "speak": ("proposals/2/rounds/1/positions/", {"kind": "no_objection"}, (403, 302, 302, 403, 404)),
    "object": ("proposals/2/rounds/1/objections/", {"harm": "A shock."}, (403, 302, 302, 403, 404)),
    "adopt": ("proposals/2/decision/", {}, (409, 409, 409, 403, 404)),  # not all have spoken yet
}


@pytest.mark.parametrize(("operation", "who"), one_in(4, "pages", product(RIGHTS, PEOPLE)))
def test_each_operation_is_for_whom_it_is_for(cast: Cast, operation: str, who: str) -> None:
    a_proposal(circle=cast.circle, by=cast.ada)
    a_round(circle=cast.circle, by=cast.ada)
    address, sent, answers = RIGHTS[operation]
    if operation == "claim":
        cast.power.admit(cast.fay, by=cast.fay)
        sent = sent | {"circle": cast.power.pk}
    assert at_browser(cast[who]).post(page(cast, address), sent).status_code == answers[PEOPLE.index(who)]


@pytest.mark.both_databases
def test_who_has_no_voice_in_the_circle_they_came_from_proposes_from_their_own(cast: Cast) -> None:
    change = Split(cast.circle, "Seals", people=[cast.bo])
    client = at_browser(cast.pia)
    way = client.get(page(cast, "circles/hydraulics/changes/split/"), {"name": "Seals", "people": str(cast.bo.pk)})
    (offered,) = re.findall(r'href="([^"]*carry=[^"]*)"', way.content.decode())
    form = client.get(unescape(offered), follow=True)
    assert form.status_code == 200
    assert change.summary() in form.content.decode()

    there = f"{form.request['PATH_INFO']}?{form.request['QUERY_STRING']}"
    client.post(there, WORDS | {"carries_out": json.dumps([to_json(change)])})
    proposal = Proposal.objects.get()
    assert (proposal.circle, proposal.created_by) == (cast.power, cast.pia)
    assert cast.circle.pk in proposal.route().affected


OPERATIONS: dict[str, tuple[str, str, Any, tuple[int, ...]]] = {
    "propose": (
        "post",
        "proposals",
        {"circle": "hydraulics", "tension": "It leaks.", "text": "A seal."},
        (201, 201, 201, 403, 404),
    ),
    "open a round": ("post", "proposals/1/rounds", {}, (201, 403, 403, 403, 404)),
    "change the text": ("patch", "proposals/1", {"text": "Another seal."}, (200, 403, 403, 403, 404)),
    "withdraw": ("post", "proposals/1/withdrawal", {}, (200, 403, 403, 403, 404)),
    "claim": ("post", "proposals/1/claims?circle=power&what=PWR-OUT", {}, (403, 403, 403, 200, 404)),
    "speak": ("post", "proposals/2/positions", {"kind": "no_objection"}, (403, 201, 201, 403, 404)),
    "adopt": ("post", "proposals/2/decision", {}, (409, 409, 409, 403, 404)),
}


@pytest.mark.parametrize(("name", "who"), one_in(4, "api", product(OPERATIONS, PEOPLE)))
def test_the_api_gives_the_same_rights(cast: Cast, name: str, who: str) -> None:
    a_proposal(circle=cast.circle, by=cast.ada)
    a_round(circle=cast.circle, by=cast.ada)
    method, address, sent, answers = OPERATIONS[name]
    send = getattr(Client(headers=by_token(cast[who])), method)
    answer = send(operation(cast, address), sent, content_type="application/json")
    assert answer.status_code == answers[PEOPLE.index(who)], answer.content


@pytest.mark.parametrize("entry_point", ["page", "api"])
def test_only_the_objector_lifts_an_objection(cast: Cast, entry_point: str) -> None:
    round_ = a_round(circle=cast.circle, by=cast.ada)
    objection = take_position(
        round_, "objection", by=cast.bo, objection_tests=valid_objection_tests(an_element(cast.project))
    ).objection
    rest = f"proposals/1/objections/{objection.pk}/lifting"
    for who, answers in (("fay", (409, 409)), ("ada", (403, 403)), ("eve", (404, 404)), ("bo", (302, 200))):
        if entry_point == "page":
            given = at_browser(cast[who]).post(page(cast, rest + "/"), {"because": "Tested."}).status_code
        else:
            given = Client(headers=by_token(cast[who])).post(operation(cast, rest)).status_code
        assert given == answers[entry_point == "api"]


READS = ["decisions/", "decisions/1/", "proposals/", "proposals/?state=all", "proposals/1/", "proposals/1/?round=1"]


@pytest.mark.parametrize("rest", READS)
def test_the_whole_project_reads_and_nobody_else(cast: Cast, rest: str) -> None:
    adopted(cast)
    assert at_browser(cast.pia).get(page(cast, rest)).status_code == 200
    assert at_browser(cast.eve).get(page(cast, rest)).status_code == 404
    assert Client().get(page(cast, rest)).status_code == 302


@pytest.mark.parametrize("rest", ["proposals", "proposals/1", "decisions", "decisions/1"])
def test_the_api_reads_for_the_whole_project_and_nobody_else(cast: Cast, rest: str) -> None:
    adopted(cast)
    assert Client(headers=by_token(cast.pia)).get(operation(cast, rest)).status_code == 200
    assert Client(headers=by_token(cast.eve)).get(operation(cast, rest)).status_code == 404


# What nobody gets round -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("entry_point", ["page", "api"])
def test_what_a_sync_decides_cannot_be_adopted_here(cast: Cast, entry_point: str) -> None:
    round_ = a_round(circle=cast.circle, by=cast.ada, domains=[cast.power.domains.get()], cost=2_001)
    for asked in round_.asked.select_related("user"):
        take_position(round_, "no_objection", by=asked.user)
    if entry_point == "page":
        answer = at_browser(cast.ada).post(page(cast, "proposals/1/decision/"))
    else:
        answer = Client(headers=by_token(cast.ada)).post(operation(cast, "proposals/1/decision"))
    assert answer.status_code == 409
    assert "the general sync" in answer.content.decode()
    assert not Decision.objects.exists()


def test_the_admin_only_reads(cast: Cast) -> None:
    decision = adopted(cast)
    root = a_person("Root", is_staff=True, is_superuser=True)
    browser = at_browser(root)
    for model, pk in (("decision", decision.pk), ("proposal", decision.proposal_id), ("round", decision.round_id)):
        assert browser.get(f"/admin/decisions/{model}/").status_code == 200
        assert browser.get(f"/admin/decisions/{model}/{pk}/change/").status_code == 200
        assert browser.post(f"/admin/decisions/{model}/{pk}/change/", {"title": "Mine"}).status_code == 403
        assert browser.get(f"/admin/decisions/{model}/add/").status_code == 403
        assert browser.post(f"/admin/decisions/{model}/{pk}/delete/", {"post": "yes"}).status_code == 403
    decision.refresh_from_db()
    assert decision.title == "We change the seal"


def test_looking_writes_nothing(cast: Cast) -> None:
    past = datetime.now(UTC) - timedelta(days=30)
    round_ = open_round(a_proposal(circle=cast.circle, by=cast.ada, at=past), by=cast.ada, at=past)
    shown = at_browser(cast.bo).get(page(cast, "proposals/1/")).content.decode()
    assert "Its time is over" in shown
    assert "positions__button" not in shown
    round_.refresh_from_db()
    assert round_.closed_at is None
