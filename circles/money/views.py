"""A circle's money: the page, and what moves it."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from circles.circles.access import in_circle
from circles.circles.models import Circle
from circles.circles.queries.tree import path_to
from circles.money import permissions
from circles.money.balances import money_of
from circles.money.budget import declare_budget
from circles.money.expenses import call_back_expense, record_expense
from circles.money.forms import AllotmentForm, BudgetForm, CallingBackForm, ExpenseForm, ReturnForm
from circles.money.models import Expense, Purse
from circles.money.receipts import with_receipts
from foundation.accounts.decorators import MemberRequest
from foundation.accounts.models import User
from foundation.web.exceptions import require
from foundation.web.pagination import CursorPage, seq_page_of


@require_safe
@in_circle
def money(request: MemberRequest, circle: Circle) -> HttpResponse:
    """Show what the circle has, and what came of it."""
    return page(request, circle)


def page(request: MemberRequest, circle: Circle, **bound: Any) -> HttpResponse:
    """Show the page, with a form that could not be taken in place of an empty one."""
    may_allot = permissions.may_allot(request.user, circle)
    found = seq_page_of(Expense.objects.of_circle(circle).for_lists(), request.GET.get("before", ""), key="pk")
    shown = money_of(circle)
    context = {
        **shown,
        "project": circle.project,
        "circle": circle,
        "path": path_to(circle),
        "expenses": CursorPage(with_receipts(found.rows, circle.project), found.next),
        "forms": forms_for(request.user, circle, may_allot=may_allot, has_inside=bool(shown["inside"])) | bound,
        "may_allot": may_allot,
    }
    return render(request, "money/money.html", context, status=422 if bound else 200)


def forms_for(user: User, circle: Circle, *, may_allot: bool, has_inside: bool) -> dict[str, Any]:
    """Return the forms of what the person may do here, None for the rest; money goes down where circles are inside."""
    is_first = may_allot and circle.is_general and circle.project.budget is None
    return {
        "expense": ExpenseForm(circle=circle) if permissions.may_spend(user, circle) else None,
        "allotment": AllotmentForm(circle=circle) if may_allot and has_inside else None,
        "giving": ReturnForm(circle=circle) if permissions.may_give_back(user, circle) else None,
        "budget": BudgetForm(circle=circle) if is_first else None,
    }


@require_POST
@in_circle
def allotments(request: MemberRequest, circle: Circle) -> HttpResponse:
    """Hand money on to a circle inside, or take it back."""
    require(permissions.may_allot(request.user, circle))
    form = AllotmentForm(request.POST, circle=circle)
    if not form.is_valid():
        return page(request, circle, allotment=form)
    purse, given = Purse(circle=circle), form.cleaned_data
    move = purse.allot if given["way"] == "down" else purse.take_back
    move(given["to"], given["amount"], by=request.user, why=given["why"])
    return redirect("circles:money", circle.project.slug, circle.key)


@require_POST
@in_circle
def returns(request: MemberRequest, circle: Circle) -> HttpResponse:
    """Give money back to the circle around."""
    require(permissions.may_give_back(request.user, circle))
    form = ReturnForm(request.POST, circle=circle)
    if not form.is_valid():
        return page(request, circle, giving=form)
    Purse(circle=circle).give_back(by=request.user, **form.cleaned_data)
    return redirect("circles:money", circle.project.slug, circle.key)


@require_POST
@in_circle
def expenses(request: MemberRequest, circle: Circle) -> HttpResponse:
    """Record an expense; it is written where its money was reserved."""
    require(permissions.may_spend(request.user, circle))
    form = ExpenseForm(request.POST, circle=circle)
    if not form.is_valid():
        return page(request, circle, expense=form)
    files = request.POST.getlist("files")
    return redirect(record_expense(circle, by=request.user, files=files, **form.expense()))


@require_POST
@in_circle
def calling_back(request: MemberRequest, circle: Circle, number: int) -> HttpResponse:
    """Call an expense back, with a reason."""
    expense = get_object_or_404(Expense.objects.of_circle(circle).for_lists(), pk=number)
    require(permissions.may_call_back(request.user, expense))
    form = CallingBackForm(request.POST)
    if not form.is_valid():
        return page(request, circle, calling={"form": form, "expense": expense})
    call_back_expense(expense, by=request.user, **form.cleaned_data)
    return redirect("circles:money", circle.project.slug, circle.key)


@require_POST
@in_circle
def budget(request: MemberRequest, circle: Circle) -> HttpResponse:
    """Say how much the project has, once: afterwards a decision changes it."""
    require(circle.is_general and permissions.may_set_budget(request.user, circle))
    form = BudgetForm(request.POST, circle=circle)
    if not form.is_valid():
        return page(request, circle, budget=form)
    declare_budget(circle.project, by=request.user, **form.cleaned_data)
    return redirect("circles:money", circle.project.slug, circle.key)
