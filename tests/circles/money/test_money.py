"""Each circle has its own money: handed on, reserved, spent, given back, and never more than there is."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from circles.circles.models import Circle
from circles.money.balances import figures_of
from circles.money.budget import declare_budget
from circles.money.expenses import call_back_expense, record_expense
from circles.money.models import Allotment, Expense, Purse, Reservation
from circles.money.rules import Account
from circles.projects.models import Project
from circles.restructuring.changes import Budget, to_json
from decisions.decisions.models import Decision
from decisions.decisions.workflows.positions import take_position
from foundation.accounts.models import User
from foundation.audit.models import Entry
from foundation.inbox.models import Notice
from foundation.web.exceptions import Refused
from tests.factories import a_circle, a_person, a_project, a_round
from tests.support.replayed_factories import replayed

pytestmark = pytest.mark.django_db


@pytest.fixture
def circle(project: Project, ada: User, bo: User) -> Circle:
    """Hydraulics with 5,000 of its own, of which it commits 4,000 alone."""
    return a_circle(
        ada, bo, inside=project.circles.general(), name="Hydraulics", money=5_000, unit_limit=Decimal(4_000)
    )


def purse_of(circle: Circle) -> Purse:
    return Purse(circle=circle).locked()


@replayed
def adopted(circle: Circle, ada: User, bo: User, **terms: Any) -> Decision:
    """Have ada's proposal adopted by her circle."""
    round_ = a_round(circle=circle, by=ada, **terms)
    take_position(round_, "no_objection", by=bo)
    return Decision.objects.get(proposal=round_.proposal)


def holds(circle: Circle, *, handed_on: int = 0, reserved: int = 0, spent: int = 0, in_hand: int) -> None:
    """Say what a circle's purse has come to."""
    purse = purse_of(circle)
    assert purse.account == Account(
        Decimal(handed_on + reserved + spent + in_hand), *map(Decimal, (handed_on, reserved, spent))
    )


@pytest.mark.both_databases
def test_a_circle_hands_on_no_more_than_it_has(project: Project, circle: Circle, ada: User) -> None:
    holds(project.circles.general(), handed_on=5_000, in_hand=5_000)
    seals = a_circle(inside=circle)
    Purse(circle=circle).allot(seals, Decimal(5_000), by=ada, why="for the seals")
    with pytest.raises(Refused, match="has €0 in hand"):
        Purse(circle=circle).allot(seals, Decimal("0.01"), by=ada)
    holds(circle, handed_on=5_000, in_hand=0)
    holds(seals, in_hand=5_000)
    assert figures_of(project)[circle.pk].left == 5_000


def test_the_pilot_hears_of_money_that_comes_and_goes(project: Project, circle: Circle, ada: User, bo: User) -> None:
    seals = a_circle(inside=circle, name="Seals")
    seals.admit(bo, by=ada, roles=["pilot"])
    Notice.objects.all().delete()
    Purse(circle=circle).allot(seals, Decimal(200), by=ada)
    Purse(circle=circle).take_back(seals, Decimal(50), by=ada)
    assert [(one.user, one.event) for one in Notice.objects.order_by("pk")] == [
        (bo, "money.allotted"),
        (bo, "money.returned"),
    ]


def test_money_goes_only_to_circles_right_inside(project: Project, circle: Circle, ada: User) -> None:
    seals = a_circle(inside=circle)
    with pytest.raises(Refused, match="right inside"):
        Purse(circle=project.circles.general()).allot(seals, Decimal(1), by=ada)
    with pytest.raises(Refused, match="more than nothing"):
        Purse(circle=circle).allot(seals, Decimal(-1), by=ada)


def test_a_circle_gives_back_what_is_left_but_not_what_is_bound(
    project: Project, circle: Circle, ada: User, bo: User
) -> None:
    adopted(circle, ada, bo, cost=1_500)
    with pytest.raises(Refused, match="has €3,500 in hand"):
        Purse(circle=project.circles.general()).take_back(circle, Decimal("3500.01"), by=ada)
    Purse(circle=project.circles.general()).take_back(circle, Decimal(500), by=ada, why="the fair was dropped")
    Purse(circle=circle).give_back(by=ada)
    holds(circle, reserved=1_500, in_hand=0)
    holds(project.circles.general(), handed_on=1_500, in_hand=8_500)
    assert [row.amount for row in Allotment.objects.filter(given_to=circle)] == [-3_000, -500, 5_000]
    assert Purse(circle=circle).give_back(by=ada) is None


def test_an_adopted_decision_reserves_its_cost_and_an_expense_draws_it(circle: Circle, ada: User, bo: User) -> None:
    decision = adopted(circle, ada, bo, cost=Decimal("1500.50"))
    assert Reservation.objects.get().reference == decision.reference == "D-1"
    expense = record_expense(circle, Decimal("1200.25"), "Seals", by=bo, decision="D-1")
    assert (expense.drawn, expense.paid_by, expense.spent_on) == (
        Decimal("1200.25"),
        bo,
        circle.project.day_of(timezone.now()),
    )
    purse = purse_of(circle)
    assert (purse.reserved, purse.spent, purse.in_hand) == (Decimal("300.25"), Decimal("1200.25"), Decimal("3499.50"))


def test_an_expense_beyond_what_is_reserved_takes_the_rest_from_what_is_in_hand(
    circle: Circle, ada: User, bo: User
) -> None:
    adopted(circle, ada, bo, cost=1_000)
    record_expense(circle, Decimal(1_100), "Seals", by=bo, decision="D-1", beyond_reservation=True)
    holds(circle, spent=1_100, in_hand=3_900)
    with pytest.raises(Refused, match="has €3,900 in hand"):
        record_expense(circle, Decimal(3_901), "Bench", by=bo)
    with pytest.raises(Refused, match="D-7 has reserved nothing"):
        record_expense(circle, Decimal(1), "Bench", by=bo, decision="D-7")


def test_an_expense_stays_within_the_limit_of_its_circle(circle: Circle, ada: User, bo: User) -> None:
    with pytest.raises(Refused, match="name the decision"):
        record_expense(circle, Decimal(4_001), "Bench", by=bo)
    record_expense(circle, Decimal(4_000), "Bench", by=bo)


def test_an_expense_of_a_future_day_is_refused(circle: Circle, bo: User) -> None:
    tomorrow = circle.project.day_of(timezone.now()) + timedelta(days=2)
    with pytest.raises(Refused, match="still to come"):
        record_expense(circle, Decimal(1), "Seals", by=bo, on=tomorrow)


def test_the_money_of_a_called_back_expense_is_where_it_was(circle: Circle, ada: User, bo: User) -> None:
    adopted(circle, ada, bo, cost=1_000)
    expense = record_expense(circle, Decimal(1_200), "Seals", by=bo, decision="D-1", beyond_reservation=True)
    call_back_expense(expense, by=bo, why="paid twice")
    holds(circle, reserved=1_000, in_hand=4_000)
    with pytest.raises(Refused, match="already"):
        call_back_expense(expense, by=bo, why="again")
    assert not Expense.objects.counted().exists()


def test_superseding_frees_the_rest_and_leaves_what_was_spent(circle: Circle, ada: User, bo: User) -> None:
    first = adopted(circle, ada, bo, cost=4_000)
    expense = record_expense(circle, Decimal(1_000), "Seals", by=bo, decision="D-1")
    # 1,000 are in hand and 3,000 come free: the second decision may have both
    adopted(circle, ada, bo, cost=4_000, replaces=first)
    holds(circle, reserved=4_000, spent=1_000, in_hand=0)
    call_back_expense(expense, by=bo, why="the shop took them back")
    holds(circle, reserved=4_000, in_hand=1_000)


def test_money_that_a_circle_lacks_is_decided_and_topped_up_from_above(
    project: Project, circle: Circle, ada: User, bo: User
) -> None:
    seals = a_circle(bo, inside=circle, name="Seals", money=300, unit_limit=Decimal(4_000))
    round_ = a_round(circle=seals, by=bo, cost=1_000)
    assert (round_.decides, round_.in_sync) == (circle, True)
    decision = Decision(project=project, circle=seals, number=9, title="Seals")
    Purse(circle=seals).reserve(Decimal(1_000), decision, way=[seals, circle, project.circles.general()], by=ada)
    holds(seals, reserved=1_000, in_hand=0)
    holds(circle, handed_on=1_000, in_hand=4_000)
    top_up = Allotment.objects.first()
    assert top_up is not None
    assert (top_up.amount, top_up.decision) == (Decimal(700), "D-9")


def test_a_cost_beyond_what_all_circles_on_the_way_have_is_refused(project: Project, circle: Circle, ada: User) -> None:
    decision = Decision(project=project, circle=circle, number=9, title="A house")
    with pytest.raises(Refused, match="Hydraulics and the circles around it have €10,000 left"):
        Purse(circle=circle).reserve(Decimal("10000.01"), decision, way=[circle, project.circles.general()], by=ada)
    assert not Reservation.objects.exists()


def test_a_circle_without_money_decides_only_what_costs_nothing(project: Project, ada: User, bo: User) -> None:
    poor = a_circle(ada, bo, inside=project.circles.general(), unit_limit=Decimal(2_000))
    assert a_round(circle=poor, by=ada, cost=0).decides == poor
    assert a_round(circle=poor, by=ada, cost=1).decides == project.circles.general()


def test_an_open_round_follows_the_money_of_its_circle(project: Project, circle: Circle, ada: User, bo: User) -> None:
    round_ = a_round(circle=circle, by=ada, cost=3_000)
    assert round_.decides == circle
    Purse(circle=project.circles.general()).take_back(circle, Decimal(3_000), by=ada)
    round_.refresh_from_db()
    assert (round_.decides, round_.in_sync) == (project.circles.general(), True)
    Purse(circle=project.circles.general()).allot(circle, Decimal(3_000), by=ada)
    round_.refresh_from_db()
    assert (round_.decides, round_.in_sync) == (circle, False)


def test_only_a_decision_changes_a_budget_that_stands(project: Project, circle: Circle, ada: User, bo: User) -> None:
    project.circles.general().admit(bo, by=ada)
    wide = adopted(
        project.circles.general(), ada, bo
    )  # a decision in force of the general circle, that says something else
    with pytest.raises(Refused, match="propose it"):
        declare_budget(project, Decimal(20_000), by=ada)
    with pytest.raises(Refused, match="by a decision"):
        Budget(project.circles.general(), Decimal(20_000)).apply(by=ada)
    assert Project.objects.get(pk=project.pk).budget == 10_000

    raising = adopted(
        project.circles.general(), ada, bo, carries_out=[to_json(Budget(project.circles.general(), Decimal(20_000)))]
    )
    holds(project.circles.general(), handed_on=5_000, in_hand=15_000)
    told = Entry.objects.filter(event="budget.set").order_by("-pk")[0]
    assert told.facts["decision"] == raising.reference != wide.reference


def test_a_budget_below_what_is_bound_is_refused(project: Project, circle: Circle, ada: User) -> None:
    with pytest.raises(Refused, match="€5,000 of it"):
        Budget(project.circles.general(), Decimal("4999.99")).apply(by=ada, decision="D-1")


def test_a_budget_declared_late_allots_to_each_circle_what_it_has_bound(ada: User, bo: User) -> None:
    project = a_project(ada, budget=None)
    circle = a_circle(ada, bo, inside=project.circles.general(), unit_limit=Decimal(5_000))
    adopted(circle, ada, bo, cost=1_000)
    with pytest.raises(Refused, match="no budget yet"):
        Purse(circle=project.circles.general()).allot(circle, Decimal(1), by=ada)
    record_expense(circle, Decimal(250), "Seals", by=bo)
    assert purse_of(circle).in_hand is None
    with pytest.raises(Refused, match="€1,250 of it"):
        declare_budget(project, Decimal(1_249), by=ada)
    declare_budget(project, Decimal(3_000), by=ada)
    holds(Circle.objects.get(pk=circle.pk), reserved=1_000, spent=250, in_hand=0)
    holds(Circle.objects.get(pk=project.circles.general().pk), handed_on=1_250, in_hand=1_750)


def test_the_database_refuses_a_purse_that_gives_more_than_it_has(circle: Circle) -> None:
    def broken(change: Callable[[Purse], None]) -> None:
        purse = purse_of(circle)
        change(purse)
        with pytest.raises(IntegrityError), transaction.atomic():
            purse.save()

    broken(lambda purse: setattr(purse, "spent", Decimal("5000.01")))
    broken(lambda purse: setattr(purse, "reserved", Decimal("-0.01")))
    broken(lambda purse: setattr(purse, "allotted", Decimal(-1)))


def test_amounts_are_exact_where_floats_are_not(circle: Circle, bo: User) -> None:
    for _ in range(3):
        record_expense(circle, Decimal("0.10"), "Stamp", by=bo)
    purse = purse_of(circle)
    assert purse.spent == Decimal("0.30")
    purse.allotted = Decimal("0.30")
    purse.save()
    with pytest.raises(ValueError, match="more than two places"):
        Purse(circle=circle, spent=Decimal("0.001")).save()


def test_each_movement_of_money_is_in_the_record(project: Project, circle: Circle, ada: User, bo: User) -> None:
    expense = record_expense(circle, Decimal(10), "Stamps", by=bo, paid_by=a_person("Rose Diallo"))
    call_back_expense(expense, by=bo, why="twice")
    Purse(circle=circle).give_back(Decimal(1), by=bo)
    told = set(Entry.objects.of_project(project.pk).values_list("event", flat=True))
    assert {"money.allotted", "money.returned", "expense.recorded", "expense.reversed"} <= told
    assert list(Entry.breaks_of(project.pk)) == []
