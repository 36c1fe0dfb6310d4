"""Documents are found, begun, read and taken away by those who are in the project, and by nobody else."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction
from django.urls import reverse

from circles.circles.models import Circle
from circles.projects.models import Project
from documents.coediting.models import Ticket, Update
from documents.documents.models import Document
from documents.richtext.markdown_reader import update_of
from foundation.accounts.models import User
from foundation.audit.models import Entry
from foundation.web.exceptions import Refused
from tests.factories import a_circle, a_person, a_project
from tests.support.entry_points import at_browser

pytestmark = pytest.mark.django_db


@pytest.fixture
def project(ada: User) -> Project:
    return a_project(ada)


@pytest.fixture
def circle(ada: User, project: Project) -> Circle:
    return a_circle(ada, a_person("Bo Nguyen"), inside=project.circles.general(), name="Hydraulics")


@pytest.mark.both_databases
def test_a_project_begins_with_its_specification(project: Project) -> None:
    only = Document.objects.get(project=project)
    assert (only.title, only.reference, only.is_specification) == ("Specification", "DOC-1", True)
    with pytest.raises(Refused):
        Document.create(project.circles.general(), "Another", by=None, genre="specification")


def test_a_project_in_french_has_a_specification_in_french() -> None:
    assert Document.objects.get(project=a_project(language="fr")).title == "Spécification"


def test_ada_creates_a_document_and_it_is_in_the_record(ada: User, project: Project, circle: Circle) -> None:
    answer = at_browser(ada).post(f"/p/{project.slug}/documents/new", {"title": "Field notes", "circle": circle.key})
    made = Document.objects.get(title="Field notes")
    assert answer["Location"] == made.get_absolute_url()
    entry = Entry.objects.of_project(project.pk).last()
    assert entry is not None
    assert (entry.event, entry.subject, entry.scope) == ("document.created", str(made.pk), circle.key)


def test_no_document_is_created_in_a_closed_circle(ada: User, circle: Circle) -> None:
    document = Document.create(circle, "Old", by=ada)
    circle.closed_at = circle.created_at
    circle.save()
    with pytest.raises(Refused):
        Document.create(circle, "New", by=ada)
    document.refresh_from_db()
    with pytest.raises(Refused):
        document.rename("Newer", by=ada)


def test_a_page_shows_the_text_before_any_script_runs(ada: User, project: Project, circle: Circle) -> None:
    made = Document.create(circle, "Pump", by=ada, content=update_of("# Flow\n\n**2.5** m³/h"))
    page = at_browser(ada).get(made.get_absolute_url()).content.decode()
    assert '<h1 id="h-flow">Flow</h1><p><strong>2.5</strong> m³/h</p>' in page
    assert f'data-document="{made.pk}"' in page
    assert '<a href="#h-flow">Flow</a>' in page


def test_a_document_links_to_its_own_history(ada: User, project: Project, circle: Circle) -> None:
    first, _other = (Document.create(circle, title, by=ada) for title in ("Pump", "Panels"))
    browser = at_browser(ada)
    address = reverse("circles:record", args=[project.slug]) + f"?about=document-{first.pk}"
    assert f'href="{address}"' in browser.get(first.get_absolute_url()).text
    html = browser.get(address).text
    assert "Pump" in html
    assert "Panels" not in html


def test_eve_outside_the_project_finds_nothing(ada: User, project: Project) -> None:
    made = Document.objects.get(project=project)
    eve = at_browser(a_person("Eve Martin"))
    for path in ("documents/", "documents/1/", "documents/1/as.md", "documents/new"):
        assert eve.get(f"/p/{project.slug}/{path}").status_code == 404
    assert eve.post(f"/p/{project.slug}/documents/1/title", {"title": "Mine"}).status_code == 404
    assert eve.get(f"/api/v1/documents/{made.pk}").status_code == 404
    assert eve.get(f"/api/v1/documents/{made.pk}.md").status_code == 404


@pytest.mark.parametrize(
    ("form", "kind", "words"),
    [("md", "text/markdown", "# Flow"), ("html", "text/html", ">Flow</h1>"), ("txt", "text/plain", "Flow")],
)
def test_a_document_is_exported_as_a_file(ada: User, circle: Circle, form: str, kind: str, words: str) -> None:
    made = Document.create(circle, "The pump: notes", by=ada, content=update_of("# Flow"))
    answer = at_browser(ada).get(f"{made.get_absolute_url()}as.{form}")
    assert answer["Content-Type"].startswith(kind)
    assert answer["Content-Disposition"] == f'attachment; filename="the-pump-notes.{form}"'
    assert words in answer.content.decode()


def test_a_markdown_file_becomes_a_document(ada: User, project: Project, circle: Circle) -> None:
    file = SimpleUploadedFile("notes.md", "# Été\n\nSec.".encode())
    at_browser(ada).post(f"/p/{project.slug}/documents/import", {"file": file, "circle": circle.key, "title": ""})
    made = Document.objects.get(title="Été")
    assert [node.text() for node in made.nodes()] == ["Sec."]  # the title stands above it


@pytest.mark.parametrize("content", [b"\xff\xfe\x00bad", b"x" * (2 * 1024 * 1024 + 1)])
def test_a_binary_or_too_large_file_is_refused_with_a_sentence(ada: User, project: Project, content: bytes) -> None:
    file = SimpleUploadedFile("notes.md", content)
    answer = at_browser(ada).post(f"/p/{project.slug}/documents/import", {"file": file, "circle": "general"})
    assert answer.status_code == 422
    assert Document.objects.count() == 1


def test_the_log_can_only_grow(ada: User, circle: Circle) -> None:
    made = Document.create(circle, "Pump", by=ada, content=update_of("x"))
    row = Update.objects.get(log=made.pk)
    with pytest.raises(DatabaseError), transaction.atomic():
        Update.objects.filter(pk=row.pk).update(data=b"")
    with pytest.raises(DatabaseError), transaction.atomic():
        Update.objects.filter(pk=row.pk).delete()
    assert Update.objects.filter(log=made.pk).count() == 1


def test_the_api_creates_reads_and_renames_documents(ada: User, project: Project) -> None:
    client = at_browser(ada)
    made = client.post(
        f"/api/v1/projects/{project.slug}/documents", {"title": "By script", "markdown": "*hi*"}, "application/json"
    )
    assert made.status_code == 201
    pk = made.json()["id"]
    assert client.get(f"/api/v1/documents/{pk}.md").content == b"*hi*\n"
    assert client.get(f"/api/v1/documents/{pk}").json()["socket"] == f"/ws/documents/{pk}"
    assert (
        client.patch(f"/api/v1/documents/{pk}", {"title": "Renamed"}, "application/json").json()["title"] == "Renamed"
    )
    listed = client.get(f"/api/v1/projects/{project.slug}/documents").json()
    assert [row["title"] for row in listed["documents"]] == ["Renamed", "Specification"]


def test_a_ticket_opens_one_document_for_one_person_while_their_access_lasts(ada: User, circle: Circle) -> None:
    made, other = Document.create(circle, "A", by=ada), Document.create(circle, "B", by=ada)
    answer = at_browser(ada).post("/api/v1/tickets", {"document": str(made.pk)}, "application/json")
    secret = answer.json()["ticket"]
    assert Ticket.bearer(secret, made.pk) == ada
    assert Ticket.bearer(secret, other.pk) is None
    assert not Ticket.objects.filter(digest=secret).exists()
    ada.end_access()
    assert Ticket.bearer(secret, made.pk) is None
