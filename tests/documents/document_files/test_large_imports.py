"""Files that are larger than a request may be come in pieces."""

import pytest

from circles.projects.models import Project
from documents.document_files.models import DocumentImport
from documents.document_files.tasks import read_files
from documents.documents.models import Document
from foundation.accounts.models import User
from foundation.files.models import Upload
from tests.documents.document_files.sending_files import zipped
from tests.factories import a_person, a_project
from tests.foundation.files.sending import Sender
from tests.support.entry_points import at_browser


@pytest.fixture
def project(ada: User) -> Project:
    return a_project(ada)


@pytest.mark.django_db
@pytest.mark.one_database
def test_a_large_zip_comes_in_pieces_by_page_and_by_program(ada: User, project: Project) -> None:
    data = zipped({"Notes/one.md": b"# One\n\n[two](two.md)", "Notes/two.md": b"# Two"})
    sender, place = Sender(ada), f"/p/{project.slug}/documents/import"
    upload = sender.begin("document_import", project.slug, len(data), "Notes.zip").json()["id"]
    sender.piece(upload, data[:50])
    early = at_browser(ada).post(place, {"upload": upload, "circle": "general"})
    assert (early.status_code, "This file is not here yet" in early.text) == (422, True)
    assert sender.piece(upload, data[50:], 50).json()["done"] is True
    answer = at_browser(ada).post(place, {"upload": upload, "circle": "general"})
    assert answer.status_code == 302
    assert not Upload.objects.exists()
    read_files(str(DocumentImport.objects.get().pk))
    assert {one.title for one in Document.objects.exclude(genre=Document.Genre.SPECIFICATION)} == {"One", "Two"}

    upload = sender.begin("document_import", project.slug, 6, "three.md").json()["id"]
    sender.piece(upload, b"# Drei")
    sent = {"upload": upload, "circle": "general"}
    made = sender.client.post(f"/api/v1/projects/{project.slug}/document-imports", sent)
    assert [one["source"] for one in made.json()["documents"]] == ["three.md"]
    eve = Sender(a_person("Eve"))
    assert eve.begin("document_import", project.slug, 6, "x.md").status_code == 404
