"""The text of a document's page: kept by its place in the log, and never for longer than it is true."""

import pytest

from across.search.models import Text
from circles.circles.models import Circle
from documents.coediting.models import Log
from documents.documents.models import Document, DocumentNodes, DocumentText
from documents.documents.workflows.read_words import read_words
from documents.richtext.markdown_reader import nodes_of, update_of
from documents.richtext.nodes import Node, Run, write_tree
from documents.richtext.packed_nodes import READER, pack
from documents.richtext.tree_edits import edit_into
from foundation.accounts.models import User
from foundation.web.caches import page_cache
from tests.support.entry_points import at_browser

pytestmark = pytest.mark.django_db


@pytest.fixture
def document(circle: Circle, ada: User) -> Document:
    page_cache.clear()
    return Document.create(circle, "Wear test", by=ada, content=update_of("# Result\n\nThe seal stayed dry.\n"))


def shown(document: Document, user: User) -> str:
    return at_browser(user).get(document.get_absolute_url()).content.decode()


@pytest.mark.both_databases
def test_what_was_written_since_is_shown(document: Document, ada: User) -> None:
    assert "The seal stayed dry." in shown(document, ada)
    log = Log.objects.get(pk=document.pk)
    log.append(edit_into(log.read().updates, nodes_of("# Outcome\n\nThe seal was wet.\n")), by=ada)
    page = shown(document, ada)
    assert "The seal was wet." in page
    assert "Outcome" in page
    assert "stayed dry" not in page


def test_a_kept_text_is_read_by_nobody_who_may_not(document: Document, ada: User, bo: User, eve: User) -> None:
    assert "The seal stayed dry." in shown(document, ada)
    assert at_browser(eve).get(document.get_absolute_url()).status_code == 404


def test_the_name_of_somebody_mentioned_is_todays(circle: Circle, ada: User, bo: User) -> None:
    mention = Node("mention", {"kind": "person", "id": str(bo.pk)})
    content = write_tree([Node("paragraph", {}, [Run("for "), mention])])
    document = Document.create(circle, "Names", by=ada, content=content)
    before = shown(document, ada)
    read_words(document.pk)
    bo.name = "Bo Renamed"
    bo.save()
    assert "Bo Renamed" not in before
    assert "Bo Renamed" in shown(document, ada)


def test_a_text_that_was_read_is_not_read_out_of_its_log_again(
    document: Document, ada: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    marked = nodes_of("- [x] **dry** and `tight`[^1]\n\n| A | B |\n|---|---|\n| 1 | é ✓ |\n\n[^1]: for now\n")
    log = Log.objects.get(pk=document.pk)
    log.append(edit_into(log.read().updates, marked), by=ada)
    before = document.nodes()
    assert read_words(document.pk)
    with monkeypatch.context() as patch:
        patch.setattr(Log, "read", None)
        assert document.nodes() == before
    log.append(edit_into(log.read().updates, nodes_of("Wet.\n")), by=ada)
    assert [node.text() for node in document.nodes()] == ["Wet."]


def test_a_text_that_could_not_be_read_is_not_kept_as_empty(
    document: Document, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr("documents.documents.workflows.read_words.read_tree", lambda _updates: [])
        assert read_words(document.pk)
    assert "The seal stayed dry." in "".join(node.text() for node in document.nodes())


def test_a_kept_text_that_a_disk_has_changed_is_read_out_of_its_log(document: Document) -> None:
    assert read_words(document.pk)
    before = document.nodes()
    kept = DocumentNodes.objects.get(document=document)
    for damaged in (kept.data[:-9], b"", pack([])[:4]):
        kept.data = damaged
        kept.save()
        assert document.nodes() == before


def test_a_text_kept_by_another_way_of_reading_is_read_anew(document: Document) -> None:
    assert read_words(document.pk)
    before = document.nodes()
    kept = DocumentNodes.objects.get(document=document)
    kept.reader, kept.data = READER - 1, pack(nodes_of("Read otherwise."))
    kept.save()
    assert document.nodes() == before
    assert read_words(document.pk)
    assert not read_words(document.pk)
    assert DocumentNodes.objects.get(document=document).reader == READER


READ_OUT = {2: [{"document", "seq", "blocks"}, {"document", "seq", "reader", "data"}]}
"""What is kept of documents that were read, of their words and with their nodes, by the `READER` that reads it."""


def test_what_more_is_read_out_of_documents_is_read_by_another_reader() -> None:
    kept = [{field.name for field in model._meta.concrete_fields} for model in (DocumentText, DocumentNodes)]
    assert {READER: kept} == READ_OUT, (
        "raise READER of documents/richtext/packed_nodes.py, or documents of before never have it"
    )


def test_what_search_has_by_another_way_of_reading_is_read_anew(document: Document) -> None:
    """What is read out of documents from today on is then known of old ones as well."""
    assert read_words(document.pk)
    known = DocumentText.objects.get(document=document)
    before, known.blocks = known.blocks, [["", "Read otherwise."]]
    known.save()
    found = Text.objects.filter(kind="document", thing=document.pk.hex)
    found.delete()
    DocumentNodes.objects.update(reader=READER - 1)
    assert read_words(document.pk)
    known.refresh_from_db()
    assert known.blocks == before
    assert "The seal stayed dry." in [one.text for one in found.all()]
