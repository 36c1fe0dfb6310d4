"""A round waits for the facilitator's right to lift what nobody answers, and goes on by itself once nothing stands."""

import pytest

from decisions.decisions.models import Proposal, Round
from decisions.decisions.workflows.objections import lift
from decisions.decisions.workflows.positions import take_position
from decisions.decisions.workflows.round_closing import write_due_outcomes
from tests.decisions.decisions.examples import MONDAY, NO_OBJECTION, decision_of
from tests.decisions.decisions.objections.test_lifting import (
    HOUR,
    THURSDAY,
    TUESDAY,
    WEDNESDAY,
    WHY,
    current_round,
    objected,
)
from tests.decisions.decisions.people import Cast

pytestmark = pytest.mark.django_db


@pytest.mark.both_databases
def test_an_easy_round_waits_until_the_facilitator_had_a_day_to_lift(cast: Cast) -> None:
    objection = objected(cast, reversibility="easy")
    proposal = objection.proposal
    assert current_round(proposal).closes_at == TUESDAY + 2 * HOUR  # bo had until Monday, 16:00
    write_due_outcomes(proposal, at=MONDAY + 2 * HOUR)
    assert proposal.rounds.get(number=2).outcome == ""
    take_position(current_round(proposal), NO_OBJECTION, by=cast.fay, at=MONDAY)
    lift(objection, by=cast.fay, because=WHY, at=TUESDAY + HOUR)
    write_due_outcomes(proposal, at=WEDNESDAY + HOUR)  # the objector's day to reopen it is over
    assert decision_of(proposal)


def test_an_easy_round_fails_when_nobody_has_used_that_day(cast: Cast) -> None:
    objection = objected(cast, reversibility="easy")
    write_due_outcomes(objection.proposal, at=TUESDAY + 2 * HOUR)
    assert objection.proposal.rounds.get(number=2).outcome == Round.Outcome.FAILED


def test_it_waits_for_no_facilitator_where_none_may_lift(cast: Cast) -> None:
    cast.circle.memberships.get(user=cast.fay).leave_role("facilitator", by=cast.fay)
    assert current_round(objected(cast, reversibility="easy").proposal).closes_at == MONDAY + 2 * HOUR


@pytest.mark.parametrize("who", ["fay", "bo"])
def test_lifted_after_its_round_failed_it_goes_on_by_itself(cast: Cast, who: str) -> None:
    objection = objected(cast, reversibility="easy")
    proposal = objection.proposal
    write_due_outcomes(proposal, at=TUESDAY + 2 * HOUR)
    assert Proposal.objects.get().stage == "integrating"
    lift(objection, by=cast[who], because=WHY, at=TUESDAY + 3 * HOUR)
    third = current_round(proposal)
    assert (third.number, third.opened_by, third.integrate_by) == (3, None, None)
    assert Proposal.objects.get().stage != "integrating"
    assert third.positions.filter(user=cast.bo, kind=NO_OBJECTION).exists() is (who == "bo")
    take_position(third, NO_OBJECTION, by=cast.fay, at=TUESDAY + 4 * HOUR)
    write_due_outcomes(proposal, at=THURSDAY + 4 * HOUR)
    assert decision_of(proposal)
