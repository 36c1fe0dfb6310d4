"""Markdown that a person pastes becomes blocks: the server reads it, and writes nothing."""

from pathlib import Path

import pytest
from django.urls import reverse

from documents.documents.models import Document
from foundation.accounts.models import User
from tests.factories import a_circle, a_person
from tests.support.entry_points import at_browser

PASTED = Path(__file__).parents[2] / "data" / "pasted"

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


@pytest.fixture
def document(ada: User) -> Document:
    return Document.create(a_circle(ada), "Seal", by=ada)


def test_what_the_editor_is_given_is_what_its_own_test_reads(ada: User, document: Document) -> None:
    address = reverse("documents:pasted", args=[document.project.slug, document.number])
    answer = at_browser(ada).post(address, {"text": (PASTED / "markdown.md").read_text()})
    assert answer.json()["html"] + "\n" == (PASTED / "markdown.html").read_text()
    assert document.nodes() == []


def test_eve_outside_gets_nothing_and_what_is_too_intricate_is_refused(ada: User, document: Document) -> None:
    address = reverse("documents:pasted", args=[document.project.slug, document.number])
    assert at_browser(a_person("Eve")).post(address, {"text": "# x"}).status_code == 404
    assert at_browser(ada).post(address, {"text": ""}).status_code == 422
    assert at_browser(ada).post(address, {"text": "<!" * 600}).status_code == 409
