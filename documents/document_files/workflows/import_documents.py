"""Imports many documents at once: one transaction, rows in bulk, one entry in the record."""

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.db import transaction
from simple_history.utils import bulk_create_with_history

from circles.circles.models import Circle
from circles.projects.models import Project
from documents.coediting.models import Log, Update
from documents.document_files.event_types import DocumentFileEvent
from documents.document_files.workflows.markdown_folder import MarkdownFolder
from documents.documents.models import Document
from foundation.accounts.models import User
from foundation.web.import_tally import ImportTally

BATCH = 200


@dataclass
class NewDocument:
    """What a document is made of: the name of its file, its title, and its text as a Yjs update, which is asked for
    once all documents are there: they may lead to each other.
    """

    source: str
    title: str
    content: Callable[[Document, Sequence[Document]], bytes]


def imported_sources(project: Project) -> set[str]:
    """Return the names of the files that are documents of a project."""
    return set(Document.objects.in_project(project).exclude(source="").values_list("source", flat=True))


def import_documents(folder: MarkdownFolder, circle: Circle, *, by: User | None) -> ImportTally:
    """Make a document of each file that was read and that the project does not have yet."""
    tally = ImportTally("documents")
    with transaction.atomic():
        circle = circle.open_or_refuse()
        known = imported_sources(circle.project)
        new = [
            NewDocument(file.source, file.title, lambda _one, _all, content=file.content: content)  # type: ignore[misc]
            for file in folder.files
            if file.source not in known
        ]
        tally["documents"], tally.existing = len(new), len(folder.paths) - len(new)
        if new:
            record_import(create_documents(new, circle, by), circle, by, origin=folder.root.name)
    return tally


def create_documents(new: Sequence[NewDocument], circle: Circle, by: User | None) -> list[Document]:
    """Make documents by the rules of `Document.create`, but in bulk; the caller holds the project's lock and records
    it.
    """
    first = Document.next_number(circle.project)
    documents = [
        Document(
            project=circle.project,
            circle=circle,
            number=first + at,
            title=one.title,
            source=one.source,
            created_by=by,
        )
        for at, one in enumerate(new)
    ]
    bulk_create_with_history(documents, Document, batch_size=BATCH, default_user=by)
    contents = [one.content(document, documents) for document, one in zip(documents, new, strict=True)]
    Log.objects.bulk_create([Log(document=document, seq=1, edited_by=by) for document in documents], batch_size=BATCH)
    Update.objects.bulk_create(
        [
            Update(log_id=document.pk, seq=1, message_id=uuid.uuid4().hex, user=by, data=content)
            for document, content in zip(documents, contents, strict=True)
        ],
        batch_size=BATCH,
    )
    return documents


def record_import(documents: list[Document], circle: Circle, by: User | None, *, origin: str) -> None:
    """Write one entry about documents that came in together."""
    circle.record_event(
        DocumentFileEvent.DOCUMENTS_IMPORTED,
        by=by,
        also=["documents"],
        documents=len(documents),
        origin=origin,
        first=documents[0].reference,
        last=documents[-1].reference,
    )
