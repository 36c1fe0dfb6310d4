"""The coding, the frames, and what an update claims, read before the native library reads it."""

import json
import random
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pycrdt import Array, Doc, Map, Text, XmlElement, XmlFragment, XmlText, merge_updates

from documents.coediting import sync
from documents.coediting.awareness import ClientPresence, PresenceTable, cleaned, read_presences, write_presences
from documents.coediting.loading import sound_replica
from documents.coediting.replica import ApplyResult, Replica
from documents.richtext.yjs.lib0 import ByteReader, Malformed, var_bytes, var_string, var_uint
from documents.richtext.yjs.updates import read_changes, read_state_vector
from tests.support.rotation import one_in

PANICS = json.loads((Path(__file__).parent / "data" / "pycrdt_panics.json").read_text())


@given(st.lists(st.integers(0, 2**53 - 1)), st.text(), st.binary())
def test_encoded_values_decode_to_the_same(numbers: list[int], text: str, data: bytes) -> None:
    reader = ByteReader(b"".join(map(var_uint, numbers)) + var_string(text) + var_bytes(data))
    assert [reader.uint() for _ in numbers] == numbers
    assert (reader.string(), reader.bytes()) == (text, data)
    reader.done()


@given(st.binary(max_size=80))
def test_arbitrary_bytes_are_read_or_raise_malformed(data: bytes) -> None:
    for read in (read_changes, read_state_vector, sync.read_frame, read_presences):
        try:
            read(data)
        except Malformed:
            continue


@pytest.mark.parametrize("kind", [2, 4, 101, 102, 104, 106, 999])
def test_frames_that_only_a_server_sends_are_refused(kind: int) -> None:
    with pytest.raises(Malformed):
        sync.read_frame(var_uint(kind) + var_string("x") + var_uint(1))


def test_a_length_beyond_the_data_allocates_no_memory() -> None:
    for lie in (var_uint(2**40), b"\x01" + var_uint(2**40), b"\x01\x01\x01\x00\x08\x01\x01t" + var_uint(2**40)):
        with pytest.raises(Malformed):
            read_changes(lie + b"\x00")


def test_values_nested_without_end_are_refused_before_the_native_library_recurses() -> None:
    deep = b"\x75\x01" * 100_000 + b"\x7e"
    with pytest.raises(Malformed):
        read_changes(b"\x01\x01\x01\x00\x08\x01\x01t\x01" + deep + b"\x00")


@pytest.mark.parametrize("hostile", PANICS)
def test_updates_that_panic_the_library_are_refused_unread(hostile: dict[str, Any]) -> None:
    replica = Replica([bytes.fromhex(hostile["base_hex"])] if hostile["base_hex"] else [])
    before = replica.missing_in(b"\x00")
    assert replica.apply(bytes.fromhex(hostile["update_hex"])) is ApplyResult.REJECTED
    assert not replica.broken
    assert Replica([before]).clocks == replica.clocks


@pytest.mark.parametrize("hostile", PANICS)
def test_the_panics_are_real_and_a_replica_survives_them(hostile: dict[str, Any]) -> None:
    """Without the reading before, the library fails on these: the guard around it must hold by itself."""
    from documents.richtext.yjs.updates import Changes

    replica = Replica([bytes.fromhex(hostile["base_hex"])] if hostile["base_hex"] else [])
    careless = Changes(ranges=[(1, 0, 1)])
    assert replica.apply(bytes.fromhex(hostile["update_hex"]), careless) is ApplyResult.BROKEN
    assert replica.broken
    assert replica.apply(b"\x00\x00") is ApplyResult.BROKEN


def edits(*words: str, client: int = 1) -> list[bytes]:
    doc: Doc[Any] = Doc(client_id=client)
    text = doc.get("text", type=Text)
    updates: list[bytes] = []
    doc.observe(lambda event: updates.append(event.update))
    for word in words:
        text += word
    return updates


def test_an_update_that_depends_on_a_missing_one_changes_nothing() -> None:
    a, b, c = edits("a", "b", "c")
    replica = Replica([a])
    assert replica.apply(c) is ApplyResult.HOLE
    assert replica.apply(b) is ApplyResult.NEW
    assert replica.apply(c) is ApplyResult.NEW
    assert str(replica.doc.get("text", type=Text)) == "abc"


def test_deleting_something_missing_is_a_hole() -> None:
    doc: Doc[Any] = Doc(client_id=5)
    text = doc.get("text", type=Text)
    text += "word"
    before = doc.get_state()
    del text[0:2]
    deletion = doc.get_update(before)
    assert Replica().apply(deletion) is ApplyResult.HOLE
    replica = Replica([doc.get_update()])
    assert replica.apply(deletion) is ApplyResult.KNOWN


def test_a_missing_origin_of_another_client_is_a_hole() -> None:
    (first,) = edits("base", client=1)
    other: Doc[Any] = Doc(client_id=2)
    other.apply_update(first)
    before = other.get_state()
    text = other.get("text", type=Text)
    text += "!"
    follow = other.get_update(before)
    assert Replica().apply(follow) is ApplyResult.HOLE
    assert Replica([first]).apply(follow) is ApplyResult.NEW


def scribbled(rng: random.Random) -> list[bytes]:
    """Updates of three people who edit all kinds of types and synchronise now and then."""
    docs: list[Doc[Any]] = [Doc(client_id=rng.randrange(1, 2**32)) for _ in range(3)]
    log: list[bytes] = []
    for doc in docs:
        doc.observe(lambda event: log.append(event.update))
    for _ in range(40):
        doc = rng.choice(docs)
        scribble(doc, rng)
        if rng.random() < 0.5:
            for other in docs:
                other.apply_update(doc.get_update(other.get_state()))
    return log


def scribble(doc: Doc[Any], rng: random.Random) -> None:
    text, fragment = doc.get("t", type=Text), doc.get("default", type=XmlFragment)
    match rng.randrange(5):
        case 0:
            text += rng.choice(["x", "hello", "né", "漢字", "😀"])
        case 1 if len(text) > 3 and str(text).isascii():
            del text[1:2]
        case 2:
            doc.get("m", type=Map)[rng.choice("abc")] = rng.choice([1, "x", None, [1, 2], {"a": 1}])
        case 3:
            doc.get("a", type=Array).append(rng.choice([1, 2.5, "x", b"12"]))
        case _:
            paragraph = XmlElement("paragraph", {"class": "c"})
            fragment.children.append(paragraph)
            words = XmlText()
            paragraph.children.append(words)
            words.insert(0, "hello", {"bold": {}})


@pytest.mark.parametrize("seed", range(6))
def test_honest_updates_all_apply_in_order(seed: int) -> None:
    replica = Replica()
    for update in scribbled(random.Random(seed)):
        assert replica.apply(update) in (ApplyResult.NEW, ApplyResult.KNOWN)
    assert replica.is_sound()
    assert read_state_vector(replica.state_vector()) == replica.clocks


def mutated(update: bytes, rng: random.Random) -> bytes:
    data = bytearray(update)
    for _ in range(rng.choice([1, 1, 2, 3])):
        place = rng.randrange(len(data)) if data else 0
        match rng.randrange(4):
            case 0 if data:
                data[place] = rng.randrange(256)
            case 1 if data:
                del data[place]
            case 2:
                data.insert(place, rng.randrange(256))
            case _:
                data = data[: place + 1]
    return bytes(data)


@pytest.mark.parametrize("seed", one_in(2, "mutated updates", range(4)))
def test_mutated_updates_never_leave_a_replica_that_others_cannot_load(seed: int) -> None:
    rng = random.Random(seed)
    log = scribbled(rng)
    taken = dict.fromkeys(ApplyResult, 0)
    for _ in range(1500):
        base = log[: rng.randrange(1, len(log))]
        hostile = mutated(rng.choice(log) if rng.random() < 0.7 else merge_updates(*base), rng)
        replica = Replica()
        for update in base:
            replica.apply(update)
        clocks = dict(replica.clocks)
        verdict = replica.apply(hostile)
        taken[verdict] += 1
        if verdict in (ApplyResult.HOLE, ApplyResult.REJECTED):
            assert replica.clocks == clocks
            assert not replica.broken
        if verdict is ApplyResult.NEW:
            assert read_state_vector(replica.state_vector()) == replica.clocks, "nothing stays pending"
    assert taken[ApplyResult.REJECTED] > 500
    assert taken[ApplyResult.HOLE] > 20


def test_a_log_with_an_unreadable_row_still_gives_the_rest() -> None:
    a, b, c = edits("a", "b", "c")
    replica = sound_replica([a, b"\xff\xff\xff", b, c], "test")
    assert str(replica.doc.get("text", type=Text)) == "abc"


def test_a_person_has_their_own_name_whatever_their_client_says() -> None:
    said = json.loads(cleaned(json.dumps({"user": {"name": "Ada", "color": "javascript:x"}, "cursor": 1}), "Bo", 3))
    assert said == {"user": {"name": "Bo", "hue": 3}, "cursor": 1}
    assert cleaned('{"cursor":1}', "Bo", 3) == '{"cursor":1}'
    for state in ("[1]", "nope", '{"a":"' + "x" * 5000 + '"}'):
        with pytest.raises(Malformed):
            cleaned(state, "Bo", 3)


@dataclass(eq=False)
class Connection:
    """A connection, as far as presences know one."""

    user: UUID


def test_a_connection_sets_only_its_own_presences_and_few_of_them() -> None:
    presences, ada, bo = PresenceTable(), Connection(uuid4()), Connection(uuid4())
    assert presences.update_from_peer([ClientPresence(1, 1, "{}")], ada, "Ada", 0)
    assert presences.update_from_peer([ClientPresence(1, 9, "{}")], bo, "Bo", 0) == []
    assert len(presences.update_from_peer([ClientPresence(n, 1, "{}") for n in range(10, 40)], bo, "Bo", 0)) == 8
    again = Connection(ada.user)
    assert presences.update_from_peer([ClientPresence(1, 1, "{}")], again, "Ada", 0) == [], "as a stock client echoes"
    assert presences.update_from_peer([ClientPresence(1, 2, "{}")], again, "Ada", 0)
    assert presences.remove_peer(ada) == []
    assert presences.remove_peer(again) == [ClientPresence(1, 2, "null")]
    assert presences.update_from_peer([ClientPresence(1, 3, "{}")], ada, "Ada", 0)
    payload = write_presences(presences.current())
    assert read_presences(payload) == presences.current()


@given(
    st.one_of(
        st.binary(max_size=140),
        st.builds(
            lambda head, name, update, more: head + var_bytes(name) * (head != b"\x00\x02") + var_bytes(update) + more,
            st.sampled_from([b"\x00\x02", b"\x64"]),
            st.one_of(st.binary(max_size=70), st.text(max_size=20).map(str.encode)),
            st.binary(max_size=60),
            st.sampled_from([b"", b"", b"x"]),
        ),
    )
)
def test_short_edits_are_read_as_all_frames_are(frame: bytes) -> None:
    assert answer_of(frame) == answer_of(frame, at_length=True)


def answer_of(frame: bytes, *, at_length: bool = False) -> object:
    """Return what a frame says, or that it says nothing; `at_length`: not by the short way."""
    with pytest.MonkeyPatch.context() as patch:
        if at_length:
            patch.setattr(sync, "SHORT", 0)
        try:
            return sync.read_frame(frame)
        except Malformed:
            return "malformed"
