"""A document grows to a bound, and its author is told; what was written can always be read and deleted."""

import pytest
from pycrdt import Doc, Text

from documents.coediting import extent
from documents.coediting.replica import ApplyResult, Replica
from documents.richtext.yjs.lib0 import var_string
from tests.documents.coediting.conftest import Scene
from tests.documents.coediting.test_attacks import answered
from tests.documents.coediting.updates import a_text, crowded, deletions


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(extent, "MAX_BYTES", 4000)
    monkeypatch.setattr(extent, "MAX_PIECES", 300)
    monkeypatch.setattr(extent, "MAX_CLIENTS", 50)


@pytest.mark.usefixtures("small")
def test_a_document_grows_to_its_bound_and_no_further() -> None:
    replica = Replica()
    assert replica.apply(a_text(3000)) is ApplyResult.NEW
    assert replica.apply(a_text(3000, client=2)) is ApplyResult.FULL
    assert replica.apply(a_text(900, client=2)) is ApplyResult.NEW
    assert replica.apply(a_text(900, client=3)) is ApplyResult.FULL
    assert (replica.broken, replica.clocks) == (False, {1: 3000, 2: 900})


@pytest.mark.usefixtures("small")
def test_what_is_deleted_makes_room() -> None:
    replica = Replica([a_text(3000), a_text(3000, client=2)])  # a log is always loaded
    assert replica.apply(a_text(1, client=3)) is ApplyResult.FULL
    assert replica.apply(deletions([(0, 3000)])) is ApplyResult.NEW
    assert replica.apply(a_text(1, client=3)) is ApplyResult.NEW


@pytest.mark.usefixtures("small")
def test_deletions_may_not_leave_a_text_in_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(extent, "FEW_RANGES", 20)
    replica, scattered = Replica([a_text(2000)]), [(clock, 1) for clock in range(0, 600, 2)]
    assert replica.apply(deletions(scattered)) is ApplyResult.FULL
    assert replica.apply(deletions(scattered[:100])) is ApplyResult.NEW
    assert replica.apply(deletions([*scattered[:100], (1000, 900)])) is ApplyResult.NEW, "what is known counts once"
    assert replica.apply(deletions(scattered)) is ApplyResult.FULL
    assert replica.apply(a_text(1, client=2)) is ApplyResult.NEW


@pytest.mark.usefixtures("small")
def test_typing_letter_by_letter_counts_as_what_it_leaves() -> None:
    doc: Doc[Text] = Doc()
    text, replica = doc.get("text", type=Text), Replica()
    for _ in range(1000):
        before = doc.get_state()
        text += "x"
        assert replica.apply(doc.get_update(before)) is ApplyResult.NEW
    assert replica.extent.pieces < 400


@pytest.mark.usefixtures("small")
def test_much_may_be_pasted_into_what_was_typed_letter_by_letter() -> None:
    doc: Doc[Text] = Doc()
    text, replica = doc.get("text", type=Text), Replica()
    for _ in range(290):
        before = doc.get_state()
        text += "x"
        assert replica.apply(doc.get_update(before)) is ApplyResult.NEW
    letters = b"".join(b"\x04\x01" + var_string(f"root{n}") + var_string("y") for n in range(100))
    assert replica.apply(b"\x01\x64\x09\x00" + letters + b"\x00") is ApplyResult.NEW


@pytest.mark.usefixtures("small")
def test_documents_in_the_document_count_for_more() -> None:
    inner = [b"\x29\x01\x01m" + var_string(f"k{n}") + b"\x01g\x76\x00" for n in range(8)]
    replica = Replica()
    assert replica.apply(b"\x01\x08\x01\x00" + b"".join(inner) + b"\x00") is ApplyResult.FULL
    assert replica.apply(b"\x01\x05\x01\x00" + b"".join(inner[:5]) + b"\x00") is ApplyResult.NEW
    assert replica.apply(b"\x01\x03\x01\x05" + b"".join(inner[5:]) + b"\x00") is ApplyResult.FULL


@pytest.mark.usefixtures("small")
def test_a_crowd_of_clients_is_not_let_in() -> None:
    replica = Replica()
    assert replica.apply(crowded(51)) is ApplyResult.FULL
    assert replica.apply(crowded(50)) is ApplyResult.NEW
    assert replica.apply(a_text(1, client=51)) is ApplyResult.FULL
    assert replica.apply(b"\x01\x01\x01\x01\x84\x01\x00\x01y\x00") is ApplyResult.NEW, "who is in it goes on"


@pytest.mark.usefixtures("small")
@pytest.mark.django_db(transaction=True)
async def test_its_author_is_told_and_others_read_on(scene: Scene) -> None:
    ada, bo = await scene.opens(scene.ada).greeted(), await scene.opens(scene.bo).greeted()
    assert [await answered(bo, a_text(1900, client=n)) for n in (1, 2)] == ["ack", "ack"]
    assert await answered(bo, a_text(600, client=3)) == "full"
    await ada.until(lambda: len(ada.words) == 3800)
    assert (ada.closed, bo.closed) == (None, None)
    assert await answered(ada, deletions([(0, 1900)])) == "ack"
    assert await answered(bo, a_text(600, client=3)) == "ack"
