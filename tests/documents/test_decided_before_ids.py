"""What was read before its blocks had ids is decided, and taken back, as anything else."""

from collections.abc import Callable

import pytest

from accounts.models import User
from documents.models import Document
from documents.workflows.quiet_text import process_quiet_text
from documents.workflows.suggestion_verdicts import accept, refuse
from documents.workflows.suggestions import suggest_text
from documents.workflows.undo_verdict import undo_last_verdict
from richtext.markdown_reader import nodes_of, update_of
from tests.documents.test_suggestions import BETTER, TEXT, fresh, keys, says
from tests.factories import a_circle

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@pytest.mark.parametrize("decide", [accept, refuse])
def test_what_was_read_before_its_blocks_had_ids_is_suggested_again(
    ada: User, bo: User, decide: Callable[..., None]
) -> None:
    document = Document.create(a_circle(ada, bo), "Test report", by=ada)
    document.log.append(update_of(TEXT), by=ada)
    made = fresh(suggest_text(document, nodes_of(BETTER), by=bo))
    seen, (first, _second) = made.changes().seen, keys(made)
    assert "block" in first, "no block has an id yet"
    process_quiet_text(document.pk)
    decide(fresh(made), by=ada, keys=[first], seen=seen)
    assert len(keys(made)) == 1
    undo_last_verdict(fresh(made), by=ada)
    assert says(document) == TEXT
    accept(fresh(made), by=ada)
    assert says(document) == BETTER
