"""What was read before its blocks had ids is decided, and taken back, as anything else."""

from collections.abc import Callable

import pytest

from documents.coediting.models import Log
from documents.documents.models import Document, Suggestion
from documents.documents.workflows.quiet_text import process_quiet_text
from documents.documents.workflows.suggestion_verdicts import accept, refuse
from documents.documents.workflows.suggestions import suggest_text
from documents.documents.workflows.undo_verdict import undo_last_verdict
from documents.richtext.markdown_reader import nodes_of, update_of
from documents.richtext.nodes import insert_tree
from foundation.accounts.models import User
from tests.documents.documents.test_suggestions import BETTER, TEXT, fresh, keys, says, types, writes
from tests.factories import a_circle

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
NEW_LINES = "By Ada.\n\nOn the bench.\n"


@pytest.fixture
def made(ada: User, bo: User) -> Suggestion:
    """Two blocks changed in a text of which no block has an id."""
    document = Document.create(a_circle(ada, bo), "Test report", by=ada)
    document.log.append(update_of(TEXT), by=ada)
    made = fresh(suggest_text(document, nodes_of(BETTER), by=bo))
    assert "block" in keys(made)[0]
    return made


def goes_on(document: Document, by: User) -> None:
    """Write in a block that is suggested to be another, and two lines before it; then all blocks get their ids."""
    types(document, 1, " Really.", by)
    writes(document, insert_tree(Log.objects.get(pk=document.pk).read().updates, nodes_of(NEW_LINES), 1), by)
    process_quiet_text(document.pk)


GONE_ON = TEXT.replace("less water.", "less water. Really.").replace("\n\nT-2", f"\n\n{NEW_LINES}\nT-2")


@pytest.mark.parametrize("number", [0, 1])
def test_a_change_is_refused_though_its_block_moved_and_was_typed_in_since(
    made: Suggestion, ada: User, number: int
) -> None:
    seen, read = made.changes().seen, keys(made)
    goes_on(made.document, ada)
    refuse(fresh(made), by=ada, keys=[read[number]], seen=seen)
    first, second = ("about 4 %", "3.8 %"), ("No part was changed.", "No part was changed, but the oil.")
    accept(fresh(made), by=ada)
    assert says(made.document) == GONE_ON.replace(*(second if number == 0 else first))
    undo_last_verdict(fresh(made), by=ada)
    undo_last_verdict(fresh(made), by=ada)
    assert says(made.document) == GONE_ON
    accept(fresh(made), by=ada)
    assert says(made.document) == GONE_ON.replace(*first).replace(*second)


@pytest.mark.parametrize("decide", [accept, refuse])
def test_what_was_decided_is_taken_back_though_its_block_moved_and_was_typed_in_since(
    made: Suggestion, ada: User, decide: Callable[..., None]
) -> None:
    decide(made, by=ada, keys=keys(made)[:1])
    goes_on(made.document, ada)
    undo_last_verdict(fresh(made), by=ada)
    assert says(made.document) == GONE_ON
    accept(fresh(made), by=ada)
    assert says(made.document) == GONE_ON.replace("about 4 %", "3.8 %").replace("changed.", "changed, but the oil.")


@pytest.mark.parametrize("decide", [accept, refuse])
def test_what_was_read_before_its_blocks_had_ids_is_suggested_again(
    made: Suggestion, ada: User, decide: Callable[..., None]
) -> None:
    document, seen, (first, _second) = made.document, made.changes().seen, keys(made)
    process_quiet_text(document.pk)
    decide(fresh(made), by=ada, keys=[first], seen=seen)
    assert len(keys(made)) == 1
    undo_last_verdict(fresh(made), by=ada)
    assert says(document) == TEXT
    accept(fresh(made), by=ada)
    assert says(document) == BETTER
