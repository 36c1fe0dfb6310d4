"""Two at the same moment for the same money, on real threads and real commits: one has it, the other hears why not."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from circles.circles.models import Circle
from circles.money.expenses import record_expense
from circles.money.models import Expense, Purse, Reservation
from circles.projects.models import Project
from decisions.decisions.models import Decision, Round
from decisions.decisions.routing import Because
from decisions.decisions.workflows.positions import take_position
from foundation.accounts.models import User
from foundation.audit.models import Entry
from foundation.web.exceptions import Refused
from tests.decisions.decisions.examples import NO_OBJECTION
from tests.decisions.decisions.rounds.test_races import again
from tests.factories import a_circle, a_project, a_round
from tests.support.concurrency import together
from tests.support.rotation import on_a_database_in_turn

pytestmark = [pytest.mark.django_db(transaction=True), on_a_database_in_turn("budget races")]
TIMES = 4


@pytest.fixture
def project(ada: User) -> Project:
    return a_project(ada, budget=100_000)


@pytest.fixture
def circle(project: Project, ada: User, bo: User) -> Circle:
    """Hydraulics, with its last 1,000."""
    return a_circle(ada, bo, inside=project.circles.general(), money=1_000, unit_limit=Decimal(2_000))


def holds(circle: Circle, **expected: int) -> None:
    """The chain is whole, and the purse is what the facts add up to."""
    assert list(Entry.breaks_of(circle.project_id)) == []
    purse = Purse.objects.get(circle=circle)
    assert {name: getattr(purse, name) for name in expected} == expected
    assert purse.reserved == sum(one.rest for one in Reservation.objects.filter(circle=circle))
    assert purse.spent == sum(one.amount for one in Expense.objects.counted().filter(circle=circle))


def consent(round_: Round, bo: User) -> Callable[[], Any]:
    return lambda: take_position(again(round_), NO_OBJECTION, by=bo)


def test_two_adoptions_for_the_last_thousand_one_passes_and_the_other_goes_up_with_the_reason(
    project: Project, circle: Circle, ada: User, bo: User
) -> None:
    rounds = [a_round(circle=circle, by=ada, cost=1_000) for _ in range(2)]
    together(*[consent(round_, bo) for round_ in rounds])

    decision = Decision.objects.get()
    other = next(again(round_) for round_ in rounds if round_.proposal_id != decision.proposal_id)
    assert (other.outcome, other.decides, other.in_sync) == ("", project.circles.general(), True)
    reason = next(one for one in other.proposal.route().reasons if one.code is Because.OVER_BUDGET)
    assert (reason.circle, reason.limit) == (circle.pk, Decimal(0))
    told = Entry.objects.of_project(project.pk).get(event="proposal.rerouted")
    assert (told.reference, told.facts["why"]) == (other.proposal.reference, "over budget")
    holds(circle, reserved=1_000, spent=0, allotted=1_000)


def test_two_expenses_for_the_last_thousand_and_one_is_recorded(circle: Circle, ada: User, bo: User) -> None:
    def pay(by: User) -> Callable[[], Any]:
        return lambda: record_expense(Circle.objects.get(pk=circle.pk), Decimal(700), "Seals", by=by)

    results = together(pay(ada), pay(bo), pay(ada))

    assert sorted(type(result).__name__ for result in results) == ["Expense", "Refused", "Refused"]
    refused = next(str(result) for result in results if isinstance(result, Refused))
    assert "has €300 in hand; this is €700." in refused
    holds(circle, spent=700)


def test_what_is_taken_back_and_what_is_adopted_at_once_is_one_of_both(
    project: Project, circle: Circle, ada: User, bo: User
) -> None:
    for _ in range(TIMES):
        round_ = a_round(circle=circle, by=ada, cost=800)
        taken, _said = together(
            lambda: Purse(circle=project.circles.general()).take_back(circle, Decimal(800), by=ada), consent(round_, bo)
        )
        adopted = Decision.objects.filter(proposal=round_.proposal_id).first()
        assert isinstance(taken, Refused) == (adopted is not None)
        if adopted is None:
            assert again(round_).decides == project.circles.general()
            Purse(circle=project.circles.general()).allot(circle, Decimal(800), by=ada)
        else:
            Purse.free(adopted, by=ada)
    holds(circle, reserved=0, allotted=1_000)


def test_handing_on_and_spending_at_once_never_give_the_same_euro_twice(
    project: Project, circle: Circle, ada: User, bo: User
) -> None:
    seals = a_circle(inside=circle)
    results = together(
        lambda: Purse(circle=circle).allot(seals, Decimal(600), by=ada),
        lambda: record_expense(circle, Decimal(600), "Seals", by=bo),
        lambda: Purse(circle=circle).give_back(Decimal(600), by=ada),
    )
    assert sum(isinstance(result, Refused) for result in results) == 2
    assert Purse.objects.get(circle=circle).in_hand == 400
    holds(circle)


def test_two_expenses_on_one_decision_draw_it_once(circle: Circle, ada: User, bo: User) -> None:
    round_ = a_round(circle=circle, by=ada, cost=1_000)
    take_position(round_, NO_OBJECTION, by=bo)
    results = together(
        *[lambda: record_expense(circle, Decimal(600), "Seals", by=bo, decision="D-1") for _ in range(2)]
    )
    assert sorted(type(result).__name__ for result in results) == ["BeyondReservation", "Expense"]
    assert Reservation.objects.get().drawn == 600
    holds(circle, reserved=400, spent=600)
