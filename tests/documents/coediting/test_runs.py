"""A run of small edits is handled as one, and everything is as if each had been handled by itself."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pycrdt import Doc, Text

from documents.coediting.models import Quarantine, Update
from documents.coediting.replica import ApplyResult, Replica
from documents.coediting.runs import EditRun, JoinedRun
from documents.coediting.session_registry import close_registry, current_registry
from documents.richtext.yjs.lib0 import var_bytes, var_uint
from documents.richtext.yjs.updates import read_changes
from tests.documents.coediting.clients import Client
from tests.documents.coediting.conftest import Scene

MOST = 32

type Edit = tuple[int, int, str]
"""Where, how many letters go, and what comes in their place."""

edits = st.lists(
    st.tuples(st.integers(0, 40), st.sampled_from([0, 0, 0, 1, 3]), st.sampled_from(["", "a", "b", "word", "é", "🙂"])),
    min_size=2,
    max_size=40,
)


def typed(made: list[Edit], *, behind: bool = False) -> list[bytes]:
    """Return the updates of a person who edits a text; `behind`: mostly at its end, as people type."""
    doc: Doc[Any] = Doc(client_id=9)
    text = doc.get("text", type=Text)
    updates: list[bytes] = []
    subscription = doc.observe(lambda event: updates.append(event.update))
    for place, deleted, written in made:
        with doc.transaction():
            length = len(str(text))
            at = length if behind and place > 5 else min(place, length)
            if deleted and at + deleted <= length and str(text).isascii():
                del text[at : at + deleted]
            if written:
                text.insert(at if str(text).isascii() else 0, written)
    doc.unobserve(subscription)
    return updates


def joined(updates: list[bytes], clocks: dict[int, int]) -> tuple[int, JoinedRun | None]:
    """Return how many of some updates are a run, and the whole."""
    run, count = EditRun(clocks, MOST), 0
    while count < len(updates) and run.add(updates[count]):
        count += 1
    return count, run.joined()


def content(replica: Replica) -> tuple[str, dict[int, int], set[tuple[int, int]]]:
    """Return the text of a document, how far it goes, and which clocks are deleted in it."""
    deleted = read_changes(replica.missing_in(b"\0"), lenient=True).deleted
    ranges = zip(deleted[::3], deleted[1::3], deleted[2::3], strict=True)
    gone = {(client, clock + more) for client, clock, length in ranges for more in range(length)}
    return str(replica.doc.get("text", type=Text)), replica.clocks, gone


@given(edits, st.booleans())
def test_a_document_that_is_given_runs_is_as_if_given_each_edit(made: list[Edit], behind: bool) -> None:
    updates = typed(made, behind=behind)
    together, apart = Replica(), Replica()
    for update in updates:
        assert apart.apply(update) is ApplyResult.NEW
    place = 0
    while place < len(updates):
        count, whole = joined(updates[place:], together.clocks)
        assert count
        assert whole
        assert together.apply(*whole) is ApplyResult.NEW
        place += count
    assert content(together) == content(apart)


@given(edits, st.data())
def test_each_part_of_a_sound_run_is_sound_by_itself(made: list[Edit], data: st.DataObject) -> None:
    updates = typed(made, behind=True)
    for _ in range(data.draw(st.integers(1, 3))):
        number = data.draw(st.integers(0, max(0, len(updates) - 1)))
        if number < len(updates):
            changed = bytearray(updates[number])
            changed[data.draw(st.integers(0, len(changed) - 1))] = data.draw(
                st.sampled_from([*range(10), 127, 128, 255])
            )
            updates[number] = bytes(changed)
    count, whole = joined(updates, {})
    if whole is None or count < 2:
        return
    together, apart = Replica(), Replica()
    result = together.apply(*whole)
    for update in updates[:count]:
        read_changes(update)  # it does not raise Malformed
        apart.apply(update)
    if result is ApplyResult.NEW and not apart.broken:
        assert content(together) == content(apart)


def test_letters_typed_one_behind_the_other_are_one_piece() -> None:
    updates = typed([(0, 0, "ab"), *[(99, 0, "x")] * 50], behind=True)
    count, whole = joined(updates, {})
    assert whole
    assert (count, len(whole.changes.sections[0].starts) - 1) == (51, 2)


@pytest.mark.parametrize(
    "broken", [b"", b"\x00\x00", b"\x01", b"\x02\x01\x09\x00", b"\x00\x01\x09\x02\x05\x01\x01\x01"]
)
def test_what_is_no_edit_is_in_no_run(broken: bytes) -> None:
    assert not EditRun({}, MOST).add(broken)


def test_half_a_letter_is_in_no_run() -> None:
    first, second = typed([(0, 0, "a"), (99, 0, "é")], behind=True)
    halves = [second.replace(b"\x02\xc3\xa9", b"\x01\xc3"), b"\x01\x01\x09\x02\x84\x09\x01\x01\xa9\x00"]
    run = EditRun({}, MOST)
    assert run.add(first)
    assert not all(map(run.add, halves)) or run.joined() is None


def test_what_is_known_is_in_no_run() -> None:
    updates = typed([(0, 0, "a"), (99, 0, "b"), (99, 0, "c")], behind=True)
    assert joined(updates[1:], {9: 1})[0] == 2
    assert joined(updates[1:], {9: 2})[0] == 0
    assert joined(updates[1:], {})[0] == 0, "something before it is missing"


def test_a_run_has_a_bounded_number_of_pieces() -> None:
    updates = typed([(0, 0, "x")] * 100)
    count, whole = joined(updates, {})
    assert whole
    assert count == MOST


# -- in a session

on_a_database = pytest.mark.django_db(transaction=True)


async def rows(scene: Scene) -> list[tuple[str, bytes]]:
    await current_registry().writer.all_landed()
    found = Update.objects.filter(log=scene.document.pk).order_by("seq").values_list("message_id", "data")
    return [(name, bytes(data)) async for name, data in found]


def written(client: Client, words: str) -> list[bytes]:
    return [client.type(letter) for letter in words]


@on_a_database
async def test_a_run_is_in_the_log_as_it_came_and_each_edit_is_acknowledged(
    scene: Scene, stored: Callable[..., Any]
) -> None:
    ada, bo = await scene.opens(scene.ada).greeted(), await scene.opens(scene.bo).greeted()
    updates = written(ada, "The pump turns")
    names = ada.send_together(updates)
    await ada.until(lambda: set(names) <= set(ada.acked))
    assert [ada.acked[name] for name in names] == list(range(1, 15))
    assert await rows(scene) == list(zip(names, updates, strict=True))
    await bo.until(lambda: bo.words == "The pump turns")
    assert len([frame for frame in bo.frames if frame[0] == "update"]) == 1, "they were not handled as one"
    assert await stored(scene.document) == "The pump turns"


@on_a_database
async def test_a_run_of_a_stock_client_is_one_row(scene: Scene, stored: Callable[..., Any]) -> None:
    ada, bo = await scene.opens(scene.ada, ours=False).greeted(), await scene.opens(scene.bo).greeted()
    ada.send_together(written(ada, "The pump turns"))
    await bo.until(lambda: bo.words == "The pump turns")
    assert len(await rows(scene)) == 1
    assert await stored(scene.document) == "The pump turns"


@on_a_database
async def test_a_run_that_is_sent_again_is_known_again(scene: Scene) -> None:
    ada = await scene.opens(scene.ada).greeted()
    updates = written(ada, "pump")
    names = ada.send_together(updates)
    await ada.until(lambda: set(names) <= set(ada.acked))
    places = ada.acked.copy()
    ada.acked.clear()
    more = written(ada, "s!")
    new = ada.send_together([*updates, *more], [*names, "s", "!"])
    await ada.until(lambda: set(new) <= set(ada.acked))
    assert {name: ada.acked[name] for name in names} == places
    assert [name for name, _ in await rows(scene)] == list(new)


@on_a_database
@pytest.mark.parametrize(
    ("bad", "reason"), [(b"\x01\x01\x09\x63\x84\x09\x62\x01x\x00", "hole"), (b"\x01\x01\x09\x00\x9f", "rejected")]
)
async def test_an_edit_that_is_refused_in_a_run_is_refused_alone(
    scene: Scene, stored: Callable[..., Any], bad: bytes, reason: str
) -> None:
    ada = await scene.opens(scene.ada).greeted()
    updates = written(ada, "pump")
    names = ada.send_together([*updates[:2], bad, *updates[2:]])
    await ada.until(lambda: len(ada.acked) == 4 and ada.nacked)
    assert ada.nacked == {names[2]: reason}
    assert await stored(scene.document) == "pump"
    await close_registry()  # what was refused is kept beside the answer, and before the end
    assert await Quarantine.objects.acount() == (1 if reason == "rejected" else 0)


@on_a_database
async def test_a_bad_frame_in_a_run_ends_the_connection_after_what_came_before(
    scene: Scene, stored: Callable[..., Any]
) -> None:
    ada = await scene.opens(scene.ada, ours=False).greeted()
    before = [b"\x00\x02" + var_bytes(update) for update in written(ada, "ab")]
    after = [b"\x00\x02" + var_bytes(update) for update in written(ada, "cd")]
    ada.send_frames_together([*before, b"\x00\x02\x05", *after])
    await ada.until(lambda: ada.closed is not None)
    assert ada.closed == 1002
    await current_registry().writer.all_landed()
    assert await stored(scene.document) == "ab"


@on_a_database
async def test_who_may_only_read_writes_no_run(scene: Scene) -> None:
    ada = await scene.opens(scene.ada).greeted()
    for session in current_registry().sessions.values():
        session.forbid_writing("closed")
    names = ada.send_together(written(ada, "pump"))
    await ada.until(lambda: len(ada.nacked) == 4)
    assert ada.nacked == dict.fromkeys(names, "read-only")
    assert await rows(scene) == []


@on_a_database
async def test_what_comes_between_edits_keeps_its_place(scene: Scene) -> None:
    ada = await scene.opens(scene.ada, ours=False).greeted()
    edits_ = [b"\x00\x02" + var_bytes(update) for update in written(ada, "abcd")]
    ping = var_uint(105)
    ada.send_frames_together([*edits_[:2], ping + b"\x01", *edits_[2:], ping + b"\x02"])
    await ada.until(lambda: ("pong", 2) in ada.frames)
    assert [frame for frame in ada.frames if frame[0] == "pong"] == [("pong", 1), ("pong", 2)]
    assert len(await rows(scene)) == 2
