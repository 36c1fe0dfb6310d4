"""A snapshot says what the log says, as compactly as it can be said, or is not kept."""

import asyncio
import hashlib
import threading
from contextlib import closing
from typing import IO, Any
from uuid import uuid4

import pytest
from pycrdt import Doc, Text, merge_updates
from structlog.testing import capture_logs

from documents.coediting import snapshot_check, snapshots
from documents.coediting.loading import stored_state
from documents.coediting.models import Log, Snapshot, Update
from documents.coediting.replica import Replica
from documents.coediting.snapshot_check import Checked, checked, merged_in_steps
from documents.coediting.snapshots import SnapshotCheck, SnapshotJobs, take_snapshot
from documents.documents.models import Document
from tests.factories import a_circle, a_person

pytestmark = pytest.mark.django_db


def typed(*words: str) -> list[bytes]:
    doc: Doc[Any] = Doc()
    text = doc.get("text", type=Text)
    updates: list[bytes] = []
    doc.observe(lambda event: updates.append(event.update))
    for word in words:
        text += word
    return updates


def a_document(updates: list[bytes]) -> Document:
    document = Document.create(a_circle(a_person("Ada Mercier")), "Pump", by=None)
    Update.objects.bulk_create(
        Update(log_id=document.pk, seq=place, message_id=str(place), data=update)
        for place, update in enumerate(updates, 1)
    )
    Log.objects.filter(pk=document.pk).update(seq=len(updates))
    return document


def fingerprint(updates: list[bytes]) -> str:
    return snapshot_check.fingerprint(Replica(updates))


@pytest.mark.both_databases
def test_a_snapshot_replaces_the_updates_before_it() -> None:
    updates = typed(*"The pump turns")
    document = a_document(updates[:10])
    assert take_snapshot(document.pk, after=5)
    Update.objects.bulk_create(
        Update(log_id=document.pk, seq=place, message_id=str(place), data=update)
        for place, update in enumerate(updates[10:], 11)
    )
    state = Log.objects.get(pk=document.pk).read()
    assert (state.seq, len(state.updates)) == (14, 1 + 4)
    assert fingerprint(state.updates) == fingerprint(updates)


def test_no_snapshot_is_taken_before_it_is_due() -> None:
    document = a_document(typed("a", "b"))
    assert not take_snapshot(document.pk, after=3)
    assert take_snapshot(document.pk, after=2)
    assert not take_snapshot(document.pk, after=1)


def test_a_state_that_lost_something_is_not_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    updates = typed("a", "b", "c")
    monkeypatch.setattr(snapshot_check, "_states", lambda replica, updates: [merge_updates(*updates[:-1])])
    assert checked(updates) == Checked(None, why="the state does not say what the log says")


def test_a_failed_check_says_why(monkeypatch: pytest.MonkeyPatch) -> None:
    document = a_document(typed("a", "b", "c"))
    monkeypatch.setattr(snapshots, "write_request", lambda updates: b"\xff")
    with capture_logs() as logged:
        assert not take_snapshot(document.pk, after=1)
    assert not Snapshot.objects.exists()
    assert "exit status 1" in logged[0]["why"]
    assert "Malformed: cut short" in logged[0]["why"]


def test_a_check_that_takes_too_long_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    document = a_document(typed("a", "b", "c"))
    monkeypatch.setattr(snapshots, "PATIENCE_S", 0.001)
    with capture_logs() as logged:
        assert not take_snapshot(document.pk, after=1)
    assert logged[0]["why"] == "no answer in 0.001 s"


def test_a_server_that_ends_meanwhile_reports_no_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    document = a_document(typed("a", "b", "c"))
    write, check = snapshot_check.write_message, SnapshotCheck()

    def write_and_end(stream: IO[bytes], message: bytes) -> None:
        check.stop()
        write(stream, message)

    with closing(check), capture_logs() as logged:
        monkeypatch.setattr(snapshots, "write_message", write_and_end)
        assert not take_snapshot(document.pk, after=1, check=check)
        assert not take_snapshot(document.pk, after=1, check=check)
    assert logged == []
    assert not Snapshot.objects.exists()


def test_one_process_checks_one_document_after_the_other() -> None:
    documents = [a_document(typed("a", "b", word)) for word in "cde"]
    with closing(SnapshotCheck()) as check:
        for document in documents[:2]:
            assert take_snapshot(document.pk, after=1, check=check)
        first = check.process_id
        check.rest()
        assert check.process_id is None
        assert take_snapshot(documents[2].pk, after=1, check=check)
        assert first not in (None, check.process_id)
    assert Snapshot.objects.count() == 3


def test_after_a_failure_another_process_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    document = a_document(typed("a", "b", "c"))
    with closing(SnapshotCheck()) as check:
        with monkeypatch.context() as hostile:
            hostile.setattr(snapshots, "write_request", lambda updates: b"\xff")
            assert not take_snapshot(document.pk, after=1, check=check)
        assert take_snapshot(document.pk, after=1, check=check)


def test_a_snapshot_whose_bytes_changed_on_disk_is_ignored() -> None:
    updates = typed("a", "b", "c")
    document = a_document(updates)
    take_snapshot(document.pk, after=1)
    Snapshot.objects.update(data=merge_updates(*updates[:-1]))
    assert fingerprint(Log.objects.get(pk=document.pk).read().updates) == fingerprint(updates)


def test_a_snapshot_is_compact() -> None:
    updates = typed(*("a" * 300))
    document = a_document(updates)
    assert take_snapshot(document.pk, after=1)
    data = bytes(Snapshot.objects.get().data)
    assert data == Replica(updates).doc.get_update()
    assert len(data) < len(merged_in_steps(updates)) / 4
    assert fingerprint([data]) == fingerprint(updates)


@pytest.mark.parametrize("left_out", [1, 2])
def test_what_waits_for_something_missing_is_kept(left_out: int) -> None:
    updates = typed("a", "b", "c", "d")
    missing = updates.pop(left_out)
    state, vector, _ = checked(updates)
    assert state
    assert not vector, "it is not sent as it is"
    assert fingerprint([state, missing]) == fingerprint([*updates, missing])
    assert str(Replica([state, missing]).doc.get("text", type=Text)) == "abcd"


def test_deletions_that_wait_are_kept() -> None:
    doc: Doc[Any] = Doc()
    text, updates = doc.get("text", type=Text), []
    doc.observe(lambda event: updates.append(event.update))
    text += "abc"
    text += "def"
    del text[4:5]
    first, second, deletion = updates
    state, vector, _ = checked([first, deletion])
    assert state
    assert not vector
    assert str(Replica([state, second]).doc.get("text", type=Text)) == "abcdf"


def test_an_unreadable_log_has_no_snapshot() -> None:
    assert checked([b"\xff"]) == Checked(None, why="the log cannot be loaded: ValueError")


async def test_one_snapshot_is_taken_at_a_time_and_a_document_waits_once(monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = uuid4(), uuid4()
    taken: list[Any] = []
    begun, go_on, all_taken = threading.Event(), threading.Event(), threading.Event()

    def take(document: Any, *, after: int, check: SnapshotCheck) -> bool:
        taken.append(document)
        begun.set()
        if len(taken) == 3:
            all_taken.set()
        return go_on.wait(5)

    monkeypatch.setattr(snapshots, "take_snapshot", take)
    jobs = SnapshotJobs()
    jobs.request(first, after=1)
    await asyncio.to_thread(begun.wait, 5)
    for _ in range(20):
        jobs.request(first, after=1)
        jobs.request(second, after=1)
    assert taken == [first]
    go_on.set()
    assert await asyncio.to_thread(all_taken.wait, 5)
    await jobs.close()
    assert taken == [first, first, second]


def test_of_older_snapshots_few_are_kept_and_any_past_state_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(snapshots, "SPARSE", 6)
    updates = typed(*"The pump turns all day")
    document = a_document(updates)
    for place in range(2, 21, 2):
        data = merge_updates(*updates[:place])
        Snapshot.objects.create(log=document.log, seq=place, data=data, sha256=hashlib.sha256(data).hexdigest())
    assert take_snapshot(document.pk, after=2)
    assert list(document.log.snapshots.order_by("seq").values_list("seq", flat=True)) == [6, 12, 18, 20, 22]
    for place in (1, 6, 11, 22):
        assert fingerprint(list(document.log.past(place))) == fingerprint(updates[:place])


def test_few_updates_that_are_large_are_a_reason_too() -> None:
    document = a_document(typed("a" * snapshots.BYTES_LEFT, "b"))
    assert take_snapshot(document.pk)
    assert not take_snapshot(document.pk)


def test_what_is_stored_is_what_the_replica_would_say() -> None:
    updates = typed(*"The pump turns")
    document = a_document(updates[:10])
    assert stored_state(Log.objects.get(pk=document.pk).read()) is None, "no snapshot yet"
    assert take_snapshot(document.pk, after=1)
    for place, update in enumerate(updates[10:], 11):
        stored = stored_state(Log.objects.get(pk=document.pk).read())
        assert stored
        assert stored.vector == Replica(updates[: place - 1]).state_vector()
        assert fingerprint([stored.update]) == fingerprint(updates[: place - 1])
        Update.objects.create(log_id=document.pk, seq=place, message_id=str(place), data=update)


def test_what_waits_for_something_missing_is_not_sent_as_it_is_stored() -> None:
    first, _, third = typed("a", "b", "c")
    document = a_document([first, third])
    assert take_snapshot(document.pk, after=1)
    assert stored_state(Log.objects.get(pk=document.pk).read()) is None


def test_a_long_log_has_a_snapshot_more_rarely() -> None:
    taken, seq = 0, 0
    while seq < 1_000_000:
        seq += snapshots.after_open(seq)
        taken += 1
    assert snapshots.after_open(1000) == snapshots.AFTER_OPEN
    assert taken < 50, "as many as of a log of 200,000, by every so many"
