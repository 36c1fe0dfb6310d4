"""The checker's verdict: what is missing, there twice, or nobody's, is found, and nothing else is."""

from itertools import islice
from pathlib import Path
from random import Random

import pytest

from torture.faults import KINDS
from torture.history import Change, History
from torture.plan import Fault, steps
from torture.verdict import Findings, judge_equality, judge_text, shortfalls

A, B = "[c00:000001]", "[c01:000002]"


def judged(text: str, *, with_held: bool = False, **changes: list[Change]) -> Findings:
    findings = Findings()
    marks = {"a": A, "b": B}
    judge_text(findings, "here", text, {marks[name]: steps for name, steps in changes.items()}, with_held=with_held)
    return findings


def test_what_was_acknowledged_is_there() -> None:
    saved = [Change(1, is_present=True, is_acknowledged=True)]
    assert judged(A, a=saved).are_none
    assert judged("", a=saved).lost


def test_what_was_not_acknowledged_may_be_there_or_not() -> None:
    typed = [Change(1, is_present=True)]
    assert judged(A, a=typed).are_none
    assert judged("", a=typed).are_none


def test_what_its_client_still_holds_is_there_at_the_end() -> None:
    assert judged("", with_held=True, a=[Change(1, is_present=True)]).lost
    assert judged("", with_held=True, a=[Change(1, is_present=True, is_held=False)]).are_none


@pytest.mark.parametrize(("text", "is_right"), [("", True), (A, False)])
def test_a_deletion_that_was_acknowledged_stays(text: str, is_right: bool) -> None:
    steps = [Change(1, is_present=True), Change(2, is_present=False, is_acknowledged=True)]
    assert judged(text, a=steps).are_none is is_right


def test_a_deletion_may_be_undone() -> None:
    saved = [Change(op, is_present=op != 2, is_acknowledged=True) for op in (1, 2, 3)]
    assert judged(A, a=saved).are_none
    assert judged("", a=saved).lost


def test_what_is_there_twice_or_nobodys_is_found() -> None:
    steps = [Change(1, is_present=True)]
    assert judged(A + A, a=steps).duplicated
    assert judged(A + B, a=steps).unexpected
    assert judged(A + "x", a=steps).unexpected


def test_another_order_is_another_text() -> None:
    findings = Findings()
    judge_equality(findings, "here", {"log": A + B, "ada": A + B, "bo": B + A})
    assert findings.diverged == ["here: bo has the same marks in another order"]


def test_a_run_below_its_floors_is_void(tmp_path: Path) -> None:
    history = History(tmp_path / "history.jsonl")
    history.acknowledged = 500
    history.fault("cut", in_flight=1)
    assert shortfalls(history, ["cut"], 0) == []
    assert shortfalls(history, ["cut"], 501) == ["500 operations acknowledged, 501 needed"]
    assert shortfalls(history, ["cut", "delay"], 0) == ["0 × delay, 1 needed"]
    history.fault("cut", in_flight=0)
    assert shortfalls(history, ["cut"], 0) == ["1 of 2 faults met an operation in flight"]
    assert "1 × cut, 2 needed" not in shortfalls(history, ["cut"], 10_000)
    assert "2 × cut, 3 needed" in shortfalls(history, ["cut"], 15_000)
    history.close()


def test_a_seed_gives_the_same_plan_again_with_every_kind_of_fault() -> None:
    plans = [list(islice(steps(Random(7), 12, KINDS), 5000)) for _ in range(2)]
    assert plans[0] == plans[1]
    assert {step.kind for step in plans[0] if isinstance(step, Fault)} == set(KINDS)
    assert plans[0] != list(islice(steps(Random(8), 12, KINDS), 5000))
