"""What one objection weighs: the five tests, row by row of the rules of consent."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from decisions.decisions.objection_tests import Acceptable, Certainty, Danger, ObjectionTests, Test, verdict

VALID = ObjectionTests(
    element="FE-2",
    harm="The CE file stays open.",
    danger=Danger.FROM_PROPOSAL,
    fix_days=40,
    fix_cost=Decimal(4600),
    certainty=Certainty.CERTAIN,
    evidence="Quote 2026-1187",
    acceptable=Acceptable(10, Decimal(12_000)),
)


def test_five_argued_answers_block() -> None:
    heard = verdict(VALID)
    assert heard.blocks
    assert heard.met == set(Test)
    assert (heard.too_long, heard.too_dear) == (True, False)


@pytest.mark.parametrize(
    ("change", "lost"),
    [
        ({"element": None}, Test.ELEMENT),
        ({"danger": Danger.ALREADY_THERE}, Test.CAUSE),
        ({"danger": None}, Test.CAUSE),
        ({"fix_days": 10}, Test.REPAIR),  # acceptable is still acceptable at its limit
        ({"fix_days": None, "fix_cost": None}, Test.REPAIR),
        ({"certainty": Certainty.POSSIBLE_IN_TIME}, Test.FORESIGHT),
        ({"certainty": None}, Test.FORESIGHT),
        ({"evidence": "  "}, Test.EVIDENCE),
    ],
)
def test_one_answer_short_makes_it_a_concern(change: dict[str, object], lost: Test) -> None:
    heard = verdict(replace(VALID, **change))  # type: ignore[arg-type]
    assert not heard.blocks
    assert set(Test) - heard.met == {lost}


@pytest.mark.parametrize(
    "change",
    [
        {"certainty": Certainty.POSSIBLE_LATE},
        {"fix_days": 0, "cannot_be_fixed": True},
        {"fix_days": 0, "fix_cost": Decimal(12_001)},
        {"fix_days": 11, "fix_cost": None},
    ],
)
def test_other_ways_to_be_serious_block_too(change: dict[str, object]) -> None:
    assert verdict(replace(VALID, **change)).blocks  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("acceptable", "days", "cost", "blocks"),
    [
        (Acceptable(None, Decimal(100)), 400, 50, False),  # undeclared days cannot be exceeded
        (Acceptable(None, Decimal(100)), 0, 101, True),
        (Acceptable(10, None), 5, 10**9, False),  # a project without a budget has no acceptable cost
        (Acceptable(10, None), 11, 0, True),
        (Acceptable(None, None), 400, 10**9, False),
        (Acceptable(0, Decimal(0)), 1, 0, True),
    ],
)
def test_an_undeclared_half_is_skipped(acceptable: Acceptable, days: int, cost: int, blocks: bool) -> None:
    answers = replace(VALID, acceptable=acceptable, fix_days=days, fix_cost=Decimal(cost))
    assert verdict(answers).blocks is blocks


def test_with_nothing_declared_only_what_cannot_be_fixed_blocks() -> None:
    assert verdict(replace(VALID, acceptable=Acceptable(None, None), cannot_be_fixed=True)).blocks


def test_a_quoted_decision_in_force_needs_no_tests() -> None:
    heard = verdict(ObjectionTests(against_decision=12, quote="We buy from Solenne."))
    assert heard.blocks
    assert heard.untested


def test_what_is_left_out_is_not_answered() -> None:
    assert verdict(ObjectionTests()).met == frozenset()
    assert verdict(ObjectionTests(fix_days=400, fix_cost=Decimal(10**9))).met == frozenset()  # and nothing is declared
    assert not verdict(ObjectionTests(against_decision=12)).blocks
    assert not verdict(ObjectionTests(quote="We buy from Solenne.")).blocks


def test_a_quoted_decision_says_nothing_of_the_tests() -> None:
    heard = verdict(ObjectionTests(against_decision=12, quote="We buy from Solenne."))
    assert (heard.met, heard.too_long, heard.too_dear) == (frozenset(), False, False)


@pytest.mark.parametrize("against", [None, 12])
@pytest.mark.parametrize("quote", ["", " \n", "We buy from Solenne."])
@pytest.mark.parametrize(
    "answers", [ObjectionTests(), VALID, replace(VALID, evidence=""), replace(VALID, element=None)]
)
def test_it_needs_no_tests_only_with_both_the_decision_and_its_words(
    answers: ObjectionTests, against: int | None, quote: str
) -> None:
    heard = verdict(replace(answers, against_decision=against, quote=quote))
    is_quoted = against is not None and bool(quote.strip())
    assert heard.untested is is_quoted
    assert heard.blocks is (is_quoted or answers == VALID)


amounts = st.none() | st.integers(0, 200)
answers_given = st.builds(
    ObjectionTests,
    element=st.none() | st.just("FE-1"),
    danger=st.none() | st.sampled_from(Danger),
    fix_days=amounts,
    fix_cost=amounts.map(lambda n: None if n is None else Decimal(n)),
    cannot_be_fixed=st.booleans(),
    certainty=st.none() | st.sampled_from(Certainty),
    evidence=st.sampled_from(["", "a quote"]),
    acceptable=st.builds(Acceptable, amounts, amounts.map(lambda n: None if n is None else Decimal(n))),
)


@given(answers_given)
def test_it_blocks_exactly_when_all_five_are_met(answers: ObjectionTests) -> None:
    heard = verdict(answers)
    assert heard.blocks == (heard.met == set(Test))
    assert not heard.blocks or (answers.element and answers.evidence)


@given(answers_given, st.integers(1, 50))
def test_a_worse_harm_never_unblocks(answers: ObjectionTests, more: int) -> None:
    worse = replace(answers, fix_days=(answers.fix_days or 0) + more)
    assert not verdict(answers).blocks or verdict(worse).blocks
