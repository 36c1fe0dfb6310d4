"""What sessions took is appended in one transaction, each update once, in one order for every document."""

from typing import Any
from uuid import uuid4

import pytest
from django.db import connection

from documents.coediting.log_access import PendingUpdate
from documents.coediting.log_append import append
from documents.coediting.models import Update
from documents.documents.models import Document
from foundation.accounts.models import User
from tests.factories import a_circle, a_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada() -> User:
    return a_person("Ada Mercier")


@pytest.fixture
def document(ada: User) -> Document:
    return Document.create(a_circle(ada), "Pump", by=ada)


def pending(document: Document, name: str, data: bytes | None, by: User | None = None) -> PendingUpdate:
    return PendingUpdate(document.pk, name, by.pk if by else None, data, lambda together, places: None)


def rows(document: Document) -> list[tuple[Any, ...]]:
    found = Update.objects.filter(log=document.pk).order_by("seq").values_list("seq", "message_id", "user", "data")
    return [(seq, name, user, bytes(data)) for seq, name, user, data in found]


@pytest.mark.both_databases
def test_a_batch_of_several_documents_is_written_in_order(ada: User, document: Document) -> None:
    bo = a_person("Bo Lindqvist")
    other = Document.create(document.circle, "Valve", by=ada)
    batch = [pending(document, "a", b"\0\xff", ada), pending(other, "a", b"2"), pending(document, "b", b"3", bo)]
    assert append(batch) == [1, 1, 2]
    assert rows(document) == [(1, "a", ada.pk, b"\0\xff"), (2, "b", bo.pk, b"3")]
    assert rows(other) == [(1, "a", None, b"2")]
    document.log.refresh_from_db()
    assert (document.log.seq, document.log.edited_by) == (2, bo)


def test_an_update_that_is_sent_again_is_written_once(ada: User, document: Document) -> None:
    append([pending(document, "a", b"1", ada), pending(document, "b", b"2", ada)])
    edited_at = document.log.edited_at
    assert append([pending(document, "a", b"1", ada), pending(document, "b", b"2", ada)]) == [1, 2]
    assert [row[1] for row in rows(document)] == ["a", "b"]
    document.log.refresh_from_db()
    assert document.log.edited_at >= edited_at


def test_an_update_that_comes_twice_at_once_is_written_once(document: Document) -> None:
    assert append([pending(document, "a", b"1"), pending(document, "a", b"1"), pending(document, "b", b"2")]) == [
        1,
        1,
        2,
    ]
    assert [row[1] for row in rows(document)] == ["a", "b"]


def test_the_same_name_for_other_content_loses_nothing(document: Document) -> None:
    append([pending(document, "a", b"1")])
    assert append([pending(document, "a", b"other"), pending(document, "b", b"2")]) == [2, 3]
    assert [row[3] for row in rows(document)] == [b"1", b"other", b"2"]


def test_what_is_there_already_is_told_its_place(document: Document) -> None:
    append([pending(document, "a", b"1"), pending(document, "b", b"2")])
    asked = [pending(document, "a", None), pending(document, "never stored", None), pending(document, "c", b"3")]
    assert append(asked) == [1, 2, 3]
    assert len(rows(document)) == 3


def test_a_document_that_is_gone_is_an_error(document: Document) -> None:
    gone = PendingUpdate(uuid4(), "a", None, b"1", lambda together, places: None)
    with pytest.raises(KeyError):
        append([pending(document, "a", b"1"), gone])
    assert rows(document) == []


def test_a_row_goes_into_no_more_indexes_than_it_must() -> None:
    with connection.cursor() as cursor:
        found = connection.introspection.get_constraints(cursor, Update._meta.db_table).values()
    indexes = {tuple(one["columns"]) for one in found if one["index"] or one["unique"] or one["primary_key"]}
    assert indexes == {("id",), ("document_id", "seq"), ("document_id", "message_id")}
