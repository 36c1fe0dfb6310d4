"""Imports many documents at once: one transaction, rows in bulk, one entry in the record."""

import uuid

from django.db import transaction
from simple_history.utils import bulk_create_with_history

from accounts.models import User
from circles.models import Circle, Project
from documents.event_types import DocumentEvent
from documents.models import Document, Log, Update
from documents.workflows.markdown_folder import MarkdownFile, MarkdownFolder
from web.import_tally import ImportTally

BATCH = 200


def imported_sources(project: Project) -> set[str]:
    """Return the names of the files that are documents of a project."""
    return set(Document.objects.in_project(project).exclude(source="").values_list("source", flat=True))


def import_documents(folder: MarkdownFolder, circle: Circle, *, by: User | None) -> ImportTally:
    """Make a document of each file that was read and that the project does not have yet.

    The rules are those of `Document.create`, but for rows in bulk and one entry in the record.
    """
    tally = ImportTally("documents")
    with transaction.atomic():
        circle = circle.open_or_refuse()
        known = imported_sources(circle.project)
        new = [file for file in folder.files if file.source not in known]
        tally["documents"], tally.existing = len(new), len(folder.paths) - len(new)
        if new:
            documents = _create(new, circle, by)
            circle.record_event(
                DocumentEvent.DOCUMENTS_IMPORTED,
                by=by,
                also=["documents"],
                documents=len(new),
                origin=folder.root.name,
                first=documents[0].reference,
                last=documents[-1].reference,
            )
    return tally


def _create(files: list[MarkdownFile], circle: Circle, by: User | None) -> list[Document]:
    first = Document.next_number(circle.project)
    documents = [
        Document(
            project=circle.project,
            circle=circle,
            number=first + at,
            title=file.title,
            source=file.source,
            created_by=by,
        )
        for at, file in enumerate(files)
    ]
    bulk_create_with_history(documents, Document, batch_size=BATCH, default_user=by)
    Log.objects.bulk_create([Log(document=document, seq=1) for document in documents], batch_size=BATCH)
    Update.objects.bulk_create(
        [
            Update(log_id=document.pk, seq=1, message_id=uuid.uuid4().hex, user=by, data=file.content)
            for document, file in zip(documents, files, strict=True)
        ],
        batch_size=BATCH,
    )
    return documents
