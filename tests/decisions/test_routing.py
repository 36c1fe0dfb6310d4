"""Who decides, row by row of PRODUCT 3.2."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from decisions.routing import (
    Because,
    Circle,
    Element,
    Proposal,
    Reason,
    Reversibility,
    Silence,
    Touch,
    Tree,
    route,
)

GENERAL, DESIGN, HYDRAULICS, POWER, SUPPLY = 1, 2, 3, 4, 5
TREE = Tree(
    GENERAL,
    {
        GENERAL: Circle(GENERAL, None, None, Decimal(100_000)),
        DESIGN: Circle(DESIGN, GENERAL, Decimal(10_000), Decimal(40_000), Reversibility.COSTLY),
        HYDRAULICS: Circle(HYDRAULICS, DESIGN, Decimal(2_000), Decimal(9_000), Reversibility.COSTLY),
        POWER: Circle(POWER, DESIGN, Decimal(2_000), Decimal(1_500), Reversibility.EASY),
        SUPPLY: Circle(SUPPLY, GENERAL, Decimal(2_000), None),
    },
)
EASY = Proposal(HYDRAULICS)
PWR_OUT = Touch(POWER, Because.TOUCHES, "PWR-OUT")


def codes(proposal: Proposal, *, lca: bool = False) -> list[Because]:
    return [reason.code for reason in route(proposal, TREE, lca=lca).reasons]


def test_a_circle_decides_alone_inside_its_scope() -> None:
    found = route(EASY, TREE)
    assert (found.decides, found.in_sync, found.silence) == (HYDRAULICS, False, Silence.PASSES)
    assert found.reasons == (Reason(Because.IN_SCOPE, HYDRAULICS),)


@pytest.mark.parametrize("code", [Because.TOUCHES, Because.NAMED, Because.CLAIMED])
def test_another_circle_affected_takes_it_to_the_general_sync(code: Because) -> None:
    found = route(replace(EASY, touches=(Touch(POWER, code, "PWR-OUT"),)), TREE)
    assert (found.decides, found.in_sync, found.silence) == (GENERAL, True, Silence.EACH_CIRCLE)
    assert found.affected == {HYDRAULICS, POWER}
    assert found.reasons == (Reason(code, POWER, "PWR-OUT"), Reason(Because.SEVERAL_CIRCLES, GENERAL))


def test_touching_ones_own_domain_affects_nobody_else() -> None:
    assert route(replace(EASY, touches=(Touch(HYDRAULICS, Because.TOUCHES, "HYD-IN"),)), TREE).decides == HYDRAULICS


def test_with_lca_the_nearest_common_circle_decides_and_the_general_one_is_told() -> None:
    found = route(replace(EASY, touches=(PWR_OUT,)), TREE, lca=True)
    assert (found.decides, found.in_sync, found.shown_at) == (DESIGN, True, GENERAL)


def test_with_lca_an_ancestor_that_is_affected_decides_itself() -> None:
    assert route(replace(EASY, touches=(Touch(DESIGN, Because.NAMED),)), TREE, lca=True).decides == DESIGN


def test_with_lca_distant_circles_still_meet_at_the_general_one() -> None:
    found = route(replace(EASY, touches=(Touch(SUPPLY, Because.NAMED),)), TREE, lca=True)
    assert (found.decides, found.shown_at) == (GENERAL, None)


def test_naming_a_sister_does_not_get_round_the_limit_of_the_common_circle() -> None:
    dear = replace(EASY, touches=(PWR_OUT,), cost=Decimal(10_001))
    assert route(dear, TREE, lca=True).decides == GENERAL


@pytest.mark.parametrize(
    ("cost", "decides", "reasons"),
    [
        (2_000, HYDRAULICS, [Because.IN_SCOPE]),
        (2_001, DESIGN, [Because.OVER_LIMIT]),
        (9_001, DESIGN, [Because.OVER_LIMIT, Because.OVER_BUDGET]),
        (10_001, GENERAL, [Because.OVER_LIMIT, Because.OVER_BUDGET, Because.OVER_LIMIT]),
    ],
)
def test_money_climbs_until_a_circle_may(cost: int, decides: int, reasons: list[Because]) -> None:
    proposal = replace(EASY, cost=Decimal(cost))
    assert route(proposal, TREE).decides == decides
    assert codes(proposal) == reasons


@pytest.mark.parametrize("terms", [{"cost": Decimal(2_001)}, {"reversibility": Reversibility.IRREVERSIBLE}])
def test_a_circle_opened_inside_another_gives_nobody_wider_limits(terms: dict[str, Any]) -> None:
    narrow = Circle(2, 1, Decimal(2_000), max_reversibility=Reversibility.COSTLY)
    wide = Tree(1, {1: Circle(1), 2: narrow, 3: Circle(3, 2), 4: Circle(4, 3)})
    found = route(Proposal(4, **terms), wide)
    assert found.decides == 1
    assert [reason.circle for reason in found.reasons] == [2]
    assert route(Proposal(4, cost=Decimal(2_000)), wide).decides == 4


def test_a_circle_without_a_limit_of_its_own_has_the_usual_one() -> None:
    tree = Tree(1, {1: Circle(1), 2: Circle(2, 1), 3: Circle(3, 1, Decimal(500))}, usual=Decimal(200))
    assert [route(Proposal(2, cost=Decimal(cost)), tree).decides for cost in (200, 201)] == [2, 1]
    assert route(Proposal(2, cost=Decimal(201)), tree).reasons == (Reason(Because.OVER_LIMIT, 2, limit=Decimal(200)),)
    assert route(Proposal(3, cost=Decimal(500)), tree).decides == 3
    assert route(Proposal(9, cost=Decimal(201)), tree).decides == 1  # not even one that the tree does not know


def test_an_empty_purse_climbs_though_the_limit_would_allow_it() -> None:
    found = route(Proposal(POWER, cost=Decimal(1_600)), TREE)
    assert (found.decides, found.in_sync) == (DESIGN, True)
    assert found.reasons == (Reason(Because.OVER_BUDGET, POWER, limit=Decimal(1_500)),)


def test_the_circles_above_top_up_what_is_missing_and_no_more() -> None:
    circles = {
        1: Circle(1, remaining=Decimal(50)),
        2: Circle(2, 1, remaining=Decimal(30)),
        3: Circle(3, 2, remaining=Decimal(20)),
    }
    tree = Tree(1, circles)
    decided = {cost: route(Proposal(3, cost=Decimal(cost)), tree) for cost in (20, 21, 50, 51, 100, 101)}
    assert {cost: found.decides for cost, found in decided.items()} == {20: 3, 21: 2, 50: 2, 51: 1, 100: 1, 101: 1}
    assert decided[51].reasons == (
        Reason(Because.OVER_BUDGET, 3, limit=Decimal(20)),
        Reason(Because.OVER_BUDGET, 2, limit=Decimal(50)),
    )
    assert [cost for cost, found in decided.items() if found.refused] == [101]
    assert decided[101].refused == Reason(Because.OVER_PROJECT, 1, limit=Decimal(100))


def test_money_of_its_own_is_enough_wherever_it_is_decided() -> None:
    """What a circle was allotted counts, though the circles above have handed everything on."""
    circles = {
        1: Circle(1, remaining=Decimal(0)),
        2: Circle(2, 1, Decimal(10), Decimal(0)),
        3: Circle(3, 2, Decimal(10), Decimal(90)),
    }
    found = route(Proposal(3, cost=Decimal(80)), Tree(1, circles))
    assert (found.decides, found.refused) == (1, None)
    assert {reason.code for reason in found.reasons} == {Because.OVER_LIMIT}


def test_what_costs_nothing_needs_no_money_even_overdrawn() -> None:
    tree = Tree(GENERAL, {**TREE.circles, POWER: replace(TREE.circles[POWER], remaining=Decimal(-5))})
    assert route(Proposal(POWER), tree).decides == POWER


@pytest.mark.parametrize(
    ("circle", "reversibility", "decides"),
    [
        (HYDRAULICS, Reversibility.COSTLY, HYDRAULICS),
        (POWER, Reversibility.COSTLY, DESIGN),
        (HYDRAULICS, Reversibility.IRREVERSIBLE, GENERAL),
        (SUPPLY, Reversibility.IRREVERSIBLE, SUPPLY),
    ],
)
def test_what_is_too_final_climbs(circle: int, reversibility: Reversibility, decides: int) -> None:
    assert route(Proposal(circle, reversibility=reversibility), TREE).decides == decides


def test_the_irreversible_is_decided_in_a_sync_and_each_person_speaks() -> None:
    found = route(Proposal(SUPPLY, reversibility=Reversibility.IRREVERSIBLE), TREE)
    assert (found.in_sync, found.grave, found.silence) == (True, True, Silence.EACH_PERSON)


@pytest.mark.parametrize(
    ("holder", "decides"),
    [(GENERAL, GENERAL), (DESIGN, DESIGN), (HYDRAULICS, HYDRAULICS), (POWER, DESIGN), (SUPPLY, GENERAL)],
)
def test_a_declared_element_is_decided_where_it_is_held(holder: int, decides: int) -> None:
    found = route(replace(EASY, elements=(Element("FE-2", holder),)), TREE)
    assert (found.decides, found.in_sync, found.silence) == (decides, True, Silence.EACH_PERSON)


def test_the_elements_themselves_are_changed_by_the_general_circle_only() -> None:
    found = route(replace(EASY, changes_elements=True), TREE)
    assert (found.decides, found.silence) == (GENERAL, Silence.EACH_PERSON)
    assert found.reasons[0] == Reason(Because.CHANGES_ELEMENT, HYDRAULICS)


def test_the_general_circle_has_no_limit_but_the_budget() -> None:
    tree = Tree(
        GENERAL, {**TREE.circles, GENERAL: Circle(GENERAL, None, Decimal(1), Decimal(100_000), Reversibility.EASY)}
    )
    proposal = Proposal(GENERAL, cost=Decimal(100_000), reversibility=Reversibility.COSTLY)
    assert (route(proposal, tree).decides, route(proposal, tree).refused) == (GENERAL, None)
    refused = route(replace(proposal, cost=Decimal(100_001)), tree).refused
    assert refused == Reason(Because.OVER_PROJECT, GENERAL, limit=Decimal(100_000))


def test_a_project_without_a_budget_refuses_nothing() -> None:
    assert route(Proposal(1, cost=Decimal(10**9)), Tree(1, {1: Circle(1)})).refused is None


def test_all_reasons_are_said_together() -> None:
    found = codes(replace(EASY, touches=(PWR_OUT,), cost=Decimal(3_200)))
    assert found == [Because.TOUCHES, Because.OVER_LIMIT, Because.SEVERAL_CIRCLES]


# --- Any tree, any proposal -------------------------------------------------------------------------------------------

money = st.integers(0, 5_000).map(Decimal)


@st.composite
def trees(draw: st.DrawFn) -> Tree:
    circles = {1: Circle(1, remaining=draw(st.none() | money))}
    for id_ in range(2, draw(st.integers(2, 40))):
        # Mostly the one before, so that deep trees come up.
        parent = draw(st.sampled_from([id_ - 1, id_ - 1, draw(st.integers(1, id_ - 1))]))
        limits = draw(st.tuples(st.none() | money, st.none() | money, st.sampled_from(Reversibility)))
        circles[id_] = Circle(id_, parent, *limits)
    return Tree(1, circles, usual=draw(st.none() | money))


circle_ids = st.integers(1, 60)  # some of them unknown to the tree
proposals = st.builds(
    Proposal,
    circle=circle_ids,
    cost=money,
    reversibility=st.sampled_from(Reversibility),
    touches=st.lists(st.builds(Touch, circle_ids, st.just(Because.TOUCHES), st.just("X")), max_size=3).map(tuple),
    elements=st.lists(st.builds(Element, st.just("FE-1"), circle_ids), max_size=2).map(tuple),
    changes_elements=st.booleans(),
)


@given(proposals, trees(), st.booleans())
def test_every_proposal_has_one_route_with_a_reason(proposal: Proposal, tree: Tree, lca: bool) -> None:
    found = route(proposal, tree, lca=lca)
    assert found.decides in tree.path(proposal.circle)
    assert found.reasons
    assert found == route(proposal, tree, lca=lca)


@given(proposals, trees(), st.booleans())
def test_nothing_that_touches_another_circle_stays_at_home(proposal: Proposal, tree: Tree, lca: bool) -> None:
    found = route(proposal, tree, lca=lca)
    if len(found.affected) > 1:
        assert found.in_sync
        assert lca or found.decides == tree.general
        assert all(found.decides in tree.path(circle) for circle in found.affected)


@given(proposals, trees(), circle_ids)
def test_a_claim_never_brings_a_decision_closer_to_home(proposal: Proposal, tree: Tree, claimant: int) -> None:
    claimed = replace(proposal, touches=(*proposal.touches, Touch(claimant, Because.CLAIMED)))
    before, after = route(proposal, tree), route(claimed, tree)
    assert after.decides in tree.path(before.decides)
    assert after.in_sync or not before.in_sync


@given(proposals, trees(), st.integers(1, 5_000))
def test_spending_more_never_brings_a_decision_closer_to_home(proposal: Proposal, tree: Tree, more: int) -> None:
    dearer = replace(proposal, cost=proposal.cost + more)
    assert route(dearer, tree).decides in tree.path(route(proposal, tree).decides)


@given(proposals, trees())
def test_nobody_commits_more_than_the_usual_unless_it_was_given_them(proposal: Proposal, tree: Tree) -> None:
    found = route(proposal, tree)
    given_more = [c for c in tree.circles.values() if c.unit_limit is not None and c.unit_limit >= proposal.cost]
    if tree.usual is not None and proposal.cost > tree.usual and not given_more:
        assert found.decides == tree.general


@given(st.integers(2, 300))
def test_a_loop_in_the_tree_still_ends_at_the_general_circle(size: int) -> None:
    loop = {id_: Circle(id_, id_ + 1 if id_ < size else 2, Decimal(0)) for id_ in range(2, size + 1)}
    assert route(Proposal(2, cost=Decimal(1)), Tree(1, loop)).decides == 1
