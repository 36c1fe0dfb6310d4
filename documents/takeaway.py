"""Documents to take away: each as Markdown, as HTML, and as the log of its changes."""

import base64
import json
from collections.abc import Iterator

from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from circles.models import Project
from circles.takeaway_parts import TakeawayFile, TakeawayPart, TakeawayReader, file_name
from documents.content.markdown_writer import markdown_of
from documents.content.markup import markup_of
from documents.models import Document, DocumentQuerySet, DocumentTemplate

LOGGED_AT_ONCE = 200


def readable(reader: TakeawayReader) -> DocumentQuerySet:
    """Return those whose words the copy may have: its reader's, or in a whole copy all."""
    found = reader.things(Document.objects.all())
    return found if reader.user is None else found.readable_by(reader.user)


def number(reader: TakeawayReader) -> int:
    """Count them, with amendments."""
    return readable(reader).count()


def files(reader: TakeawayReader) -> Iterator[TakeawayFile]:
    """Write three files a document."""
    found = readable(reader).select_related("log").order_by("number")
    for document in found.iterator(chunk_size=LOGGED_AT_ONCE):
        name, nodes = f"documents/{file_name(document.reference, document.title)}", document.nodes()
        context = {"document": document, "html": markup_of(nodes)}
        yield TakeawayFile(f"{name}.md", [markdown_of(nodes)], things=0)
        yield TakeawayFile(f"{name}.html", [render_to_string("documents/file.html", context)], things=0)
        yield TakeawayFile(f"{name}.log.jsonl", log_of(document))
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


PART = TakeawayPart(
    "documents",
    _("Each document as Markdown, as HTML, and as the log of its changes (Yjs updates in base64, one on each line)."),
    number,
    files,
)
