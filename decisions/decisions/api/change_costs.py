"""API of what a change costs, before people consent to it."""

from decimal import Decimal
from typing import Any

from django.http import HttpRequest
from ninja import Field, Router, Schema

from decisions.decisions.api.lookups import proposal_for
from decisions.decisions.contexts.change_costs import ChangeCost, change_cost
from foundation.accounts.decorators import asker

router = Router()


class HangingOut(Schema):
    """A thing that hangs on what changes: a clause, a test, an action."""

    key: str
    title: str


class HeldMoneyOut(Schema):
    """What a decision holds ready; `is_freed` where the proposal puts the decision out of force."""

    decision: str
    amount: Decimal
    is_freed: bool


class ChangeCostOut(Schema):
    """What hangs on what a proposal changes; lists name fifty at most, the numbers count all."""

    clauses: list[str] = Field(description="The clauses that it moves.")
    suspects: list[HangingOut] = Field(description="Clauses that come from them, to be looked at again.")
    suspect_number: int
    tests: list[HangingOut] = Field(description="Tests of them, to be run again.")
    test_number: int
    actions: list[HangingOut] = Field(description="Open actions that come from them, or from what decided them.")
    action_number: int
    money: list[HeldMoneyOut]
    frees: Decimal
    binds: Decimal


@router.get("projects/{slug}/proposals/{number}/consequences", response=ChangeCostOut)
def consequences(request: HttpRequest, slug: str, number: int) -> Any:
    """Say what a proposal changes elsewhere: clauses and tests to look at again, actions, money freed and bound."""
    proposal = proposal_for(request, slug, number)
    found = change_cost(proposal, asker(request)) or ChangeCost((), (), 0, (), 0, (), 0, (), proposal.cost)
    return {
        "clauses": found.clauses,
        "suspects": [{"key": one.key, "title": one.title} for one in found.suspects],
        "suspect_number": found.suspect_number,
        "tests": [{"key": one.key, "title": one.title} for one in found.tests],
        "test_number": found.test_number,
        "actions": [{"key": one.reference, "title": one.headline} for one in found.actions],
        "action_number": found.action_number,
        "money": [
            {"decision": one.decision.reference, "amount": one.amount, "is_freed": one.is_freed} for one in found.money
        ],
        "frees": found.frees,
        "binds": found.binds,
    }
