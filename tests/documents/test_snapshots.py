"""A snapshot says what the log says, or is not kept."""

from typing import Any

import pytest
from pycrdt import Doc, Text, merge_updates

from documents.coediting.snapshot_check import UNREADABLE, fingerprint
from documents.coediting.snapshots import agrees, take_snapshot
from documents.models import Document, Log, Snapshot, Update
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


def test_a_snapshot_stands_for_what_was_before_it() -> None:
    updates = typed(*"The pump turns")
    document = a_document(updates[:10])
    assert take_snapshot(document.pk, after=5)
    Update.objects.bulk_create(
        Update(log_id=document.pk, seq=place, message_id=str(place), data=update)
        for place, update in enumerate(updates[10:], 11)
    )
    state = Log.objects.get(pk=document.pk).read()
    assert (state.seq, len(state.updates)) == (14, 1 + 4)
    assert fingerprint(state.updates) == fingerprint(updates) != UNREADABLE


def test_none_is_taken_before_it_is_due() -> None:
    document = a_document(typed("a", "b"))
    assert not take_snapshot(document.pk, after=3)
    assert take_snapshot(document.pk, after=2)
    assert not take_snapshot(document.pk, after=1)


def test_a_snapshot_that_lost_something_is_not_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    updates = typed("a", "b", "c")
    document = a_document(updates)
    monkeypatch.setattr("documents.coediting.snapshots.merged_in_steps", lambda updates: merge_updates(*updates[:-1]))
    assert not take_snapshot(document.pk, after=1)
    assert not Snapshot.objects.exists()


def test_a_snapshot_whose_bytes_changed_on_disk_is_not_believed() -> None:
    updates = typed("a", "b", "c")
    document = a_document(updates)
    take_snapshot(document.pk, after=1)
    Snapshot.objects.update(data=merge_updates(*updates[:-1]))
    assert fingerprint(Log.objects.get(pk=document.pk).read().updates) == fingerprint(updates)


def test_the_merge_keeps_what_rests_on_something_missing() -> None:
    a, b, _missing, d = typed("a", "b", "c", "d")
    merged = merge_updates(a, b, d)
    assert agrees([a, b, d], merged)
    assert fingerprint([merged, _missing]) == fingerprint([a, b, _missing, d])


def test_what_cannot_be_loaded_agrees_with_nothing() -> None:
    (a,) = typed("a")
    assert not agrees([a], b"\xff\xff")
    assert not agrees([b"\xff"], b"\xff")
