"""A document as a file to take away."""

from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.utils.http import content_disposition_header
from django.utils.safestring import mark_safe
from django.utils.text import slugify

from accounts.models import User
from audit import clock
from documents.block_key_sources import BlockKeys
from documents.exported_comments import threads_with_results
from documents.models import Document, DocumentExport
from documents.picture_files import picture_of
from richtext.block_keys import with_keys
from richtext.exchange import office, pandoc
from richtext.exchange.commented import Thread, as_word_comments, marked, numbered
from richtext.exchange.front_matter import with_title
from richtext.exchange.pictures import embed_pictures
from richtext.html import html_of, text_of
from richtext.markdown_writer import markdown_of
from richtext.nodes import Node
from web import pdf
from web.exceptions import Refused, require
from web.extension_registry import additions
from web.throttling import MINUTE, throttle

DOWNLOADS = 20
"""So many files somebody has made in a minute: each keeps a processor busy."""
HEAVY = frozenset((*office.FORMATS, "pdf"))
FORMS = DocumentExport.FORMATS
_TYPES = {
    "md": "text/markdown; charset=utf-8",
    "html": "text/html; charset=utf-8",
    "txt": "text/plain; charset=utf-8",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "odt": "application/vnd.oasis.opendocument.text",
    "pdf": "application/pdf",
}


@dataclass(frozen=True)
class DocumentCopy:
    """A document as one person takes it away."""

    document: Document
    user: User | None
    """None: of a whole copy, which has everything."""
    with_comments: bool = False
    is_titled: bool = False
    """Markdown begins with the title: a file that somebody keeps does; a program that asks for the text gets only that,
    and may send it back changed.
    """

    @property
    def threads(self) -> list[Thread]:
        """Return what was said about it, where that is to go along."""
        return threads_with_results(self.document) if self.with_comments else []

    def markdown(self) -> str:
        """Write it as Markdown; comments stand at its end with the words they are about."""
        text = markdown_of(self.document.nodes())
        said = render_to_string("documents/comments.md", {"threads": self.threads}) if self.threads else ""
        return with_title(self.document.title, text + said) if self.is_titled else text + said

    def text(self) -> str:
        """Write it as plain text."""
        return text_of(self.document.nodes())

    def html(self) -> str:
        """Write it as a page that needs nothing else: pictures are in it, and a style to print it by."""
        return self.page(f"<style>{render_to_string('documents/file.css')}</style>")

    def page(self, style: str = "") -> str:
        """Write it as a page."""
        nodes, threads = self.document.nodes(), self.threads
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
        nodes, threads = self.document.nodes(), self.threads
        found = marked(nodes, threads)
        html = as_word_comments(self.inside(self.keyed(nodes), anchors=False), threads)
        lost = [thread for place, thread in enumerate(threads, start=1) if place not in found or form == "odt"]
        context = {"document": self.document, "html": mark_safe(html), "threads": lost}
        page, document = render_to_string("documents/office.html", context), self.document
        return office.write_office(page, form, title=document.title, language=document.project.language)

    def pdf(self) -> bytes:
        """Write it as PDF: a report with its head, its outline and its pages numbered.

        :raises Refused: where PDF cannot be made.
        """
        if not pdf.is_possible():
            raise Refused(pdf.why_not())
        return pdf.pdf_of(self.page(), [render_to_string("documents/file.css")], address=settings.BASE_URL, embeds=True)

    def content(self, form: str) -> bytes:
        """Write it in one of `FORMS`.

        :raises Refused: with a sentence, where this server cannot make such a file.
        """
        ways: dict[str, Callable[[], str | bytes]] = {
            "md": self.markdown,
            "txt": self.text,
            "html": self.html,
            "pdf": self.pdf,
        }
        made = ways[form]() if form in ways else self.office(form)
        return made.encode() if isinstance(made, str) else made


def name_of(document: Document, form: str) -> str:
    """Return how its file is called."""
    return f"{slugify(document.title)[:80].strip('-') or document.reference.lower()}.{form}"


def forms_here() -> tuple[str, ...]:
    """Return the formats that this server can write."""
    without = set() if pandoc.is_possible() else set(office.FORMATS)
    return tuple(form for form in FORMS if form not in without | (set() if pdf.is_possible() else {"pdf"}))


def missing_forms() -> list[str]:
    """Say for each format that this server cannot write why not."""
    said = [] if pandoc.is_possible() else [pandoc.why_not()]
    return said if pdf.is_possible() else [*said, pdf.why_not()]


def file_of(
    document: Document, form: str, *, user: User, with_comments: bool = False, is_titled: bool = False
) -> HttpResponse:
    """Return a document in one of `FORMS`, as an attachment: opened in place, a page could use our origin.

    :raises Refused: where this server cannot make such a file.
    """
    if form not in FORMS:
        raise Http404
    if form in HEAVY:
        throttle(user.pk, "downloads", most=DOWNLOADS, within=MINUTE)
    copy = DocumentCopy(document, user, with_comments, is_titled)
    response = HttpResponse(copy.content(form), content_type=_TYPES[form])
    disposition = content_disposition_header(as_attachment=True, filename=name_of(document, form))
    response["Content-Disposition"] = disposition or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    return response


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
