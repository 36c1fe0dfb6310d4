"""A second position that may block, is kept, or prolongs the round does what the first one does.

Each test gives "not for me to judge" one more fact while it runs.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from daily.today.contexts.todo import reviews_due
from decisions.decision_files.exports.print_view import printed, to_print
from decisions.decisions.contexts.round_diagram import round_diagram
from decisions.decisions.models import Decision, Objection, Position, Round
from decisions.decisions.models.rounds.position_kind import PositionKind
from decisions.decisions.register.filters import RegisterFilters
from decisions.decisions.workflows.positions import take_position
from decisions.decisions.workflows.proposals import revise
from decisions.decisions.workflows.reviews import look_at_concern
from decisions.decisions.workflows.round_closing import write_due_outcomes
from foundation.audit import clock
from tests.decisions.decisions.people import Cast, operation, page
from tests.factories import a_round, an_element, valid_objection_tests
from tests.support.entry_points import at_browser, by_token

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
type Give = Callable[..., PositionKind]


@pytest.fixture
def give(monkeypatch: pytest.MonkeyPatch) -> Give:
    """Give one position more facts, until the test ends."""

    def facts(**more: Any) -> PositionKind:
        monkeypatch.setattr(PositionKind.PASS, "facts", replace(PositionKind.PASS.facts, **more))
        kept = tuple(kind for kind in PositionKind if kind.facts.is_kept)
        monkeypatch.setattr("decisions.decisions.models.rounds.position.KEPT", kept)
        return PositionKind.PASS

    return facts


def test_a_second_that_may_block_is_an_objection(cast: Cast, give: Give) -> None:
    kind, round_ = give(may_block=True), a_round(circle=cast.circle, by=cast.ada)
    take_position(round_, kind, by=cast.bo, objection_tests=valid_objection_tests(an_element(cast.project)))
    objection = Objection.objects.get()
    assert (objection.stands, objection.position.kind) == (True, kind)
    assert Round.objects.get(pk=round_.pk).integrate_by is not None
    revise(round_.proposal, by=cast.ada, text="We take another seal.")
    bo = next(one for one in Round.objects.latest("pk").participants() if one.user == cast.bo)
    assert (bo.objection_stands, bo.to_reconfirm) == (True, True)
    drawn = round_diagram(Round.objects.latest("pk"), [bo], cast.ada, clock.now(), None)
    assert [(group.kind, group.again) for group in drawn.said] == [(kind, False)]


@pytest.mark.parametrize("through", ["page", "api"])
def test_page_and_api_take_its_answers(cast: Cast, give: Give, through: str) -> None:
    kind, element = give(may_block=True), an_element(cast.project)
    a_round(circle=cast.circle, by=cast.ada)
    answers = valid_objection_tests(element) | {"element": element.pk}
    if through == "page":
        at_browser(cast.bo).post(page(cast, f"proposals/1/rounds/1/objections/?kind={kind}"), answers)
    else:
        sent = {"kind": kind.value, "answers": answers | {"element": element.reference}}
        address = operation(cast, "proposals/1/positions")
        answer = Client(headers=by_token(cast.bo)).post(address, sent, "application/json")
        assert answer.status_code == 201, answer.text
    objection = Objection.objects.get()
    assert (objection.stands, objection.position.kind) == (True, kind)


def test_a_second_that_is_kept_is_read_with_the_decision(cast: Cast, give: Give) -> None:
    kind = give(is_kept=True, words=PositionKind.CONCERN.facts.words, consents=True)
    round_ = a_round(circle=cast.circle, by=cast.ada)
    take_position(round_, kind, by=cast.bo, words="Six weeks of lead time.")
    assert "Six weeks of lead time." in at_browser(cast.ada).get(round_.proposal.get_absolute_url()).text
    Round.objects.filter(pk=round_.pk).update(closes_at=clock.now() - timedelta(minutes=1))
    write_due_outcomes(round_.proposal)

    every = Decision.objects.filter(proposal=round_.proposal)
    decision = every.get()
    said = Position.objects.get(user=cast.bo)
    assert [one.position for one in decision.concerns()] == [said]
    assert list(every.with_a_concern()) == [decision]
    noted: Any = RegisterFilters.noted(every)
    assert [one.concern_of for one in noted] == [cast.bo.name]
    assert printed(list(to_print(every)), cast.project)[0].concerns == [said]
    every.update(review_on=cast.project.day_of(clock.now()))
    (due,) = reviews_due(cast.project, cast.ada, cast.project.day_of(clock.now()))
    assert due.kept == kind
    browser, today, there = at_browser(cast.ada), f"/p/{cast.project.slug}/", decision.get_absolute_url()
    for shown in (today, f"{there}reviews/", f"{there}concerns/{said.pk}/"):
        assert f"said--{kind.facts.sign}" in browser.get(shown, follow=True).text, shown
    look_at_concern(decision, said, by=cast.bo, came_true="yes", words="It leaked.")
    assert f"said--{kind.facts.sign}" in browser.get(today, follow=True).text


@pytest.mark.parametrize("speaks", [True, False])
def test_only_what_prolongs_prolongs(cast: Cast, give: Give, speaks: bool) -> None:
    round_ = a_round(circle=cast.circle, by=cast.ada)
    take_position(round_, give(speaks=speaks), by=cast.bo)
    assert Round.objects.get(pk=round_.pk).closes_at == round_.closes_at
    take_position(round_, give(prolongs=True), by=cast.bo)
    assert Round.objects.filter(pk=round_.pk, closes_at__gt=round_.closes_at, prolonged_by=cast.bo).exists()


@pytest.mark.parametrize(
    "facts", [{"is_kept": True}, {"may_block": True, "consents": True}, {"may_block": True, "speaks": False}]
)
def test_facts_that_contradict_each_other_are_refused(facts: dict[str, Any]) -> None:
    with pytest.raises(TypeError):
        replace(PositionKind.PASS.facts, **facts)
