"""Whatever can be decided on a suggestion can be decided on page and API, and counted, told and taken back."""

from typing import get_args

import pytest
from django.test import Client

from documents.documents.api.suggestions import BatchIn
from documents.documents.contexts.suggestions import ShownVerdict
from documents.documents.models import Document, VerdictKind
from documents.documents.record_sentences import SENTENCES
from documents.documents.workflows.suggestions import suggest_text
from documents.documents.workflows.undo_verdict import undo_last_verdict
from documents.richtext.markdown_reader import nodes_of, update_of
from foundation.accounts.models import User
from tests.architecture.sources import read
from tests.factories import a_circle, a_project
from tests.support.entry_points import at_browser, by_token

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


@pytest.fixture
def document(ada: User, bo: User) -> Document:
    circle = a_circle(ada, bo, inside=a_project(ada).circles.general(), name="Hydraulics")
    return Document.create(circle, "Notes", by=ada, content=update_of("It turns well."))


@pytest.mark.parametrize("entry_point", ["page", "api"])
@pytest.mark.parametrize("kind", VerdictKind)
def test_each_is_decided_counted_and_taken_back(
    document: Document, ada: User, bo: User, kind: VerdictKind, entry_point: str
) -> None:
    found = suggest_text(document, nodes_of("It turns badly."), by=bo)
    seen = f"{document.log.seq}.{found.seq}"
    if entry_point == "page":
        address = f"{document.get_absolute_url()}suggestions/verdicts/"
        assert at_browser(ada).post(address, {"verdict": kind, "seen": f"{found.pk}:{seen}"}).status_code == 302
    else:
        address = f"/api/v1/documents/{document.pk}/suggestions/verdicts"
        sent = {"verdict": kind, "seen": {found.pk: seen}}
        assert Client(headers=by_token(ada)).post(address, sent, "application/json").status_code == 200
    found.refresh_from_db()
    assert found.verdicts.get().kind is kind
    assert (found.outcome, getattr(found, kind.facts.counted_as)) == (kind.facts.outcome, 1)
    assert ShownVerdict(found.verdicts.get(), shows_words=True).result == str(kind.facts.outcome.label)
    undo_last_verdict(found, by=ada)
    found.refresh_from_db()
    assert (found.outcome, getattr(found, kind.facts.counted_as)) == ("", 0)


def test_each_has_its_button_its_word_for_programs_and_its_sentence() -> None:
    buttons, one = (
        read(f"templates/documents/documents/{name}.html") for name in ("suggestion_batch_form", "suggestion_forms")
    )
    assert list(get_args(BatchIn.model_fields["verdict"].annotation)) == VerdictKind.values
    assert [kind for kind in VerdictKind if f'value="{kind}"' not in buttons or f'verb="{kind}"' not in one] == []
    assert [kind for kind in VerdictKind if kind.facts.event not in SENTENCES] == []
