"""Documents to take away: each as Markdown, as HTML, as the log of its changes; its versions, comments, suggestions."""

import base64
import json
from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from circles.circles.takeaway_parts import TakeawayFile, TakeawayPart, TakeawayReader, file_name, json_file
from circles.projects.models import Project
from documents.document_files.document_copy import DocumentCopy
from documents.document_files.exported_comments import threads_as_data
from documents.documents.models import Document, DocumentQuerySet, DocumentTemplate
from documents.richtext.markdown_writer import markdown_of

LOGGED_AT_ONCE = 200


def readable(reader: TakeawayReader) -> DocumentQuerySet:
    """Return those whose words the copy may have: its reader's, or in a whole copy all."""
    found = reader.things(Document.objects.all())
    return found if reader.user is None else found.readable_by(reader.user)


def number(reader: TakeawayReader) -> int:
    """Count them, with amendments."""
    return readable(reader).count()


def files(reader: TakeawayReader) -> Iterator[TakeawayFile]:
    """Write four files a document, and one of its comments where it has any."""
    found = readable(reader).select_related("project", "circle", "log").order_by("number")
    for document in found.iterator(chunk_size=LOGGED_AT_ONCE):
        name, copy = f"documents/{file_name(document.reference, document.title)}", DocumentCopy(document, reader.user)
        yield TakeawayFile(f"{name}.md", [copy.markdown()], things=0)
        yield TakeawayFile(f"{name}.html", [copy.html()], things=0)
        if comments := threads_as_data(document):
            yield json_file(f"{name}.comments.json", comments)
        if suggested := suggestions_of(document):
            yield json_file(f"{name}.suggestions.json", suggested)
        yield TakeawayFile(f"{name}.log.jsonl", log_of(document))
        yield TakeawayFile(f"{name}.versions.jsonl", versions_of(document), things=0)
    if reader.circle is None:
        yield from template_files(reader.project)


def template_files(project: Project) -> Iterator[TakeawayFile]:
    """Write the project's templates; a circle has none of its own."""
    for template in DocumentTemplate.objects.in_project(project).offered().iterator(chunk_size=LOGGED_AT_ONCE):
        name = f"documents/templates/{file_name(str(template.pk)[:8], template.title)}"
        yield TakeawayFile(f"{name}.md", [markdown_of(template.nodes())], things=0)


def log_of(document: Document) -> Iterator[str]:
    """Write each update as it was received: applied in this order by any Yjs library, they are the document."""
    updates = document.log.updates.order_by("seq").select_related("user")
    for update in updates.iterator(chunk_size=LOGGED_AT_ONCE):
        row = {
            "seq": update.seq,
            "received_at": update.received_at.isoformat(),
            "by": update.user.name if update.user else "",
            "update": base64.b64encode(update.data).decode(),
        }
        yield json.dumps(row, ensure_ascii=False) + "\n"


def suggestions_of(document: Document) -> list[dict[str, object]]:
    """Return what people suggested in it: whose it is, what became of it, and its own updates."""
    return [
        {
            "suggestion": one.pk,
            "by": one.speaker,
            "reason": one.reason,
            "made_at": one.created_at.isoformat(),
            "outcome": one.outcome,
            "accepted": one.accepted,
            "refused": one.refused,
            "proposal": one.proposal,
            "updates": [base64.b64encode(update).decode() for update in one.log()],
            "verdicts": [
                {
                    "accepted": verdict.is_accepted,
                    "changes": verdict.changes,
                    "by": verdict.decided_by.name if verdict.decided_by else "",
                    "at": verdict.decided_at.isoformat(),
                    "undone_at": verdict.undone_at.isoformat() if verdict.undone_at else None,
                }
                for verdict in one.verdicts.select_related("decided_by")
            ],
        }
        for one in document.suggestions.select_related("author").order_by("pk")
    ]


def versions_of(document: Document) -> Iterator[str]:
    """Write each version as the place of the log that it is."""
    for version in document.versions.with_people().order_by("number").iterator(chunk_size=LOGGED_AT_ONCE):
        row = {
            "version": version.number,
            "seq": version.seq,
            "name": version.name,
            "reason": version.reason,
            "made_at": version.made_at.isoformat(),
            "by": [writer.name for writer in version.writers],
        }
        yield json.dumps(row, ensure_ascii=False) + "\n"


PART = TakeawayPart(
    "documents",
    _(
        "Each document as Markdown, as HTML, as the log of its changes (Yjs updates in base64, one on each line), and "
        "its versions as places of that log; its comments; what is suggested in it; the templates."
    ),
    number,
    files,
)
