"""The words that documents are found by: title, and what they said when search last read them."""

from django.db.models import QuerySet

from circles.projects.models import Project
from circles.projects.thing_parts import SearchTexts
from documents.documents.models import Document, DocumentText


def documents_of(project: Project) -> QuerySet[Document]:
    """Return all documents of a project that are found by themselves."""
    return Document.objects.in_project(project).own().order_by("pk")


def words_of_documents(documents: list[Document]) -> list[tuple[Document, list[str]]]:
    """Return documents with their references, titles and words; those that are found by a proposal have none."""
    known = {one.document_id: one.words for one in DocumentText.objects.filter(document__in=documents)}
    return [(one, [one.reference, one.title, known.get(one.pk, "")]) for one in documents if not one.is_amendment]


DOCUMENTS = SearchTexts(documents_of, words_of_documents)
