"""What documents add to other apps: the specification of a new project and a circle's panel."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import ngettext

from accounts.models import User
from circles.domain_events import ProjectCreated
from circles.extension_points import Extension, Panel
from circles.models import Circle, Item, Project
from circles.restructuring.item_transfer import transfer_of
from documents.file_rights import FILE_RIGHTS
from documents.kept_data import KEPT_DATA
from documents.models import Document, DocumentQuerySet
from documents.record_sentences import SENTENCES
from documents.search_texts import DOCUMENTS
from documents.takeaway import PART

PANEL_ROWS = 8
SPECIFICATION = {"fr": "Spécification", "en": "Specification"}


def find(project: Project, number: int) -> Item | None:
    """Return the document that `DOC-12` means, or None."""
    return Document.objects.in_project(project).select_related("project").filter(number=number).first()


def make_specification(event: ProjectCreated) -> None:
    """Create the specification of a new project, named in the project's language."""
    project = event.project
    title = SPECIFICATION.get(project.language, SPECIFICATION["en"])
    Document.create(project.general, title, by=event.by, at=event.at, genre=Document.Genre.SPECIFICATION)


def panel(circle: Circle, user: User) -> tuple[str, dict[str, Any]]:
    """Show a circle's documents, last edited first."""
    found = Document.objects.in_circle(circle).listed()
    return "documents/panel.html", {
        "documents": found.select_related("project", "log").order_by("-log__edited_at", "pk")[:PANEL_ROWS],
        "numbers": {"listed": found},
        "circle": circle,
    }


def all_in(circle: Circle) -> DocumentQuerySet:
    """Return a circle's documents: they go along where the circle is merged or cut in two."""
    return Document.objects.in_circle(circle).order_by("number")


def listed_in(circle: Circle) -> QuerySet[Document]:
    """Return those that go their own way: an amendment goes with its proposal."""
    return all_in(circle).own()


def documents_go(number: int, to: Circle) -> str:
    """Say that so many documents go to a circle."""
    sentence = ngettext("%(number)s document goes to %(circle)s.", "%(number)s documents go to %(circle)s.", number)
    return sentence % {"number": number, "circle": to.name}


EXTENSION = Extension(
    app="documents",
    references={"DOC": find},
    panels=(Panel("documents", 40, panel),),
    transfers=(transfer_of("documents", all_in, documents_go, offered=listed_in, is_alive=False),),
    search_texts={"document": DOCUMENTS},
    sentences=SENTENCES,
    takeaway=(PART,),
    kept=(KEPT_DATA,),
    file_rights=FILE_RIGHTS,
    subscribers={ProjectCreated: [make_specification]},
)
