"""What the server does with a text that is quiet: ids for its blocks, notices for whom it mentions."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pycrdt import Doc, XmlElement, XmlFragment

from circles.circles.models import Circle
from documents.coediting.models import Log
from documents.documents.event_types import DocumentNotice
from documents.documents.models import Document, Mention
from documents.documents.workflows.quiet_text import process_quiet_text
from documents.richtext.nodes import Node, Run, insert_tree, load, write_tree
from foundation.accounts.models import User
from foundation.inbox.models import Notice, NoticeQuerySet
from tests.factories import a_circle, a_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def people() -> tuple[User, User, User, Circle]:
    ada, bo, eve = a_person("Ada Mercier"), a_person("Bo Nguyen"), a_person("Eve Martin")
    return ada, bo, eve, a_circle(ada, bo)


def written(document: Document, nodes: list[Node], *, by: User | None, place: int = 0) -> None:
    """Write nodes as a person's browser does, before a block."""
    log = Log.objects.get(pk=document.pk)
    data = insert_tree(log.read().updates, nodes, place)
    log.updates.create(seq=log.seq + 1, message_id=f"m{log.seq}", user=by, data=data)
    Log.objects.filter(pk=log.pk).update(seq=log.seq + 1)


def notices() -> NoticeQuerySet:
    return Notice.objects.filter(event__in=[str(event) for event in DocumentNotice])


def naming(kind: str, key: str) -> Node:
    return Node("paragraph", {}, [Run("for "), Node("mention", {"kind": kind, "id": key}), Run(" to read")])


def ids(document: Document) -> list[Any]:
    return [node.attrs.get("bid") for node in Document.objects.get(pk=document.pk).nodes()]


@pytest.mark.both_databases
def test_each_block_gets_an_id_once_and_keeps_it(people: tuple[User, User, User, Circle]) -> None:
    ada, _bo, _eve, circle = people
    document = Document.create(circle, "Pump", by=ada, content=write_tree([Node("paragraph"), Node("heading")]))
    assert process_quiet_text(document.pk)
    first = ids(document)
    assert len(set(first)) == 2
    assert all(first)
    assert not process_quiet_text(document.pk)
    written(document, [Node("paragraph")], by=ada, place=1)
    assert process_quiet_text(document.pk)
    assert ids(document) == [first[0], ids(document)[1], first[1]]
    assert Log.objects.get(pk=document.pk).processed_seq == Log.objects.get(pk=document.pk).seq


def test_a_copy_of_a_block_gets_an_id_of_its_own(people: tuple[User, User, User, Circle]) -> None:
    ada, _bo, _eve, circle = people
    twins = [Node("paragraph", {"bid": "a1b2c3d4"}), Node("paragraph", {"bid": "a1b2c3d4"}), Node("table", {"bid": 7})]
    document = Document.create(circle, "Pump", by=ada, content=write_tree(twins))
    process_quiet_text(document.pk)
    assert ids(document)[0] == "a1b2c3d4"
    assert len(set(ids(document))) == 3


def test_what_the_server_writes_merges_with_what_was_typed_meanwhile(people: tuple[User, User, User, Circle]) -> None:
    ada, _bo, _eve, circle = people
    document = Document.create(circle, "Pump", by=ada, content=write_tree([Node("paragraph", {}, [Run("one")])]))
    browser: Doc[Any] = load(document.log.read().updates)
    process_quiet_text(document.pk)
    browser.get("default", type=XmlFragment).children.append(XmlElement("paragraph"))
    for update in document.log.updates.order_by("seq"):
        browser.apply_update(bytes(update.data))
    stored = load(Document.objects.get(pk=document.pk).log.read().updates)
    stored.apply_update(browser.get_update())
    assert str(stored.get("default", type=XmlFragment)) == str(browser.get("default", type=XmlFragment))


def test_bo_finds_a_mention_in_the_inbox_once(people: tuple[User, User, User, Circle]) -> None:
    ada, bo, eve, circle = people
    document = Document.create(circle, "Pump", by=ada, content=write_tree([Node("paragraph")]))
    written(document, [naming("person", str(bo.pk)), naming("person", str(eve.pk))], by=ada)
    process_quiet_text(document.pk)
    notice = notices().get()
    assert (notice.user, notice.by, notice.reference) == (bo, ada.pk, document.reference)
    assert notice.address.endswith(f"#b-{ids(document)[0]}")
    written(document, [naming("person", str(bo.pk))], by=ada)
    process_quiet_text(document.pk)
    assert notices().count() == 1


def test_a_circle_that_is_mentioned_costs_as_many_queries_with_many_people(
    people: tuple[User, User, User, Circle],
) -> None:
    ada, _bo, _eve, circle = people
    counts = []
    for number in range(2):
        document = Document.create(circle, "Pump", by=ada, content=write_tree([naming("circle", circle.key)]))
        with CaptureQueriesContext(connection) as asked:
            process_quiet_text(document.pk)
        counts.append(len(asked))
        for each in range(4):
            circle.admit(a_person(f"Person {number} {each}"), by=ada)
    assert counts[0] == counts[1]
    assert notices().count() == 1 + 5


def test_nobody_is_notified_of_a_mention_by_themselves(people: tuple[User, User, User, Circle]) -> None:
    ada, bo, _eve, circle = people
    document = Document.create(circle, "Pump", by=ada)
    written(document, [naming("person", str(ada.pk)), naming("circle", circle.key)], by=ada)
    process_quiet_text(document.pk)
    assert [(notice.user, str(notice.event)) for notice in notices()] == [(bo, "document.circle_mentioned")]


def test_a_mention_that_goes_is_no_backlink_any_more(people: tuple[User, User, User, Circle]) -> None:
    ada, _bo, _eve, circle = people
    document = Document.create(circle, "Pump", by=ada, content=write_tree([naming("thing", "DOC-1")]))
    process_quiet_text(document.pk)
    assert Mention.objects.of(circle.project, "thing", "DOC-1").count() == 1
    doc = load(Document.objects.get(pk=document.pk).log.read().updates)
    before = doc.get_state()
    del doc.get("default", type=XmlFragment).children[0]
    log = Log.objects.get(pk=document.pk)
    log.updates.create(seq=log.seq + 1, message_id="gone", user=ada, data=doc.get_update(before))
    Log.objects.filter(pk=log.pk).update(seq=log.seq + 1)
    process_quiet_text(document.pk)
    assert not Mention.objects.of(circle.project, "thing", "DOC-1").exists()


@pytest.mark.parametrize("key", ["", "not-a-uuid", "x" * 100, "'; drop table"])
def test_an_odd_mention_is_nobody(people: tuple[User, User, User, Circle], key: str) -> None:
    ada, _bo, _eve, circle = people
    document = Document.create(circle, "Pump", by=ada, content=write_tree([naming("person", key)]))
    process_quiet_text(document.pk)
    assert not notices().exists()
    assert "for @… to read" in Document.objects.get(pk=document.pk).nodes()[0].text() or not key
