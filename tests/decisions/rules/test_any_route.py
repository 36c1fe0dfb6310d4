"""What holds of the route of any proposal over any tree."""

from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from decisions.routing import (
    Because,
    CircleFacts,
    ElementFacts,
    ProposalFacts,
    ReversibilityRank,
    Silence,
    Touch,
    Tree,
    escalated,
    route,
)

SPEAKS = [Silence.PASSES, Silence.EACH_CIRCLE, Silence.EACH_PERSON]
money = st.integers(0, 5_000).map(Decimal)


usual = st.none() | money
below = st.builds(CircleFacts, st.just(0), st.just(0), usual, usual, st.sampled_from(ReversibilityRank))
up = st.sampled_from([0, 0, 0, 1, 2, 5, 20])
"""How many circles before the last one it is inside: mostly none, so that deep trees come up."""


def tree(general: Decimal | None, rows: list[tuple[CircleFacts, int]], most: Decimal | None) -> Tree:
    """Put circles, each with how far `up` the one around it is, into a tree."""
    placed = {id_: replace(circle, id=id_, parent=max(1, id_ - 1 - far)) for id_, (circle, far) in enumerate(rows, 2)}
    return Tree(1, {1: CircleFacts(1, remaining=general), **placed}, usual=most)


# Made once: to make a strategy costs as much as ten draws from it, and under load that was too slow.
trees = st.one_of(
    *(
        st.builds(tree, usual, st.lists(st.tuples(below, up), min_size=most // 3, max_size=most), usual)
        for most in (4, 12, 38)
    )
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
def test_nothing_that_touches_another_circle_stays_at_home(proposal: ProposalFacts, tree: Tree, lca: bool) -> None:
    found = route(proposal, tree, lca=lca)
    if len(found.affected) > 1:
        assert found.in_sync
        assert lca or found.decides == tree.general
        assert all(found.decides in tree.path(circle) for circle in found.affected)


@given(proposals, trees, circle_ids, st.sampled_from([Because.TOUCHES, Because.NAMED, Because.CLAIMED]), st.booleans())
def test_one_more_circle_never_brings_a_decision_closer_to_home(
    proposal: ProposalFacts, tree: Tree, other: int, code: Because, lca: bool
) -> None:
    wider = replace(proposal, touches=(*proposal.touches, Touch(other, code)))
    before, after = route(proposal, tree, lca=lca), route(wider, tree, lca=lca)
    assert after.decides in tree.path(before.decides)
    assert after.in_sync >= before.in_sync
    assert SPEAKS.index(after.silence) >= SPEAKS.index(before.silence)
    assert after.affected == before.affected | {other}


@given(proposals, trees, st.integers(1, 5_000), st.booleans())
def test_spending_more_never_brings_a_decision_closer_to_home(
    proposal: ProposalFacts, tree: Tree, more: int, lca: bool
) -> None:
    before, after = (route(replace(proposal, cost=proposal.cost + add), tree, lca=lca) for add in (0, more))
    assert after.decides in tree.path(before.decides)
    assert after.in_sync >= before.in_sync
    assert after.refused or not before.refused


@given(proposals, trees, st.booleans())
def test_what_is_harder_to_undo_never_comes_closer_to_home(proposal: ProposalFacts, tree: Tree, lca: bool) -> None:
    found = [route(replace(proposal, reversibility=it), tree, lca=lca) for it in ReversibilityRank]
    for before, after in pairwise(found):
        assert after.decides in tree.path(before.decides)
        assert after.in_sync >= before.in_sync


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
    assert set(before.reasons) <= set(after.reasons)


@given(proposals, trees)
def test_nobody_commits_more_than_the_usual_unless_it_was_given_them(proposal: ProposalFacts, tree: Tree) -> None:
    found = route(proposal, tree)
    given_more = [c for c in tree.circles.values() if c.unit_limit is not None and c.unit_limit >= proposal.cost]
    if tree.usual is not None and proposal.cost > tree.usual and not given_more:
        assert found.decides == tree.general


@given(st.integers(2, 300))
def test_a_loop_in_the_tree_still_ends_at_the_general_circle(size: int) -> None:
    loop = {id_: CircleFacts(id_, id_ + 1 if id_ < size else 2, Decimal(0)) for id_ in range(2, size + 1)}
    assert route(ProposalFacts(2, cost=Decimal(1)), Tree(1, loop)).decides == 1
