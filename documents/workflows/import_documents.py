"""Bring many documents in at once: one transaction, rows in bulk, one entry in the record."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from django.db import transaction
from simple_history.utils import bulk_create_with_history

from circles.models import Circle
from documents.event_types import DocumentEvent
from documents.models import Document, Log, Update

if TYPE_CHECKING:
    from collections.abc import Sequence

    from accounts.models import User
    from documents.workflows.markdown_folder import Paper

CHUNK = 200


def bring_in(papers: Sequence[Paper], circle: Circle, *, by: User | None, origin: str) -> int:
    """Make a document of each paper whose source the project does not have yet; gives how many came in.

    The rules are those of `Document.create`; what differs is that rows are written in bulk and told of once.
    """
    with transaction.atomic():
        circle = circle.open_or_refuse()
        known = set(Document.objects.in_project(circle.project).exclude(source="").values_list("source", flat=True))
        new = [paper for paper in papers if paper.source not in known]
        if not new:
            return 0
        first = Document.next_number(circle.project)
        documents = [
            Document(
                project=circle.project,
                circle=circle,
                number=first + place,
                title=paper.title,
                source=paper.source,
                created_by=by,
            )
            for place, paper in enumerate(new)
        ]
        bulk_create_with_history(documents, Document, batch_size=CHUNK, default_user=by)
        Log.objects.bulk_create([Log(document=document, seq=1) for document in documents], batch_size=CHUNK)
        Update.objects.bulk_create(
            [
                Update(log_id=document.pk, seq=1, message_id=uuid.uuid4().hex, user=by, data=paper.content)
                for document, paper in zip(documents, new, strict=True)
            ],
            batch_size=CHUNK,
        )
        circle.record_event(
            DocumentEvent.DOCUMENTS_IMPORTED,
            by=by,
            also=["documents"],
            documents=len(new),
            origin=origin,
            first=documents[0].reference,
            last=documents[-1].reference,
        )
    return len(new)
