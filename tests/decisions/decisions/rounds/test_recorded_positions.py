"""What was said aloud and written down by a facilitator: it counts, is told, and decides behind nobody's back."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from decisions.decisions import permissions
from decisions.decisions.models import Decision, Round
from decisions.decisions.workflows.adoption import adopt
from decisions.decisions.workflows.objections import lift
from decisions.decisions.workflows.positions import take_position
from decisions.decisions.workflows.proposals import open_round, revise
from decisions.decisions.workflows.round_closing import close_due
from foundation.audit.models import Entry, PersonalValue
from foundation.inbox.models import Notice
from foundation.web.exceptions import Refused
from tests.decisions.decisions.examples import (
    CONCERN,
    FRIDAY,
    MONDAY,
    NO_OBJECTION,
    OBJECTION,
    TIME,
    a_deciding_sync,
    decision_of,
)
from tests.decisions.decisions.people import Cast, operation, page
from tests.factories import a_proposal, a_round, an_element, valid_objection_tests
from tests.support.entry_points import at_browser, by_token

pytestmark = pytest.mark.django_db


def records(cast: Cast, recorder: str, person: str, kind: str = NO_OBJECTION, **said: Any) -> int:
    """Write a position down through the API; returns the status."""
    body = {"kind": kind, "person": str(cast[person].pk), **said}
    address = operation(cast, "proposals/1/positions")
    headers = by_token(cast[recorder])
    return Client().post(address, body, content_type="application/json", headers=headers).status_code


@pytest.mark.both_databases
def test_a_round_waits_for_its_window_when_others_wrote_down_what_was_said(cast: Cast) -> None:
    round_ = a_round(circle=cast.circle, by=cast.ada)
    assert records(cast, "fay", "bo") == 201
    take_position(round_, NO_OBJECTION, by=cast.fay)
    round_.refresh_from_db()
    assert round_.closed_at is None
    assert at_browser(cast.ada).post(page(cast, "proposals/1/decision/")).status_code == 409
    assert Client(headers=by_token(cast.ada)).post(operation(cast, "proposals/1/decision")).status_code == 409
    assert not Decision.objects.exists()


def test_it_ends_early_once_the_person_has_said_so_themselves(cast: Cast) -> None:
    round_ = a_round(circle=cast.circle, by=cast.ada)
    records(cast, "fay", "bo")
    take_position(round_, NO_OBJECTION, by=cast.fay)
    at_browser(cast.bo).post(page(cast, "proposals/1/rounds/1/positions/"), {"kind": NO_OBJECTION})
    assert decision_of(round_.proposal)


def test_it_counts_when_the_window_ends(cast: Cast) -> None:
    round_ = open_round(a_proposal(circle=cast.circle, by=cast.ada), by=cast.ada, at=FRIDAY)
    take_position(round_, NO_OBJECTION, by=cast.bo, recorded_by=cast.fay, at=FRIDAY + timedelta(hours=1))
    assert close_due(round_, at=MONDAY)
    assert decision_of(round_.proposal)


def test_the_person_says_otherwise_as_long_as_the_round_is_open(cast: Cast) -> None:
    round_ = a_round(circle=cast.circle, by=cast.ada)
    records(cast, "fay", "bo")
    objection = take_position(
        round_, OBJECTION, by=cast.bo, objection_tests=valid_objection_tests(an_element(cast.project))
    ).objection
    assert objection.stands
    assert records(cast, "fay", "bo") == 409


@pytest.mark.parametrize("proposer", ["ada", "fay"])
def test_who_proposes_or_owns_it_writes_down_nobodys_position(cast: Cast, proposer: str) -> None:
    cast.circle.memberships.get(user=cast.ada).take_role("facilitator", by=cast.fay)
    by, owner = cast[proposer], cast["fay" if proposer == "ada" else "ada"]
    round_ = open_round(a_proposal(circle=cast.circle, by=by, owner=owner), by=by)
    for recorder in (by, owner):
        assert not permissions.may_record(recorder, round_)
        with pytest.raises(Refused, match="cannot record someone else"):
            take_position(round_, NO_OBJECTION, by=cast.bo, recorded_by=recorder)
    assert records(cast, "fay", "bo") == 403
    assert not round_.positions.exists()


def test_nobody_writes_over_what_a_person_has_said_to_this_text(cast: Cast) -> None:
    round_ = a_round(circle=cast.circle, by=cast.ada)
    take_position(round_, CONCERN, by=cast.bo, words="Six weeks of lead time.")
    assert records(cast, "fay", "bo") == 409
    assert round_.positions.get().kind == CONCERN


@pytest.mark.parametrize("earlier", ["I need time", "another text"])
def test_what_is_no_word_on_this_text_does_not_hinder_it(cast: Cast, earlier: str) -> None:
    round_ = a_round(circle=cast.circle, by=cast.ada)
    take_position(round_, TIME if earlier == "I need time" else CONCERN, by=cast.bo, words="Which seal?")
    if earlier == "another text":
        revise(round_.proposal, by=cast.ada, text="The blue seal.")
    assert records(cast, "fay", "bo") == 201


@pytest.mark.parametrize("who", ["fay", "ada", "pia"])
def test_nobody_lifts_an_objection_for_the_objector_whatever_they_heard(cast: Cast, who: str) -> None:
    round_ = a_round(circle=cast.circle, by=cast.ada)
    objection = take_position(
        round_, OBJECTION, by=cast.bo, objection_tests=valid_objection_tests(an_element(cast.project))
    ).objection
    with pytest.raises(Refused, match="Only the objector"):
        lift(objection, by=cast[who])
    objection.refresh_from_db()
    assert objection.stands


@pytest.mark.parametrize("kind", [NO_OBJECTION, "pass"])
def test_nobody_fills_in_for_another_circle_outside_a_sync(cast: Cast, kind: str) -> None:
    round_ = a_round(circle=cast.circle, by=cast.ada, named=[cast.power])
    assert round_.is_synchronised
    assert records(cast, "fay", "pia", kind) == 409
    weak = {"element": an_element(cast.project).reference, "harm": "Dear."}
    assert records(cast, "fay", "pia", OBJECTION, answers=weak) == 409
    assert not round_.positions.exists()
    assert records(cast, "fay", "bo", kind) == 201, "in one's own circle nobody waits for a word"


def test_nobody_fills_in_on_what_is_grave_outside_a_sync(cast: Cast) -> None:
    round_ = a_round(circle=cast.circle, by=cast.ada, reversibility="irreversible")
    assert records(cast, "fay", "bo") == 409
    take_position(round_, NO_OBJECTION, by=cast.bo, recorded_by=cast.fay, in_sync=True)
    assert round_.positions.get().recorded_by == cast.fay


def test_in_a_sync_it_counts_and_the_person_hears_who_wrote_it_down(cast: Cast) -> None:
    begun = datetime.now(UTC) - timedelta(days=9)
    proposal = a_proposal(circle=cast.circle, by=cast.ada, named=[cast.power], cost=2_001, at=begun)
    round_ = open_round(proposal, by=cast.ada, at=begun)
    cast.project.circles.general().admit(cast.bo, by=cast.fay, roles=["facilitator"])
    for person in {asked.user for asked in round_.asked.select_related("user")}:
        take_position(round_, NO_OBJECTION, by=person, recorded_by=cast.bo, in_sync=True)
    decision = adopt(proposal, by=cast.fay, sync=a_deciding_sync(cast.project.circles.general(), datetime.now(UTC)))
    assert decision.decided_by == cast.project.circles.general()
    assert Notice.objects.to(cast.pia).get(event="position.recorded").by_name == "Bo Nguyen"
    entry = Entry.objects.filter(event="position.recorded").latest("seq")
    assert entry.actor == cast.bo.pk
    assert set(PersonalValue.objects.filter(entry=entry).values_list("name", "value")) >= {("by", "Bo Nguyen")}


def test_a_sync_held_at_once_is_not_brought_about_by_what_others_wrote_down(cast: Cast) -> None:
    proposal = a_proposal(circle=cast.circle, by=cast.ada, named=[cast.power], cost=2_001)
    round_ = open_round(proposal, by=cast.ada)
    cast.project.circles.general().admit(cast.bo, by=cast.fay, roles=["facilitator"])
    people = {asked.user for asked in round_.asked.select_related("user")}
    for person in people:
        take_position(round_, NO_OBJECTION, by=person, recorded_by=cast.bo, in_sync=True)
    at_once = a_deciding_sync(cast.project.circles.general(), datetime.now(UTC))
    with pytest.raises(Refused, match="not open long enough"):
        adopt(proposal, by=cast.fay, sync=at_once)
    for person in people:
        take_position(round_, NO_OBJECTION, by=person)
    assert adopt(proposal, by=cast.fay, sync=at_once)


def test_the_pages_name_who_wrote_it_down(cast: Cast) -> None:
    round_ = open_round(a_proposal(circle=cast.circle, by=cast.ada), by=cast.ada)
    records(cast, "fay", "bo", CONCERN, words="Six weeks of lead time.")
    assert "Bo (written down by Fay)" in at_browser(cast.bo).get(page(cast, "proposals/1/")).content.decode()
    Round.objects.filter(pk=round_.pk).update(closes_at=datetime.now(UTC) - timedelta(minutes=1))
    assert close_due(Round.objects.get())
    assert "written down by Fay Lemoine" in at_browser(cast.bo).get(page(cast, "decisions/1/")).content.decode()
