"""A document as a file to take away."""

from dataclasses import dataclass

from django.conf import settings
from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe
from django.utils.text import slugify

from accounts.models import User
from audit import clock
from documents.block_key_sources import BlockKeys
from documents.export_formats import ExportFormat
from documents.exported_comments import threads_with_results
from documents.models import Document, DocumentExport
from documents.picture_files import picture_of
from documents.thing_cards import with_card_titles
from richtext.block_keys import with_keys
from richtext.exchange import office
from richtext.exchange.commented import Thread, as_word_comments, marked, numbered
from richtext.exchange.front_matter import with_title
from richtext.exchange.pictures import embed_pictures
from richtext.html import html_of
from richtext.markdown_writer import markdown_of
from richtext.nodes import Node
from richtext.plain_text import text_of
from web import pdf
from web.exceptions import require
from web.extension_registry import additions


@dataclass(frozen=True)
class DocumentCopy:
    """A document as one person takes it away."""

    document: Document
    user: User | None
    """None: of a whole copy, which has everything."""
    with_comments: bool = False
    is_titled: bool = False
    """Markdown begins with the title: a file that a person keeps does; a program that asks for the text gets only that,
    and may send it back changed.
    """

    @property
    def threads(self) -> list[Thread]:
        """Return what was said about it, where that is to go along."""
        return threads_with_results(self.document) if self.with_comments else []

    def nodes(self) -> list[Node]:
        """Return its text; cards say the titles of what the person may see."""
        return with_card_titles(self.document.project, self.user, self.document.nodes())

    def markdown(self) -> str:
        """Write it as Markdown; comments stand at its end with the words they are about."""
        text = markdown_of(self.nodes())
        said = render_to_string("documents/comments.md", {"threads": self.threads}) if self.threads else ""
        return with_title(self.document.title, text + said) if self.is_titled else text + said

    def text(self) -> str:
        """Write it as plain text."""
        return text_of(self.nodes())

    def html(self) -> str:
        """Write it as a page that needs nothing else: pictures are in it, and a style to print it by."""
        return self.page(f"<style>{render_to_string('documents/file.css')}</style>")

    def page(self, style: str = "") -> str:
        """Write it as a page."""
        nodes, threads = self.nodes(), self.threads
        found = marked(nodes, threads)
        context = {
            "document": self.document,
            "html": mark_safe(numbered(self.inside(self.keyed(nodes), anchors=True))),
            "threads": [{**thread, "is_found": place in found} for place, thread in enumerate(threads, start=1)],
            "style": mark_safe(style),
            "now": clock.now(),
        }
        return render_to_string("documents/file.html", context)

    def keyed(self, nodes: list[Node]) -> list[Node]:
        """Return nodes with the keys by which blocks are quoted: paper has no margin that would say them. Guests see
        none on the page either.
        """
        if self.user and not self.document.project.has(self.user):
            return nodes
        keys = [added.of(self.document) for added in additions(BlockKeys)]
        return with_keys(nodes, {bid: key for some in keys for bid, key in some.items()})

    def inside(self, nodes: list[Node], *, anchors: bool) -> str:
        """Write nodes as HTML with pictures as data and whole addresses."""
        html = embed_pictures(
            html_of(nodes, anchors=anchors), lambda address: picture_of(self.document, address, self.user)
        )
        return html.replace(' href="/', f' href="{settings.BASE_URL}/')

    def office(self, form: str) -> bytes:
        """Write it as a Word or OpenDocument file; comments are Word's own where the file can hold such."""
        nodes, threads = self.nodes(), self.threads
        found = marked(nodes, threads)
        html = as_word_comments(self.inside(self.keyed(nodes), anchors=False), threads)
        lost = [thread for place, thread in enumerate(threads, start=1) if place not in found or form == "odt"]
        context = {"document": self.document, "html": mark_safe(html), "threads": lost}
        page, document = render_to_string("documents/office.html", context), self.document
        return office.write_office(page, form, title=document.title, language=document.project.language)

    def pdf(self) -> bytes:
        """Write it as PDF: a report with its head, its outline and its pages numbered."""
        return pdf.pdf_of(self.page(), [render_to_string("documents/file.css")], address=settings.BASE_URL, embeds=True)


def name_of(document: Document, form: ExportFormat) -> str:
    """Return how its file is called."""
    return f"{slugify(document.title)[:80].strip('-') or document.reference.lower()}.{form}"


def file_of(
    document: Document, form: ExportFormat, *, user: User, with_comments: bool = False, is_titled: bool = False
) -> HttpResponse:
    """Return a document as a file to take away.

    :raises Refused: where this server cannot make such a file.
    """
    copy = DocumentCopy(document, user, with_comments, is_titled)
    return form.attachment(copy, name_of(document, form), user=user)


def zip_of(export: DocumentExport) -> FileResponse:
    """Return an export's file as an attachment.

    :raises Http404: until it is ready.
    :raises PermissionDenied: once who asked may no longer read all that is in it.
    """
    found = get_object_or_404(DocumentExport.objects.exclude(ready_at=None), pk=export.pk)
    require(found.is_readable)
    place = f"-{export.circle.key}" if export.circle else ""
    name = f"{export.project.slug}{place}-documents-{export.format}.zip"
    return FileResponse(found.file.open("rb"), as_attachment=True, filename=name, content_type="application/zip")
