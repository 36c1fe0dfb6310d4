"""Every combination of the five answers, and of what an element declares, beside the words of the rules of consent."""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from itertools import product

import pytest

from decisions.decisions.objection_tests import Acceptable, Certainty, Danger, ObjectionTests, Test, verdict

# One answer that meets each test, and those that do not; the rest of the answers is taken from the other tests.
MET: dict[Test, dict[str, object]] = {
    Test.ELEMENT: {"element": "FE-2"},
    Test.CAUSE: {"danger": Danger.FROM_PROPOSAL},
    Test.REPAIR: {"fix_days": 11},
    Test.FORESIGHT: {"certainty": Certainty.CERTAIN},
    Test.EVIDENCE: {"evidence": "Quote 2026-1187"},
}
NOT_MET: dict[Test, dict[str, object]] = {
    Test.ELEMENT: {"element": None},
    Test.CAUSE: {"danger": Danger.ALREADY_THERE},
    Test.REPAIR: {"fix_days": 10},
    Test.FORESIGHT: {"certainty": Certainty.POSSIBLE_IN_TIME},
    Test.EVIDENCE: {"evidence": " "},
}
SUBSETS = [frozenset(test for test, is_in in zip(Test, row, strict=True) if is_in) for row in product([0, 1], repeat=5)]


@pytest.mark.parametrize("met", SUBSETS, ids=lambda met: "+".join(sorted(met)) or "none")
def test_each_combination_of_the_five_tests(met: frozenset[Test]) -> None:
    given: dict[str, object] = {"harm": "The CE file stays open.", "acceptable": Acceptable(10, Decimal(12_000))}
    for test in Test:
        given |= MET[test] if test in met else NOT_MET[test]
    heard = verdict(ObjectionTests(**given))  # type: ignore[arg-type]
    assert heard.met == met
    assert heard.blocks is (len(met) == 5)


# What is declared, what it would take, and whether that is more than acceptable: 10 working days, 12,000 €.
DECLARED = {
    "days and cost": Acceptable(10, Decimal(12_000)),
    "no acceptable days": Acceptable(None, Decimal(12_000)),
    "no acceptable cost, or a project without a budget": Acceptable(10, None),
    "nothing": Acceptable(None, None),
}
DAYS = {None: False, 0: False, 10: False, 11: True}
COSTS = {None: False, Decimal(0): False, Decimal(12_000): False, Decimal("12000.01"): True}


def repairs() -> Iterator[tuple[str, int | None, Decimal | None, bool, bool]]:
    """Yield every way to answer T3, and whether the rules say that its test is met."""
    for name, days, cost, cannot in product(DECLARED, DAYS, COSTS, (False, True)):
        too_long = DAYS[days] and DECLARED[name].days is not None
        too_dear = COSTS[cost] and DECLARED[name].cost is not None
        yield name, days, cost, cannot, cannot or too_long or too_dear


def test_each_way_to_answer_the_third_question_by_what_is_declared() -> None:
    whole = ObjectionTests(
        element="FE-2", danger=Danger.FROM_PROPOSAL, certainty=Certainty.POSSIBLE_LATE, evidence="Measured on 12 May."
    )
    seen = set()
    for name, days, cost, cannot, serious in repairs():
        answers = replace(whole, fix_days=days, fix_cost=cost, cannot_be_fixed=cannot, acceptable=DECLARED[name])
        assert verdict(answers).blocks is serious, (name, days, cost, cannot)
        seen.add((name, serious))
    assert {name for name, serious in seen if serious} == set(DECLARED)  # also with nothing declared: cannot be fixed


def test_every_combination_of_all_answers_blocks_exactly_as_the_page_says() -> None:
    elements, dangers = (None, "FE-1"), (None, *Danger)
    certainties, evidences = (None, *Certainty), ("", " \n", "A quote.")
    blocking = 0
    for element, danger, certainty, evidence in product(elements, dangers, certainties, evidences):
        for name, days, cost, cannot, serious in repairs():
            answers = ObjectionTests(
                element=element,
                danger=danger,
                fix_days=days,
                fix_cost=cost,
                cannot_be_fixed=cannot,
                certainty=certainty,
                evidence=evidence,
                acceptable=DECLARED[name],
            )
            expected = (
                element is not None  # T1 chosen
                and danger == "from_proposal"  # T2 from the proposal
                and serious  # T3 above what the element declares acceptable, or cannot be fixed
                and certainty in ("certain", "possible_late")  # T4 not "in time"
                and evidence == "A quote."  # T5 given
            )
            assert verdict(answers).blocks is expected, answers
            blocking += expected
    assert blocking == sum(serious for *_rest, serious in repairs()) * 2
