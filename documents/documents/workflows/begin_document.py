"""Begins a document: empty, with the words of a file, or with those of a template."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from documents.documents.models import Document, DocumentTemplate
from documents.documents.workflows.quiet_text import process_quiet_text
from documents.documents.workflows.read_words import read_words
from documents.richtext.markdown_reader import nodes_of
from documents.richtext.nodes import Node, write_tree
from foundation.web.exceptions import Refused
from foundation.web.languages import SOURCE, current_language
from foundation.web.pagination import uuid_in

if TYPE_CHECKING:
    from circles.circles.models import Circle
    from circles.projects.models import Project
    from foundation.accounts.models import User

FOLDER = Path(__file__).resolve().parents[1] / "starting_texts"
BUILT_IN = ("meeting-note", "test-report", "data-sheet", "supplier-comparison", "specification-outline")


@dataclass(frozen=True, slots=True)
class TemplateChoice:
    """A template to choose: the key that forms and the API take, and its title. Those of the project have an id."""

    key: str
    title: str
    saved: DocumentTemplate | None = None


def template_choices(project: Project) -> list[TemplateChoice]:
    """List the templates that come with Ronde, in the reader's language, then those of the project."""
    saved = DocumentTemplate.objects.in_project(project).offered().defer("data").select_related("created_by")
    return [
        *(TemplateChoice(key, title) for key, title in built_in_titles().items()),
        *(TemplateChoice(str(template.pk), template.title, template) for template in saved),
    ]


def begin_document(
    circle: Circle, title: str, *, by: User, nodes: list[Node] | None = None, template: str = ""
) -> Document:
    """Create a document in a circle with these nodes, or with those of a template.

    :raises Refused: for a template that is not there, in a closed circle.
    """
    found = nodes_of_template(circle.project, template) if template else nodes or []
    document = Document.create(circle, title, by=by, content=write_tree(found) if found else b"")
    if found:
        process_quiet_text(document.pk)
        read_words(document.pk)
    return document


def nodes_of_template(project: Project, key: str) -> list[Node]:
    """Read the text of a template, in the reader's language where it comes with Ronde."""
    if key in BUILT_IN:
        path = FOLDER / current_language().code / f"{key}.md"
        path = path if path.is_file() else FOLDER / SOURCE.code / f"{key}.md"
        return nodes_of(path.read_text(encoding="utf-8"))
    pk = uuid_in(key)
    saved = DocumentTemplate.objects.in_project(project).offered().filter(pk=pk).first() if pk else None
    if saved is None:
        raise Refused(_("This template no longer exists; choose another one."))
    return saved.nodes()


def built_in_titles() -> dict[str, str]:
    """Return the titles of the templates that come with Ronde, by key, in the reader's language."""
    return {
        "meeting-note": _("Meeting note"),
        "test-report": _("Test report"),
        "data-sheet": _("Data sheet"),
        "supplier-comparison": _("Supplier comparison"),
        "specification-outline": _("Specification outline"),
    }
