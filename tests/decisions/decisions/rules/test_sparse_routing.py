"""Who decides where little is said: of a circle, of a proposal, of money. The table: test_routing.py."""

from decimal import Decimal

from decisions.decisions.raised_routes import no_lower, pressing
from decisions.decisions.routing import Because, CircleFacts, ProposalFacts, Reason, Touch, Tree, route
from tests.decisions.decisions.rules.routes import (
    DESIGN,
    EASY,
    FINAL,
    GENERAL,
    POWER,
    PUMP,
    SEALS,
    SUPPLY,
    TREE,
    but,
    inside,
    put,
    said,
    why,
)


def test_a_circle_without_a_place_hangs_from_the_general_one_which_has_nothing_above() -> None:
    tree = but(CircleFacts(SUPPLY), CircleFacts(GENERAL, parent=PUMP))
    assert tree.path(SUPPLY) == [SUPPLY, GENERAL]
    assert tree.parent(GENERAL) == GENERAL
    assert tree.common(frozenset()) == GENERAL


def test_what_is_not_said_of_a_circle_or_a_proposal_holds_nothing_up() -> None:
    found = route(ProposalFacts(9), Tree(GENERAL, {9: CircleFacts(9)}))
    assert (said(found), why(found)) == ("Unknown in a round", "Unknown in scope")
    assert said(route(ProposalFacts(9, Decimal(10**9), FINAL), Tree(GENERAL, {9: CircleFacts(9)}))) == (
        "Unknown in a sync, each person"
    )
    assert said(route(ProposalFacts(SEALS), but(inside(SEALS, PUMP, 0, 0, EASY)))) == "Seals in a round"
    assert route(ProposalFacts(PUMP, touches=(Touch(POWER),)), TREE).reasons[0] == Reason(Because.TOUCHES, POWER)


def test_a_few_cents_need_money_too() -> None:
    empty = but(inside(POWER, DESIGN, 2_000, 0, EASY))
    assert said(route(ProposalFacts(POWER, Decimal("0.50")), empty)) == "Design in a sync"


def test_what_comes_back_from_another_circle_is_told_of_that_one() -> None:
    found = no_lower(route(put(SEALS), TREE), SUPPLY, TREE, Because.UNDOES, "D-7")
    assert (said(found), why(found)) == ("General in a sync", "Seals in scope; Supply undoes D-7")
    assert why(pressing(route(put(SEALS), TREE), Because.URGENT)) == "Seals urgent"
