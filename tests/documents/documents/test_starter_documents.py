"""The documents that a project can begin with."""

import pytest

from circles.circles.workflows.project_setup import create_project
from circles.projects.models import Project
from documents.documents.models import Document
from documents.documents.workflows.starter_documents import add_starter_documents
from documents.richtext.markdown_writer import markdown_of
from foundation.accounts.models import User
from tests.factories import a_person, a_project, a_written
from tests.support.entry_points import at_browser

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada() -> User:
    return a_person("Ada Mercier")


@pytest.fixture
def project(ada: User) -> Project:
    return a_project(ada)


def texts(project: Project) -> dict[str, str]:
    found = Document.objects.in_project(project).order_by("number")
    return {document.title: markdown_of(document.nodes()) for document in found}


@pytest.mark.both_databases
def test_a_project_begins_with_an_outline_a_report_and_a_comparison(ada: User, project: Project) -> None:
    answer = at_browser(ada).post(f"/p/{project.slug}/documents/starter/", follow=True)
    assert answer.status_code == 200
    found = texts(project)
    assert list(found) == ["Specification", "Test report", "Supplier comparison"]
    assert "Safety and compliance" in found["Specification"]
    assert "Measurements" in found["Test report"]


def test_what_is_there_is_left_alone(ada: User, project: Project) -> None:
    a_written(Document.objects.in_project(project).get(), "Ours.", by=ada)
    assert len(add_starter_documents(project, by=ada)) == 2
    assert add_starter_documents(project, by=ada) == []
    assert "Safety" not in texts(project)["Specification"]


def test_they_are_in_the_language_of_the_project(ada: User) -> None:
    project = create_project("Pompe", by=ada, language="fr")
    add_starter_documents(project, by=ada)
    assert "Sécurité et conformité" in texts(project)["Spécification"]
    assert "Rapport d’essai" in texts(project)


def test_they_are_for_who_pilots_the_project(ada: User, project: Project) -> None:
    bo = a_person("Bo")
    project.circles.general().admit(bo, by=ada)
    assert at_browser(bo).post(f"/p/{project.slug}/documents/starter/").status_code == 403
    assert len(texts(project)) == 1
