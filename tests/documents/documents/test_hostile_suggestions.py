"""Suggestions that no editor sends: they break nobody's page, and hold nobody up."""

import pytest
from django.urls import reverse

from circles.circles.models import Circle
from documents.documents.models import Document
from documents.documents.workflows.suggestions import TextBehind, suggest
from documents.richtext.markdown_reader import update_of
from documents.richtext.yjs.lib0 import var_uint
from foundation.accounts.models import User
from foundation.web.exceptions import Refused
from tests.support.entry_points import at_browser

pytestmark = pytest.mark.django_db


@pytest.fixture
def document(circle: Circle, ada: User) -> Document:
    return Document.create(circle, "Wear test", by=ada, content=update_of("The seal stayed dry."))


def forged(*structs: bytes) -> bytes:
    """Return an update of one client with these structs, as a program sends what no editor does."""
    return b"\x01" + bytes([len(structs)]) + b"\x4d\x00" + b"".join(structs) + b"\x00"


PARAGRAPH = b"\x07\x01\x07default\x03\x09paragraph"
FORGED = {
    "bytes as an attribute": forged(PARAGRAPH, b"\x28\x00\x4d\x00\x01x\x01\x74\x02ab"),
    "an element as an attribute": forged(PARAGRAPH, b"\x27\x00\x4d\x00\x01x\x03\x03foo"),
}


@pytest.mark.parametrize("update", FORGED.values(), ids=FORGED)
def test_what_no_editor_writes_breaks_nobodys_page(document: Document, bo: User, ada: User, update: bytes) -> None:
    suggest(document, update, by=bo, key="forged")
    for page in ("documents:margin", "documents:suggestions", "documents:document"):
        answer = at_browser(ada).get(reverse(page, args=[document.project.slug, document.number]))
        assert answer.status_code == 200


@pytest.mark.both_databases
def test_what_would_hold_up_every_reader_is_not_taken(document: Document, bo: User) -> None:
    """Inserts in one place by thousands who know nothing of each other: each is compared with all others."""
    crowd = b"".join(b"\x01" + var_uint(1000 + client) + b"\x00\x04\x01\x07default\x01x" for client in range(9000))
    with pytest.raises(Refused):
        suggest(document, var_uint(9000) + crowd + b"\x00", by=bo, key="crowd")
    hole = b"\x01\x01\x4d\x05\x04\x01\x07default\x01x\x00"
    with pytest.raises(TextBehind):
        suggest(document, hole, by=bo, key="hole")
    assert not document.suggestions.exists()
