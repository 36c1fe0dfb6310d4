"""A session reads a log by queries of its own: it finds what `Log.read` finds, and leaves out nothing."""

import hashlib
from typing import Any
from uuid import uuid4

import pytest

from documents.coediting import log_access
from documents.coediting.log_access import load
from documents.coediting.models import Snapshot
from documents.documents.models import Document
from foundation.audit import clock
from tests.factories import a_circle, a_person

pytestmark = pytest.mark.django_db

LAST = 4


def snapshot(document: Document, seq: int) -> Snapshot:
    data = f"until {seq}".encode()
    sha256 = hashlib.sha256(data).hexdigest()
    return Snapshot.objects.create(log=document.log, seq=seq, data=data, vector=b"vector", sha256=sha256)


@pytest.fixture
def document() -> Document:
    """A document of four updates."""
    ada = a_person("Ada Mercier")
    made = Document.create(a_circle(ada), "Pump", by=ada)
    for place in range(made.log.seq + 1, LAST + 1):
        made.log.append(f"update {place}".encode(), by=ada)
    return made


@pytest.mark.parametrize("snapshots", [[], [2], [1, 3], [LAST]])
def test_what_is_read_is_what_the_log_reads(document: Document, snapshots: list[int]) -> None:
    for seq in snapshots:
        snapshot(document, seq)
    found = load(document.pk)
    assert found
    assert found[1] == document.log.read()
    assert found[1].seq == LAST


@pytest.mark.both_databases
def test_a_snapshot_that_a_disk_has_changed_is_left_aside(document: Document) -> None:
    Snapshot.objects.filter(pk=snapshot(document, 3).pk).update(data=b"until 9")
    found = load(document.pk)
    assert found
    assert found[1] == document.log.read()
    assert len(found[1].updates) == LAST


def test_a_snapshot_that_is_made_meanwhile_leaves_nothing_out(
    document: Document, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between the queries two more updates come, and a snapshot that holds one of them."""
    ask = log_access._snapshots.rows

    def later(**ids: Any) -> Any:
        for place in (LAST + 1, LAST + 2):
            document.log.append(f"update {place}".encode(), by=None)
        snapshot(document, LAST + 1)
        return ask(**ids)

    monkeypatch.setattr(log_access._snapshots, "rows", later)
    found = load(document.pk)
    assert found
    assert (found[1].seq, found[1].updates[0]) == (LAST + 1, f"until {LAST + 1}".encode())


def test_a_document_that_is_put_away_is_closed(document: Document) -> None:
    found = load(document.pk)
    assert found
    assert not found[0].is_closed
    Document.objects.filter(pk=document.pk).update(archived_at=clock.now())
    found = load(document.pk)
    assert found
    assert found[0].is_closed
    assert load(uuid4()) is None
