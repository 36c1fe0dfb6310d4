"""Whatever people do with money, in whatever order: the purses agree with the facts, and nothing is below nothing."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.db.models import Sum
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from circles.circles.models import Circle
from circles.money.balances import accounts_of, figures_of
from circles.money.expenses import call_back_expense, record_expense
from circles.money.models import Allotment, Expense, Purse, Reservation
from circles.money.rules import Account, top_ups
from circles.projects.models import Project
from decisions.decisions.models import Decision
from foundation.web.exceptions import Refused
from tests.factories import a_circle, a_person, a_project
from tests.support.rotation import takes_turns

pytestmark = [pytest.mark.django_db, takes_turns(2, "money")]
BUDGET = 1_000
# In hundredths, so that cents come up; around what there is, so that refusals do.
amounts = st.integers(1, 60_000).map(lambda cents: Decimal(cents).scaleb(-2)) | st.just(Decimal(BUDGET))
PARENTS = {"general": None, "design": "general", "seals": "design", "field": "general"}
names = st.sampled_from(sorted(PARENTS))
inner = st.sampled_from(["design", "seals", "field"])


class Money(RuleBasedStateMachine):
    """Four circles, three deep; `model` is what each should have, by the rules and nothing else."""

    def __init__(self) -> None:
        super().__init__()
        self.ada = a_person()
        self.project = a_project(self.ada, budget=BUDGET)
        self.circles: dict[str, Circle] = {"general": self.project.circles.general()}
        for name, parent in PARENTS.items():
            if parent:
                self.circles[name] = a_circle(inside=self.circles[parent], unit_limit=Decimal(BUDGET))
        self.model = {name: {"allotted": Decimal(0), "handed_on": Decimal(0), "spent": Decimal(0)} for name in PARENTS}
        self.model["general"]["allotted"] = Decimal(BUDGET)
        self.decisions: list[dict[str, Any]] = []
        self.expenses: list[dict[str, Any]] = []

    # The model ------------------------------------------------------------------------------------------------------

    def reserved(self, name: str) -> Decimal:
        return sum((one["rest"] for one in self.decisions if one["circle"] == name), Decimal(0))

    def in_hand(self, name: str) -> Decimal:
        own = self.model[name]
        return own["allotted"] - own["handed_on"] - own["spent"] - self.reserved(name)

    def move(self, child: str, amount: Decimal) -> None:
        self.model[child]["allotted"] += amount
        self.model[PARENTS[child] or ""]["handed_on"] += amount

    def way(self, name: str) -> list[str]:
        parent = PARENTS[name]
        return [name, *(self.way(parent) if parent else [])]

    def attempt(self, change: Callable[[], Any], *, possible: bool) -> bool:
        """Do it, and see that it is refused exactly when the model says so."""
        try:
            change()
        except Refused:
            assert not possible, "refused, and there was enough"
            return False
        assert possible, "went through, and there was not enough"
        return True

    def purse(self, name: str) -> Purse:
        return Purse(circle=self.circles[name])

    # What people do -------------------------------------------------------------------------------------------------

    @rule(child=inner, amount=amounts)
    def allot(self, child: str, amount: Decimal) -> None:
        parent = PARENTS[child] or ""
        change = lambda: self.purse(parent).allot(self.circles[child], amount, by=self.ada)  # noqa: E731
        if self.attempt(change, possible=amount <= self.in_hand(parent)):
            self.move(child, amount)

    @rule(child=inner, amount=amounts)
    def take_back(self, child: str, amount: Decimal) -> None:
        parent = PARENTS[child] or ""
        change = lambda: self.purse(parent).take_back(self.circles[child], amount, by=self.ada)  # noqa: E731
        if self.attempt(change, possible=amount <= self.in_hand(child)):
            self.move(child, -amount)

    @rule(child=inner)
    def give_all_back(self, child: str) -> None:
        self.purse(child).give_back(by=self.ada)
        self.move(child, -self.in_hand(child))

    @rule(name=names, cost=amounts)
    def adopt(self, name: str, cost: Decimal) -> None:
        way = self.way(name)
        number = len(self.decisions) + 1
        decision = Decision(project=self.project, circle=self.circles[name], number=number, title="x")
        enough = cost <= sum(self.in_hand(one) for one in way)
        circles = [self.circles[one] for one in way]
        if self.attempt(lambda: self.purse(name).reserve(cost, decision, way=circles, by=self.ada), possible=enough):
            missing = cost
            for one, had in [(one, self.in_hand(one)) for one in way[:-1]]:
                missing = max(Decimal(0), missing - had)
                self.move(one, missing)
            self.decisions.append({"circle": name, "thing": decision, "rest": cost, "freed": False})

    @precondition(lambda self: self.decisions)
    @rule(data=st.data())
    def supersede(self, data: st.DataObject) -> None:
        one = data.draw(st.sampled_from(self.decisions))
        Purse.free(one["thing"], by=self.ada)
        one["rest"], one["freed"] = Decimal(0), True

    @rule(name=names, amount=amounts, data=st.data())
    def spend(self, name: str, amount: Decimal, data: st.DataObject) -> None:
        mine = [one for one in self.decisions if one["circle"] == name]
        held = data.draw(st.sampled_from([None, *mine]))
        drawn = min(amount, held["rest"]) if held else Decimal(0)
        reference = held["thing"].reference if held else ""
        kept: list[Expense] = []
        change = lambda: kept.append(  # noqa: E731
            record_expense(self.circles[name], amount, "x", by=self.ada, decision=reference, beyond_reservation=True)
        )
        if self.attempt(change, possible=amount - drawn <= self.in_hand(name)):
            self.model[name]["spent"] += amount
            if held:
                held["rest"] -= drawn
            self.expenses.append({"row": kept[0], "held": held, "drawn": drawn, "circle": name})

    @precondition(lambda self: self.expenses)
    @rule(data=st.data())
    def call_back(self, data: st.DataObject) -> None:
        one = data.draw(st.sampled_from(self.expenses))
        self.expenses.remove(one)
        call_back_expense(one["row"], by=self.ada, why="x")
        self.model[one["circle"]]["spent"] -= one["row"].amount
        if one["held"] and not one["held"]["freed"]:
            one["held"]["rest"] += one["drawn"]

    # What always holds ----------------------------------------------------------------------------------------------

    @invariant()
    def the_purses_are_as_the_model_says(self) -> None:
        purses = {purse.circle_id: purse.account for purse in Purse.objects.filter(circle__project=self.project)}
        for name, circle in self.circles.items():
            own = self.model[name]
            expected = Account(own["allotted"], own["handed_on"], self.reserved(name), own["spent"])
            if circle.pk in purses:  # a circle to which nothing has happened has no row yet
                assert purses[circle.pk] == expected, name
            assert min(expected.handed_on, expected.reserved, expected.spent, expected.in_hand or 0) >= 0

    @invariant()
    def nothing_is_lost_between_circles(self) -> None:
        project = Project.objects.get(pk=self.project.pk)
        whole, accounts = figures_of(project)[self.circles["general"].pk], accounts_of(project)
        in_hands = sum(one.in_hand or 0 for one in accounts.values())
        assert whole.reserved + whole.spent + in_hands == BUDGET
        assert whole.left == in_hands

    def teardown(self) -> None:
        """In the end the purses are what the facts add up to."""
        for name, circle in self.circles.items():
            purse = Purse(circle=circle).locked()
            came = total(Allotment.objects.filter(given_to=circle))
            assert purse.allotted == (BUDGET if name == "general" else came)
            assert purse.handed_on == total(Allotment.objects.filter(given_by=circle))
            assert purse.spent == total(Expense.objects.counted().filter(circle=circle))
            assert purse.reserved == sum(one.rest for one in Reservation.objects.filter(circle=circle))


def total(rows: Any) -> Decimal:
    return rows.aggregate(total=Sum("amount"))["total"] or Decimal(0)


@pytest.mark.both_databases
def test_purses_agree_with_the_facts_in_whatever_order_money_moves() -> None:
    run_state_machine_as_test(
        Money,
        settings=settings(
            max_examples=8, stateful_step_count=20, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )


@pytest.mark.parametrize(
    ("cost", "in_hand", "handed"),
    [
        (100, [100], []),
        (100, [40, 60], [60]),
        (100, [40, 10, 900], [60, 50]),
        (100, [100, 0, 0], [0, 0]),
        (100, [0, 0, 100], [100, 100]),
        (100, [None], []),
    ],
)
def test_the_nearest_circles_top_up_first(cost: int, in_hand: list[int | None], handed: list[int]) -> None:
    known = [None if amount is None else Decimal(amount) for amount in in_hand]
    assert top_ups(Decimal(cost), known) == handed


def test_a_top_up_beyond_what_all_have_is_refused() -> None:
    with pytest.raises(ValueError, match="not enough"):
        top_ups(Decimal(100), [Decimal(40), Decimal("59.99")])
