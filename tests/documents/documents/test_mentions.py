"""What is offered while a mention is written, the card of one, and the templates."""

import pytest
from django.test import Client
from django.urls import reverse

from circles.circles.models import Circle
from circles.projects.models import Project
from documents.documents.models import Document, DocumentTemplate
from documents.documents.workflows.begin_document import BUILT_IN, begin_document
from documents.documents.workflows.quiet_text import process_quiet_text
from documents.richtext.nodes import Node, Run, write_tree
from foundation.accounts.models import User
from foundation.audit.models import Entry
from foundation.web.languages import LANGUAGES
from tests.factories import a_circle, a_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada() -> User:
    return a_person("Ada Mercier")


@pytest.fixture
def bo() -> User:
    return a_person("Bo Nguyen")


@pytest.fixture
def circle(ada: User, bo: User) -> Circle:
    return a_circle(ada, bo)


@pytest.fixture
def project(circle: Circle) -> Project:
    return circle.project


def reader(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.mark.both_databases
def test_people_and_circles_are_offered_by_any_word_of_their_name(ada: User, bo: User, project: Project) -> None:
    found = reader(ada).get(reverse("documents:mentions", args=[project.slug]), {"q": "ngu"}).json()
    assert [(one["kind"], one["id"]) for one in found] == [("person", str(bo.pk))]


def test_names_are_those_of_today(ada: User, bo: User, project: Project) -> None:
    bo.name = "Bo Tran"
    bo.save()
    address = reverse("documents:mention_names", args=[project.slug])
    found = reader(ada).get(address, {"of": [f"person-{bo.pk}", "person-x", "thing-D-99"]}).json()
    assert found[f"person-{bo.pk}"]["name"] == "Bo Tran"
    assert len(found) == 1


@pytest.mark.parametrize("of", ["person-{bo}", "circle-{circle}", "thing-DOC-1"])
def test_a_card_is_shown_to_members_only(ada: User, bo: User, project: Project, circle: Circle, of: str) -> None:
    address = reverse("documents:mention_card", args=[project.slug, of.format(bo=bo.pk, circle=circle.key)])
    assert reader(ada).get(address).status_code == 200
    assert reader(a_person("Eve Martin")).get(address).status_code == 404


def test_a_card_says_where_else_it_is_mentioned(ada: User, project: Project, circle: Circle) -> None:
    mention = Node("mention", {"kind": "thing", "id": "DOC-1"})
    document = Document.create(circle, "Wear test", by=ada, content=write_tree([Node("paragraph", {}, [mention])]))
    process_quiet_text(document.pk)
    client = reader(ada)
    page = client.get(reverse("documents:mention_card", args=[project.slug, "thing-DOC-1"]))
    assert b"Wear test" in page.content
    found = client.get(f"/api/v1/projects/{project.slug}/mentions", {"kind": "thing", "target": "DOC-1"}).json()
    assert [one["title"] for one in found] == ["Wear test"]


@pytest.mark.parametrize("key", BUILT_IN)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_document_begins_with_a_template(ada: User, circle: Circle, key: str, language: str) -> None:
    from django.utils import translation

    with translation.override(language):
        document = begin_document(circle, "New", by=ada, template=key)
    kinds = {node.kind for node in document.nodes()}
    assert kinds >= {"heading", "table"} or key == "supplier-comparison"
    assert all(node.attrs["bid"] for node in document.nodes())


def test_a_document_is_saved_as_a_template_with_nothing_ticked(ada: User, project: Project, circle: Circle) -> None:
    task = Node("taskItem", {"checked": True}, [Node("paragraph", {}, [Run("weigh it")])])
    document = begin_document(circle, "Wear test", by=ada, nodes=[Node("taskList", {}, [task])])
    client = reader(ada)
    address = reverse("documents:save_template", args=[project.slug, document.number])
    client.post(address, {"title": "Wear test"})
    template = DocumentTemplate.objects.get()
    page = client.post(
        reverse("documents:new", args=[project.slug]),
        {"title": "Another", "circle": circle.key, "template": str(template.pk)},
    )
    copy = Document.objects.get(title="Another")
    assert page.status_code == 302
    (kept,) = next(iter(copy.nodes())).nodes()
    assert (kept.attrs["checked"], kept.text()) == (False, "weigh it")
    assert "template.saved" in [entry.event for entry in Entry.objects.of_project(project.pk)]
    client.post(reverse("documents:template_removal", args=[project.slug, template.pk]))
    assert not DocumentTemplate.objects.offered().exists()


def test_programs_begin_with_a_template_too(ada: User, project: Project, circle: Circle) -> None:
    client = reader(ada)
    keys = [one["key"] for one in client.get(f"/api/v1/projects/{project.slug}/document-templates").json()]
    assert keys == list(BUILT_IN)
    made = client.post(
        f"/api/v1/projects/{project.slug}/documents",
        {"title": "Bench", "circle": circle.key, "template": "test-report"},
        content_type="application/json",
    )
    assert made.status_code == 201
    assert "Uncertainty" in client.get(f"/api/v1/documents/{made.json()['id']}.md").content.decode()
