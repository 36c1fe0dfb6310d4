"""Who suggests goes on typing while it is accepted: their words stay in their order, whoever's number is the higher."""

import uuid
from typing import Any

import pytest
from pycrdt import Doc, XmlFragment

from circles.circles.models import Circle
from documents.documents.models import Document, Suggestion
from documents.documents.workflows.suggestion_verdicts import accept
from documents.documents.workflows.suggestions import suggest
from documents.richtext.markdown_reader import nodes_of, update_of
from documents.richtext.markdown_writer import markdown_of
from documents.richtext.nodes import ROOT, load, tree_of
from documents.richtext.tree_edits import edit_into
from foundation.accounts.models import User
from tests.documents.documents.test_suggestions import document, fresh, says

pytestmark = pytest.mark.django_db

__all__ = ["document"]
LOW, HIGH = 2**21, 2**32 - 1


def typed(doc: Doc[Any], place: int, words: str) -> int:
    """Type letter by letter in the second block, as a browser does; return where the caret is then."""
    block: Any = doc.get(ROOT, type=XmlFragment).children[1].children[0]
    for letter in words:
        block.insert(place, letter)
        place += 1
    return place


@pytest.mark.both_databases
@pytest.mark.parametrize("client", [LOW, HIGH, None])
@pytest.mark.parametrize("after", ["T-2 delivers about 4 % less water.", "T-2 deliv"])
def test_what_is_typed_on_stands_after_what_was_accepted(
    document: Document, ada: User, bo: User, after: str, client: int | None
) -> None:
    doc = load(document.log.read().updates, client=client)
    before = doc.get_state()
    place = typed(doc, len(after), " so AAA")
    suggestion = suggest(document, doc.get_update(before), by=bo, key=uuid.uuid4().hex)
    sent = doc.get_state()
    place = typed(doc, place, " bb")  # not sent yet
    accept(suggestion, by=ada)
    text, own = document.log.read().updates, Suggestion.objects.get(pk=suggestion.pk).log()
    for update in [*text, *own]:
        doc.apply_update(update)
    line: Any = doc.get(ROOT, type=XmlFragment).children[1].children[0]
    whole = "T-2 delivers about 4 % less water."
    assert str(line) == f"{after} so AAA bb{whole[len(after) :]}"
    assert "so AAA" in says(document)
    assert "bb" not in says(document)
    suggest(document, doc.get_update(sent), by=bo, key=uuid.uuid4().hex, going_on=suggestion.pk)
    accept(fresh(Suggestion.objects.latest("pk")), by=ada)
    assert f"{after} so AAA bb{whole[len(after) :]}" in says(document)


@pytest.mark.both_databases
@pytest.mark.parametrize(
    ("before", "one", "other"), [("1250", "1350", "1270"), ("Monday", "Tuesday", "Friday"), ("large", "little", "huge")]
)
def test_two_who_change_one_word_make_no_third_of_it(
    circle: Circle, ada: User, before: str, one: str, other: str
) -> None:
    made = Document.create(circle, "Price", by=ada, content=update_of(f"It costs {before} euros."))
    base = made.log.read().updates
    changes = [edit_into(base, nodes_of(f"It costs {word} euros.")) for word in (one, other)]
    text = markdown_of(tree_of(load([*base, *changes])))
    assert text in (f"It costs {one}{other} euros.\n", f"It costs {other}{one} euros.\n")
