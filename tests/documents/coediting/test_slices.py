"""Updates are read strictly, and large ones applied in slices: the outcome is the same, and no slice takes long."""

import base64
import random
import subprocess
from typing import Any

import pytest
from pycrdt import Doc, Map, Text, merge_updates
from pycrdt import get_update as without

from documents.coediting import replica as replicas
from documents.coediting.loading import loading_sound
from documents.coediting.replica import ApplyResult, Replica, finished
from documents.richtext.nodes import read_tree
from documents.richtext.yjs.lib0 import Malformed, var_string, var_uint
from documents.richtext.yjs.slices import Pace, cut
from documents.richtext.yjs.updates import MAX_KEY_SETS, read_changes
from tests.documents.coediting.test_protocol import scribbled
from tests.documents.coediting.updates import a_text, crowded, deletions, descending, one_key
from tests.support.databases import ROOT

NODE = ["node", str(ROOT / "frontend" / "tests" / "yjs-client" / "honestupdates.mjs")]
LONGEST_S = 0.1  # of a processor for one slice, on any machine; two hundredths of it are meant


@pytest.fixture
def slices(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The seconds of each slice that is applied."""
    taken: list[float] = []
    measure = Pace.measure

    def noted(self: Pace, units: int, seconds: float) -> None:
        taken.append(seconds)
        measure(self, units, seconds)

    monkeypatch.setattr(Pace, "measure", noted)
    return taken


@pytest.fixture
def tiny_slices(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every slice be of one unit."""
    monkeypatch.setattr(Pace, "units", lambda self: 1)


def words(doc: Doc[Any]) -> str:
    return str(doc.get("text", type=Text))


@pytest.mark.parametrize("seed", [1, 2])
def test_every_update_that_yjs_writes_is_read(seed: int) -> None:
    """Its deletions are ascending and disjoint, client by client: it sorts and joins them before it writes them."""
    said = subprocess.run([*NODE, str(seed), "15"], cwd=ROOT, capture_output=True, text=True, check=True, timeout=60)
    updates = [base64.b64decode(line) for line in said.stdout.split()]
    assert len(updates) > 1000
    assert sum(len(read_changes(update).deleted) > 3 for update in updates) > 500, "many with several ranges"


@pytest.mark.parametrize("seed", range(4))
def test_every_update_that_the_library_writes_is_read(seed: int) -> None:
    rng = random.Random(seed)
    log = scribbled(rng)
    for _ in range(40):
        some = [rng.choice(log) for _ in range(rng.randrange(2, 9))]
        merged = merge_updates(*some)
        doc: Doc[Any] = Doc()
        for update in some:
            doc.apply_update(update)
        for written in (merged, without(merged, Replica(log[:20]).state_vector()), doc.get_update()):
            read_changes(written)


@pytest.mark.parametrize(
    "ranges",
    [[(4, 1), (2, 1)], [(2, 3), (4, 1)], [(2, 1), (2, 1)]],
    ids=["descending", "overlapping", "twice"],
)
def test_deletions_out_of_order_are_refused(ranges: list[tuple[int, int]]) -> None:
    with pytest.raises(Malformed):
        read_changes(deletions(ranges))
    twice = var_uint(0) + var_uint(2) + b"".join(b"\x01\x01" + var_uint(clock) + b"\x01" for clock in (4, 2))
    with pytest.raises(Malformed):
        read_changes(twice)
    assert read_changes(deletions([(2, 1), (3, 1), (8, 2)])).deletes == {1: 10}


def test_one_key_set_many_times_as_if_for_the_first_time_is_refused() -> None:
    with pytest.raises(Malformed):
        read_changes(one_key(MAX_KEY_SETS + 1))
    replica = Replica()
    assert replica.apply(one_key(MAX_KEY_SETS - 1)) is ApplyResult.NEW
    assert replica.apply(one_key(1, client=8)) is ApplyResult.NEW
    assert replica.apply(one_key(1, client=9)) is ApplyResult.REJECTED
    assert not replica.broken
    assert Replica([replica.doc.get_update()]).apply(one_key(1, client=9)) is ApplyResult.REJECTED, "loaded, too"


def test_a_key_may_be_set_as_often_as_one_likes() -> None:
    doc: Doc[Any] = Doc()
    values = doc.get("m", type=Map)
    updates: list[bytes] = []
    doc.observe(lambda event: updates.append(event.update))
    for number in range(3 * MAX_KEY_SETS):
        values["k"] = number
    replica = Replica()
    assert {replica.apply(update) for update in updates} == {ApplyResult.NEW}


@pytest.mark.usefixtures("tiny_slices")
@pytest.mark.parametrize("seed", range(6))
def test_an_update_in_slices_says_what_it_says_whole(seed: int) -> None:
    rng = random.Random(seed)
    log = scribbled(rng)
    base, rest = log[: len(log) // 3], merge_updates(*log)
    whole: Doc[Any] = Doc()
    for update in log:
        whole.apply_update(update)
    for start in ([], base):
        replica = Replica(start)
        changes = read_changes(rest)
        assert len(list(cut(rest, changes, replica.clocks, Pace()))) > 50
        assert replica.apply(rest) is ApplyResult.NEW
        assert replica.clocks == Replica([whole.get_update()]).clocks
        assert read_tree([replica.doc.get_update()]) == read_tree([whole.get_update()])
        assert str(replica.doc.get("t", type=Text)) == str(whole.get("t", type=Text))
        assert replica.apply(rest) is ApplyResult.KNOWN


def test_an_update_whose_changes_rest_on_each_other_in_a_circle_is_refused_before_it_is_applied() -> None:
    def item(client: int, other: int) -> bytes:
        return b"\x01" + var_uint(client) + b"\x00\x84" + var_uint(other) + b"\x00" + var_string("x")

    circle = var_uint(2) + item(2, 1) + item(1, 2) + b"\x00"
    changes = read_changes(circle)
    with pytest.raises(Malformed):
        list(cut(circle, changes, {}, Pace()))
    replica = Replica()
    assert replica.apply(circle) is ApplyResult.REJECTED
    assert not replica.broken


def test_no_slice_of_a_large_update_takes_long(slices: list[float]) -> None:
    replica = Replica([a_text(100_000)])
    update = deletions((2 * place, 1) for place in range(20_000))
    assert not replica.is_quick(update, read_changes(update))
    assert replica.apply(update) is ApplyResult.NEW
    assert words(replica.doc) == "x" * 80_000
    assert len(slices) > 10
    assert max(slices) < LONGEST_S


def test_an_update_that_takes_longer_than_any_honest_one_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(replicas, "MAX_APPLY_S", 0.02)
    replica = Replica()
    assert replica.apply(crowded(6000)) is ApplyResult.BROKEN


@pytest.mark.parametrize(
    ("log", "left"), [([a_text(60_000), descending(20_000)], 40_000), ([a_text(10), one_key(6000)], 10)]
)
def test_a_log_that_holds_an_attack_of_former_days_loads_in_short_slices(
    log: list[bytes], left: int, slices: list[float]
) -> None:
    replica = finished(loading_sound(log, "test"))
    assert words(replica.doc) == "x" * left
    assert max(slices) < LONGEST_S
    assert len(slices) > 10
    slices.clear()
    assert read_tree(log) == []
    assert max(slices) < LONGEST_S
    assert len(slices) > 5
