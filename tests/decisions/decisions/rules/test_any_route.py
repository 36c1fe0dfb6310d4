"""What holds of the route of any proposal over any tree."""

from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from decisions.decisions.raised_routes import escalated, pulled
from decisions.decisions.routing import (
    Because,
    CircleFacts,
    ElementFacts,
    ProposalFacts,
    ReversibilityRank,
    RouteKind,
    Silence,
    Touch,
    Tree,
    route,
)

WAYS = [RouteKind.OWN_SCOPE, RouteKind.SYNCHRONISED, RouteKind.TOGETHER]
SPEAKS = [Silence.PASSES, Silence.EACH_CIRCLE, Silence.EACH_PERSON]
money = st.integers(0, 5_000).map(Decimal)


usual = st.none() | money
share = st.none() | st.none() | st.integers(0, 100)
below = st.builds(CircleFacts, st.just(0), st.just(0), usual, usual, share, st.sampled_from(ReversibilityRank))
up = st.sampled_from([0, 0, 0, 1, 2, 5, 20])
"""How many circles before the last one it is inside: mostly none, so that deep trees come up."""


def tree(general: Decimal | None, rows: list[tuple[CircleFacts, int]]) -> Tree:
    """Put circles, each with how far `up` the one around it is, into a tree."""
    placed = {id_: replace(circle, id=id_, parent=max(1, id_ - 1 - far)) for id_, (circle, far) in enumerate(rows, 2)}
    return Tree(1, {1: CircleFacts(1, remaining=general), **placed})


# Made once: to make a strategy costs as much as ten draws from it, and under load that was too slow.
trees = st.one_of(
    *(st.builds(tree, usual, st.lists(st.tuples(below, up), min_size=most // 3, max_size=most)) for most in (4, 12, 38))
)
circle_ids = st.integers(1, 60)  # some of them unknown to the tree
proposals = st.builds(
    ProposalFacts,
    circle=circle_ids,
    cost=money,
    reversibility=st.sampled_from(ReversibilityRank),
    touches=st.lists(st.builds(Touch, circle_ids, st.just(Because.TOUCHES), st.just("X")), max_size=3).map(tuple),
    elements=st.lists(st.builds(ElementFacts, st.just("FE-1"), circle_ids), max_size=2).map(tuple),
    changes_elements=st.booleans(),
)


@given(proposals, trees, st.booleans())
def test_every_proposal_has_one_route_with_a_reason(proposal: ProposalFacts, tree: Tree, lca: bool) -> None:
    found = route(proposal, tree, lca=lca)
    assert found.decides in tree.path(proposal.circle)
    assert found.reasons
    assert found == route(proposal, tree, lca=lca)


@given(proposals, trees, st.booleans())
def test_the_same_rule_written_a_second_time_says_the_same(proposal: ProposalFacts, tree: Tree, lca: bool) -> None:
    found = route(proposal, tree, lca=lca)
    assert (found.kind, found.decides, found.affected, found.asks_members) == plainly(proposal, tree, lca=lca)


def plainly(proposal: ProposalFacts, tree: Tree, *, lca: bool) -> tuple[RouteKind, int, frozenset[int], bool]:
    """Route a proposal as PRODUCT 3.2 tells it, step by step and with nothing of `routing.py` but its data: the way,
    who decides, who is affected, whether all members of the circle that decides are asked.
    """
    everyone = {proposal.circle, *(touch.circle for touch in proposal.touches)}
    is_grave = proposal.reversibility == 3 or proposal.changes_elements or proposal.elements != ()
    if lowest(proposal.circle, proposal, tree) == proposal.circle and not is_grave:
        kind = RouteKind.OWN_SCOPE if len(everyone) == 1 else RouteKind.SYNCHRONISED
        return kind, proposal.circle, frozenset(everyone), True
    start = proposal.circle
    if len(everyone) > 1:
        around_all = [one for one in way_up(start, tree) if all(one in way_up(other, tree) for other in everyone)]
        start = around_all[0] if lca else 1
    decides = lowest(start, proposal, tree)
    return RouteKind.TOGETHER, decides, frozenset(everyone), is_grave or everyone == {decides}


def way_up(circle: int, tree: Tree) -> list[int]:
    known = tree.circles.get(circle)
    return [1] if circle == 1 else [circle, *way_up((known and known.parent) or 1, tree)]


def lowest(start: int, proposal: ProposalFacts, tree: Tree) -> int:
    way = way_up(start, tree)
    forbidden = [place for place, circle in enumerate(way) if circle != 1 and not may(circle, proposal, tree)]
    return way[forbidden[-1] + 1] if forbidden else start


def may(circle: int, proposal: ProposalFacts, tree: Tree) -> bool:
    nothing = None if tree.circles[1].remaining is None else Decimal(0)
    known = tree.circles.get(circle, CircleFacts(circle, remaining=nothing))
    way = way_up(proposal.circle, tree)
    hands = [tree.circles[one].remaining if one in tree.circles else nothing for one in way[: way.index(circle) + 1]]
    in_reach = None if None in hands else sum(one for one in hands if one is not None)
    limits = [known.unit_limit]
    if known.limit_share is not None and known.remaining is not None:
        limits.append(max(known.remaining, Decimal(0)) * known.limit_share / 100)
    return (
        (proposal.cost == 0 or in_reach is None or in_reach >= proposal.cost)
        and all(limit is None or proposal.cost <= limit for limit in limits)
        and proposal.reversibility <= known.max_reversibility
        and all(circle in way_up(element.holder, tree) for element in proposal.elements)
        and not proposal.changes_elements
    )


@given(proposals, trees, st.booleans())
def test_nobody_outside_is_touched_without_a_voice(proposal: ProposalFacts, tree: Tree, lca: bool) -> None:
    found = route(proposal, tree, lca=lca)
    if len(found.affected) == 1:
        return
    assert found.silence is not Silence.PASSES
    assert found.taken_at is not None
    assert all(found.taken_at in tree.path(circle) for circle in found.affected)
    assert found.kind is not RouteKind.OWN_SCOPE
    if found.kind is RouteKind.SYNCHRONISED:
        assert (found.decides, found.grave, found.taken_at) == (proposal.circle, False, tree.general)


@given(proposals, trees, circle_ids, st.sampled_from([Because.TOUCHES, Because.NAMED, Because.CLAIMED]), st.booleans())
def test_one_more_circle_never_brings_a_decision_closer_to_home(
    proposal: ProposalFacts, tree: Tree, other: int, code: Because, lca: bool
) -> None:
    wider = replace(proposal, touches=(*proposal.touches, Touch(other, code)))
    before, after = route(proposal, tree, lca=lca), route(wider, tree, lca=lca)
    assert after.decides in tree.path(before.decides)
    assert WAYS.index(after.kind) >= WAYS.index(before.kind)
    assert SPEAKS.index(after.silence) >= SPEAKS.index(before.silence)
    assert after.affected == before.affected | {other}


@given(proposals, trees, st.integers(1, 5_000), st.booleans())
def test_spending_more_never_brings_a_decision_closer_to_home(
    proposal: ProposalFacts, tree: Tree, more: int, lca: bool
) -> None:
    before, after = (route(replace(proposal, cost=proposal.cost + add), tree, lca=lca) for add in (0, more))
    assert after.decides in tree.path(before.decides)
    assert WAYS.index(after.kind) >= WAYS.index(before.kind)
    assert after.refused or not before.refused


@given(proposals, trees, st.booleans())
def test_what_is_harder_to_undo_never_comes_closer_to_home(proposal: ProposalFacts, tree: Tree, lca: bool) -> None:
    found = [route(replace(proposal, reversibility=it), tree, lca=lca) for it in ReversibilityRank]
    for before, after in pairwise(found):
        assert after.decides in tree.path(before.decides)
        assert WAYS.index(after.kind) >= WAYS.index(before.kind)


@given(proposals, trees, circle_ids, st.booleans())
def test_one_more_element_never_brings_a_decision_closer_to_home(
    proposal: ProposalFacts, tree: Tree, holder: int, lca: bool
) -> None:
    graver = replace(proposal, elements=(*proposal.elements, ElementFacts("FE-9", holder)))
    assert route(graver, tree, lca=lca).decides in tree.path(route(proposal, tree, lca=lca).decides)


@given(proposals, trees, circle_ids)
def test_what_failed_is_decided_no_lower_than_before(proposal: ProposalFacts, tree: Tree, to: int) -> None:
    before = route(proposal, tree)
    after = escalated(before, to, tree)
    assert after.decides in tree.path(before.decides)
    assert after.decides in tree.path(to)
    assert {one for one in before.reasons if one.code is not Because.SYNCHRONISED} <= set(after.reasons)


@given(proposals, trees, circle_ids)
def test_what_is_pulled_is_decided_in_that_sync_or_higher(proposal: ProposalFacts, tree: Tree, to: int) -> None:
    before = route(proposal, tree)
    after = pulled(before, to, tree)
    assert after.in_sync
    assert after.decides in tree.path(before.decides)
    assert after.decides in tree.path(to)
    assert after.affected == before.affected


@given(proposals, trees)
def test_a_limit_binds_the_circles_inside_as_well(proposal: ProposalFacts, tree: Tree) -> None:
    found = route(proposal, tree)
    passed = tree.path(proposal.circle)[tree.path(proposal.circle).index(found.decides) :]
    for circle in passed[:-1]:
        limit = tree.facts(circle).limit
        assert limit is None or proposal.cost <= limit


@given(st.integers(2, 300))
def test_a_loop_in_the_tree_still_ends_at_the_general_circle(size: int) -> None:
    loop = {id_: CircleFacts(id_, id_ + 1 if id_ < size else 2, Decimal(0)) for id_ in range(2, size + 1)}
    assert route(ProposalFacts(2, cost=Decimal(1)), Tree(1, loop)).decides == 1
