"""The checker's verdict: what is missing, there twice, or nobody's, is found, and nothing else is."""

import shlex
import subprocess
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import islice, pairwise
from pathlib import Path
from random import Random
from typing import Any
from uuid import uuid4

import pytest
from pycrdt import Doc, Text, merge_updates

from tests.torture.crashes import FAILPOINTS
from tests.torture.database import TEXT, Replay, StoredUpdate
from tests.torture.faults import KINDS, KINDS_OF_PRODUCTION
from tests.torture.frames import FrameCutter, is_message, message_of
from tests.torture.history import History, MarkChange
from tests.torture.plan import faults, operations
from tests.torture.planting import PATCHES, ROOT, RUN, SHOWS, told_of
from tests.torture.verdict import Findings, Floors, judge_equality, judge_places, judge_text, shortfalls
from tests.torture.warm_start import AS_IN_PRODUCTION

pytestmark = pytest.mark.every_commit

A, B = "[c00:000001]", "[c01:000002]"


def judged(text: str, *, with_held: bool = False, **changes: list[MarkChange]) -> Findings:
    findings = Findings()
    marks = {"a": A, "b": B}
    judge_text(findings, "here", text, {marks[name]: steps for name, steps in changes.items()}, with_held=with_held)
    return findings


def test_what_was_acknowledged_is_there() -> None:
    saved = [MarkChange(1, is_present=True, is_acknowledged=True)]
    assert judged(A, a=saved).are_none
    assert judged("", a=saved).lost


def test_what_was_not_acknowledged_may_be_there_or_not() -> None:
    typed = [MarkChange(1, is_present=True)]
    assert judged(A, a=typed).are_none
    assert judged("", a=typed).are_none


def test_what_its_client_still_holds_is_there_at_the_end() -> None:
    assert judged("", with_held=True, a=[MarkChange(1, is_present=True)]).lost
    assert judged("", with_held=True, a=[MarkChange(1, is_present=True, is_held=False)]).are_none


@pytest.mark.parametrize(("text", "is_right"), [("", True), (A, False)])
def test_a_deletion_that_was_acknowledged_stays(text: str, is_right: bool) -> None:
    steps = [MarkChange(1, is_present=True), MarkChange(2, is_present=False, is_acknowledged=True)]
    assert judged(text, a=steps).are_none is is_right


def test_a_deletion_may_be_undone() -> None:
    saved = [MarkChange(op, is_present=op != 2, is_acknowledged=True) for op in (1, 2, 3)]
    assert judged(A, a=saved).are_none
    assert judged("", a=saved).lost


def test_what_is_there_twice_or_nobodys_is_found() -> None:
    steps = [MarkChange(1, is_present=True)]
    assert judged(A + A, a=steps).duplicated
    assert judged(A + B, a=steps).unexpected
    assert judged(A + "x", a=steps).unexpected


def test_another_order_is_another_text() -> None:
    findings = Findings()
    judge_equality(findings, "here", {"log": A + B, "ada": A + B, "bo": B + A})
    assert findings.diverged == ["here: bo has the same marks in another order"]


def test_what_is_acknowledged_at_another_place_than_it_stands_is_found() -> None:
    findings = Findings()
    judge_places(findings, "here", {("x", 3), ("y", 9)}, {"x": 3})
    assert findings.are_none, "what has no row of its own came in a larger change"
    judge_places(findings, "here", {("x", 3), ("x", 4)}, {"x": 3})
    assert findings.duplicated == ["here: x was acknowledged at 4, and stands at 3"]


def test_what_another_node_writes_by_its_name_later_may_be_acknowledged_where_it_was_first() -> None:
    doc: Doc[Any] = Doc()
    text, rows = doc.get("text", type=Text), []
    for letter in "abc":
        before = doc.get_state()
        text += letter
        rows.append(doc.get_update(before))
    log = [rows[0], merge_updates(*rows[1:]), rows[1]]
    findings = Findings()
    judge_places(findings, "here", {("x", 2)}, {"x": 3}, log)
    assert findings.are_none
    judge_places(findings, "here", {("x", 1)}, {"x": 3}, log)
    assert findings.duplicated == ["here: x was acknowledged at 1, and stands at 3"]


def test_a_run_below_its_floors_is_void(tmp_path: Path) -> None:
    history = History(tmp_path / "history.jsonl")
    history.acknowledged = 500
    history.fault("cut", in_flight=1)
    floors = Floors(acknowledged=500, of_each_fault=1, faults=1)
    assert shortfalls(history, ["cut"], floors) == []
    assert shortfalls(history, ["cut"], replace(floors, acknowledged=501)) == [
        "500 operations acknowledged, 501 needed"
    ]
    assert shortfalls(history, ["cut", "delay"], floors) == ["0 × delay, 1 needed"]
    assert shortfalls(history, ["cut"], replace(floors, of_each_fault=2)) == ["1 × cut, 2 needed"]
    assert shortfalls(history, ["cut"], replace(floors, faults=2)) == ["1 faults, 2 needed"]
    history.fault("cut", in_flight=0)
    assert shortfalls(history, ["cut"], floors) == ["1 of 2 faults met an operation in flight"]
    history.close()


def test_a_long_run_has_three_hundred_faults_and_twenty_of_each_kind() -> None:
    assert Floors.of(100_000) == Floors(acknowledged=100_000, of_each_fault=20, faults=300)
    assert Floors.of(1) == Floors(acknowledged=500, of_each_fault=1, faults=1)


@pytest.mark.parametrize("kinds", [KINDS, KINDS_OF_PRODUCTION])
def test_a_seed_gives_the_same_plan_again_with_every_kind_of_fault(kinds: tuple[str, ...]) -> None:
    once, again, other = (list(islice(faults(Random(seed), 12, kinds), len(kinds))) for seed in (7, 7, 8))
    assert once == again != other
    assert {fault.kind for fault in once} == set(kinds)
    serial = list(islice(faults(Random(7), 12, kinds, serial=FAILPOINTS), len(kinds) - len(FAILPOINTS) + 2))
    assert Counter(kind for fault in serial for kind in (fault.kind, *fault.follow)) == Counter(kinds)
    typed, anew, others = (list(islice(operations(Random(seed), [3, 1]), 1000)) for seed in (7, 7, 8))
    assert typed == anew != others


def log_rows(*words: str) -> list[StoredUpdate]:
    doc: Doc[Text] = Doc()
    text, rows = doc.get(TEXT, type=Text), []
    for seq, word in enumerate(words, start=1):
        before = doc.get_state()
        text += word
        rows.append(StoredUpdate(seq, f"name {seq}", doc.get_update(before)))
    return rows


def test_a_row_that_brings_nothing_is_found() -> None:
    first, second = log_rows(A, B)
    replay = Replay()
    again = StoredUpdate(2, "again", first.update)
    replay.follow([first, again])
    replay.follow([first, again, second._replace(place=3)])
    assert str(replay.text) == A + B
    assert replay.idle == [2]


def test_a_known_deletion_is_no_fault_only_beside_something_new_of_the_same_moment() -> None:
    doc: Doc[Text] = Doc()
    text = doc.get(TEXT, type=Text)
    text += A
    typed, before = doc.get_update(), doc.get_state()
    del text[0]
    deleted = doc.get_update(before)
    before = doc.get_state()
    text += B
    more = doc.get_update(before)
    user, (early, late) = uuid4(), (datetime(2026, 11, 29, hour, tzinfo=UTC) for hour in (9, 10))
    rows = [StoredUpdate(1, "", typed, user, early), StoredUpdate(2, "", deleted, user, early)]
    offline = [
        StoredUpdate(3, "", deleted, user, late),
        StoredUpdate(4, "", more, user, late + timedelta(seconds=0.05)),
    ]
    replay = Replay()
    replay.follow(rows + offline)
    assert replay.idle == []
    for again in (
        [offline[0]],
        [offline[0], offline[1]._replace(user=uuid4())],
        [offline[0]._replace(update=typed), offline[1]],
    ):
        replay.follow(rows + again)
        assert replay.idle == [3]


def test_a_row_that_is_another_than_before_is_read_again() -> None:
    first, second = log_rows(A, B)
    replay = Replay()
    replay.follow([first, second])
    replay.follow([first])
    assert str(replay.text) == A


@pytest.mark.parametrize("size", [0, 125, 126, 70_000])
@pytest.mark.parametrize("key", [b"", b"mask"])
def test_frames_are_cut_where_they_end_however_they_come(size: int, key: bytes) -> None:
    length = bytes([size]) if size < 126 else b"\x7e" + size.to_bytes(2) if size < 2**16 else b"\x7f" + size.to_bytes(8)
    frame = bytes([0x82, length[0] | 0x80 * bool(key)]) + length[1:] + key + bytes(size)
    said = b"GET / HTTP/1.1\r\n\r\n" + frame + frame
    for step in (1 if size < 1000 else 7001, len(said)):
        cutter = FrameCutter()
        pieces = [piece for at in range(0, len(said), step) for piece in cutter.cut(said[at : at + step])]
        assert pieces[1:] == [frame, frame]
        assert not cutter.rest()
    assert is_message(frame)
    assert key or message_of(frame) == bytes(size)


PLANTED = sorted(path.stem for path in PATCHES.glob("*.patch"))


@pytest.mark.parametrize("bug", PLANTED)
def test_a_planted_bug_fits_the_code_as_it_is(bug: str) -> None:
    command = ["patch", "--strip=1", "--dry-run", "--force", f"--input={PATCHES / bug}.patch"]
    assert subprocess.run(command, cwd=ROOT, check=False, capture_output=True).returncode == 0
    arguments = shlex.split(told_of(bug, RUN))
    kinds = [kind for option, kind in pairwise(arguments) if option == "--only"]
    assert kinds
    assert set(kinds) <= {*KINDS_OF_PRODUCTION, *KINDS}
    assert set(told_of(bug, SHOWS).split()) <= set(Findings().kinds())


def test_there_are_fourteen_planted_bugs() -> None:
    assert len(PLANTED) >= 14


def test_warm_servers_run_what_production_runs() -> None:
    program = (ROOT / "script" / "production").read_text().replace("\\\n", " ")
    usual = next(line for line in program.splitlines() if line.strip().startswith("websockets="))
    program = program.replace('"$websockets"', usual.partition("=")[2])
    options = [option for option in AS_IN_PRODUCTION if option not in ("--host", "127.0.0.1")]
    executed = next(line for line in program.splitlines() if "-m uvicorn" in line).split()
    assert [word for word in executed if word in options] == options
    assert {word for word in executed if word.startswith("--")} == {*filter(is_option, AS_IN_PRODUCTION), "--port"}


def is_option(word: str) -> bool:
    return word.startswith("--")
