"""The documents that a project can begin with: a specification outline, a test report, a supplier comparison."""

from django.db import transaction
from django.utils import translation

from circles.projects.models import Project
from documents.documents.models import Document
from documents.documents.workflows.begin_document import begin_document, built_in_titles, nodes_of_template
from documents.documents.workflows.quiet_text import process_quiet_text
from documents.documents.workflows.read_words import read_words
from documents.richtext.nodes import write_tree
from foundation.accounts.models import User

OUTLINE = "specification-outline"
PACK = ("test-report", "supplier-comparison")


def add_starter_documents(project: Project, *, by: User) -> list[Document]:
    """Write the outline into a specification that is still empty, and begin the others in the general circle; what is
    there by its name is left alone. Return what was written.
    """
    with translation.override(project.language), transaction.atomic():
        written = [outline_specification(project, by=by)]
        known = set(Document.objects.in_project(project).values_list("title", flat=True))
        titles = {key: title for key, title in built_in_titles().items() if key in PACK and title not in known}
        written += [
            begin_document(project.circles.general(), title, by=by, template=key) for key, title in titles.items()
        ]
    return [document for document in written if document is not None]


def outline_specification(project: Project, *, by: User) -> Document | None:
    """Write the outline into the project's specification; None where something stands in it already."""
    found = Document.objects.in_project(project).filter(genre=Document.Genre.SPECIFICATION).first()
    if found is None:
        return None
    document = found.locked()
    if document.nodes():
        return None
    document.log.append(write_tree(nodes_of_template(project, OUTLINE)), by=by)
    process_quiet_text(document.pk)
    read_words(document.pk)
    return document
