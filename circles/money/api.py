"""API of a circle's money: the same verbs and rights as the pages."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Field, Router, Schema, Status

from circles.circles.access import circle_for
from circles.circles.models import Circle
from circles.money import permissions
from circles.money.balances import money_of
from circles.money.budget import declare_budget
from circles.money.expenses import call_back_expense, record_expense
from circles.money.forms import is_receipt
from circles.money.models import Expense, Purse
from circles.projects.access import project_for
from foundation.accounts.decorators import asker
from foundation.web.api_bodies import Body
from foundation.web.exceptions import require
from foundation.web.pagination import seq_page_of
from foundation.web.schema_types import checked

router = Router()

Positive = Annotated[Decimal, Field(gt=0, max_digits=14, decimal_places=2)]


class AllotmentIn(Body):
    """Money for a circle inside, by key; below zero it comes back."""

    to: str
    amount: Decimal = Field(max_digits=14, decimal_places=2)
    why: str = Field("", max_length=300)


class ReturnIn(Body):
    """Money for the circle around."""

    amount: Positive
    why: str = Field("", max_length=300)


class ExpenseIn(Body):
    """What was paid. `decision` (D-12) is the one it draws on, `paid_by` a person of the project (default: me).

    More than the decision has left is refused (409, `code` beyond_reservation) unless `beyond_reservation` says that it
    is meant.
    """

    amount: Positive
    what: str = Field(min_length=1, max_length=200)
    on: date | None = None
    decision: str = Field("", max_length=20)
    paid_by: UUID | None = None
    beyond_reservation: bool = False
    receipt: Annotated[str, Field(max_length=400), checked(lambda words: is_receipt(words) if words else None)] = ""


class CallingBackIn(Body):
    """Why an expense is called back."""

    why: str = Field(min_length=1, max_length=300)


class BudgetIn(Body):
    """How much the project has."""

    budget: Decimal = Field(ge=0, max_digits=14, decimal_places=2)


class FiguresOut(Schema):
    """What a circle and all inside it have come to; null where the project has no budget."""

    allotted: Decimal | None
    reserved: Decimal
    spent: Decimal
    left: Decimal | None


class ReservationOut(Schema):
    """What a decision holds ready."""

    reference: str
    title: str
    amount: Decimal
    drawn: Decimal
    rest: Decimal


class FlowOut(Schema):
    """Money that came (above zero) or went, and the other circle by key."""

    circle: str
    amount: Decimal
    why: str
    decision: str
    at: datetime


class MoneyOut(Schema):
    """A circle's money: with all inside it, and of its own."""

    circle: str
    figures: FiguresOut
    handed_on: Decimal
    in_hand: Decimal | None
    reservations: list[ReservationOut]
    allotments: list[FlowOut]


class ExpenseOut(Schema):
    """An expense; `drawn` of it came from what the decision had reserved."""

    id: int
    amount: Decimal
    drawn: Decimal
    spent_on: date
    what: str
    decision: str
    paid_by: UUID
    recorded_by: UUID
    receipt: str
    called_back_at: datetime | None
    called_back_because: str

    @staticmethod
    def resolve_decision(expense: Expense) -> str:
        """Return the reference of the decision."""
        return expense.reservation.reference if expense.reservation else ""

    @staticmethod
    def resolve_paid_by(expense: Expense) -> Any:
        """Return who paid, by id."""
        return expense.paid_by_id

    @staticmethod
    def resolve_recorded_by(expense: Expense) -> Any:
        """Return who recorded it, by id."""
        return expense.recorded_by_id


class ExpensesOut(Schema):
    """Expenses, newest first, and the cursor of the next page."""

    rows: list[ExpenseOut]
    before: str


def money_out(circle: Circle) -> dict[str, Any]:
    """Put a circle's money in the words of the API."""
    shown = money_of(circle)
    flows = [
        {
            "circle": flow.other.key,
            "amount": flow.amount,
            "why": flow.allotment.why,
            "decision": flow.allotment.decision,
            "at": flow.allotment.at,
        }
        for flow in shown["flows"]
    ]
    account = shown["account"]
    return {
        "circle": circle.key,
        "figures": shown["figures"],
        "handed_on": account.handed_on,
        "in_hand": account.in_hand,
        "reservations": shown["reservations"],
        "allotments": flows,
    }


@router.get("projects/{slug}/circles/{key}/money", response=MoneyOut)
def money(request: HttpRequest, slug: str, key: str) -> Any:
    """Read what a circle has, and what came of it."""
    return money_out(circle_for(request, slug, key))


@router.post("projects/{slug}/circles/{key}/allotments", response={201: FlowOut})
def allot(request: HttpRequest, slug: str, key: str, body: AllotmentIn) -> Any:
    """Hand money on to a circle inside, or take it back."""
    circle = circle_for(request, slug, key)
    require(permissions.may_allot(asker(request), circle))
    inside = circle_for(request, slug, body.to)
    move = Purse(circle=circle).take_back if body.amount < 0 else Purse(circle=circle).allot
    made = move(inside, abs(body.amount), by=asker(request), why=body.why)
    returned = {"circle": inside.key, "amount": -made.amount, "why": made.why, "decision": "", "at": made.at}
    return Status(201, returned)


@router.post("projects/{slug}/circles/{key}/returns", response={204: None})
def give_back(request: HttpRequest, slug: str, key: str, body: ReturnIn) -> Any:
    """Give money back to the circle around."""
    circle = circle_for(request, slug, key)
    require(permissions.may_give_back(asker(request), circle))
    Purse(circle=circle).give_back(by=asker(request), **body.dict())
    return Status(204, None)


@router.get("projects/{slug}/circles/{key}/expenses", response=ExpensesOut)
def expenses(request: HttpRequest, slug: str, key: str, before: str = "") -> Any:
    """List a circle's expenses, newest first."""
    found = Expense.objects.of_circle(circle_for(request, slug, key)).for_lists()
    page = seq_page_of(found, before, key="pk")
    return {"rows": page.rows, "before": page.next}


@router.post("projects/{slug}/circles/{key}/expenses", response={201: ExpenseOut})
def record(request: HttpRequest, slug: str, key: str, body: ExpenseIn) -> Any:
    """Record what a circle has paid."""
    circle = circle_for(request, slug, key)
    require(permissions.may_spend(asker(request), circle))
    given = body.dict()
    if body.paid_by:
        given["paid_by"] = get_object_or_404(circle.project.people(), pk=body.paid_by)
    return Status(201, record_expense(circle, by=asker(request), **given))


@router.post("projects/{slug}/circles/{key}/expenses/{number}/calling-back", response={204: None})
def call_back(request: HttpRequest, slug: str, key: str, number: int, body: CallingBackIn) -> Any:
    """Call an expense back: its money is where it was."""
    circle = circle_for(request, slug, key)
    expense = get_object_or_404(Expense.objects.of_circle(circle).for_lists(), pk=number)
    require(permissions.may_call_back(asker(request), expense))
    call_back_expense(expense, by=asker(request), why=body.why)
    return Status(204, None)


@router.put("projects/{slug}/budget", response=MoneyOut)
def budget(request: HttpRequest, slug: str, body: BudgetIn) -> Any:
    """Say how much the project has, once: afterwards a decision changes it (see the change `budget`)."""
    project = project_for(request, slug)
    require(permissions.may_set_budget(asker(request), project.circles.general()))
    declare_budget(project, by=asker(request), **body.dict())
    return money_out(circle_for(request, slug, project.circles.general().key))
