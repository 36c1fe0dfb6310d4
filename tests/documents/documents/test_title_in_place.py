"""The title that a document's page shows, and who may write in it."""

import pytest
from django.urls import reverse

from documents.documents.models import Document
from foundation.accounts.models import User
from foundation.audit.models import Entry
from tests.factories import a_circle, a_person
from tests.support.entry_points import at_browser

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


@pytest.fixture
def document(ada: User) -> Document:
    return Document.create(a_circle(ada), "Seal", by=ada)


def test_ada_writes_in_the_title_and_the_record_says_so(ada: User, document: Document) -> None:
    browser = at_browser(ada)
    assert f'data-title-in-place="/api/v1/documents/{document.pk}"' in browser.get(document.get_absolute_url()).text
    address = f"/api/v1/documents/{document.pk}"
    assert browser.patch(address, {"title": "Seal review"}, content_type="application/json").status_code == 200
    assert Entry.objects.filter(event="document.renamed").count() == 1
    heading = browser.get(reverse("documents:heading", args=[document.project.slug, document.number])).text
    assert 'id="document-title"' in heading
    assert ">Seal review</span>" in heading


def test_nobody_writes_in_the_title_of_an_archived_document_and_eve_sees_none(ada: User, document: Document) -> None:
    document.archive(by=ada)
    address = reverse("documents:heading", args=[document.project.slug, document.number])
    assert "data-title-in-place" not in at_browser(ada).get(address).text
    assert at_browser(a_person("Eve")).get(address).status_code == 404
