"""A document as a file to take away."""

import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from tempfile import TemporaryFile
from typing import IO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe
from django.utils.text import slugify

from documents.document_files.block_key_sources import BlockKeys
from documents.document_files.exported_comments import threads_with_results
from documents.document_files.exported_suggestions import as_list, suggested_in, with_lasting_ends
from documents.document_files.picture_files import PrintedPictures
from documents.document_files.portable_text import MarkdownWithFiles, Surroundings
from documents.documents.models import Document
from documents.documents.thing_cards import with_card_titles
from documents.richtext.block_keys import with_keys
from documents.richtext.exchange import office
from documents.richtext.exchange.commented import Thread, as_word_comments, marked, numbered
from documents.richtext.exchange.export_formats import ExportFormat
from documents.richtext.exchange.front_matter import with_title
from documents.richtext.exchange.heading_names import heading_names
from documents.richtext.exchange.pictures import embed_pictures
from documents.richtext.exchange.titles import without_title
from documents.richtext.exchange.tracked_text import Suggested, TrackedText
from documents.richtext.exchange.typeset import typeset
from documents.richtext.html import html_of
from documents.richtext.markdown_writer import markdown_of
from documents.richtext.nodes import Node
from documents.richtext.plain_text import text_of
from foundation.accounts.models import User
from foundation.audit import clock
from foundation.web import pdf
from foundation.web.extension_registry import additions


@dataclass(frozen=True)
class DocumentCopy:
    """A document as one person takes it away."""

    document: Document
    user: User | None
    """None: of a whole copy, which has everything."""
    with_comments: bool = False
    is_titled: bool = False
    """Markdown begins with the title, and its links lead here from anywhere: a file that a person keeps does; a program
    that asks for the text gets only that, and may send it back changed.
    """
    paths: Mapping[int, str] = field(default_factory=dict)
    """Of the documents that leave with it, in one ZIP, by number."""

    @property
    def threads(self) -> list[Thread]:
        """Return what was said about it, where that is to go along."""
        return threads_with_results(self.document) if self.with_comments else []

    def nodes(self) -> list[Node]:
        """Return its text; cards say the titles of what the person may see."""
        return with_card_titles(self.document.project, self.user, self.document.nodes())

    @property
    def suggested(self) -> list[Suggested]:
        """Return what is suggested in it, where that is to go along as well."""
        return suggested_in(self.document) if self.with_comments else []

    def markdown(self) -> str:
        """Write it as Markdown; comments stand at its end with the words they are about."""
        if self.is_titled:
            return self.text_of(MarkdownWithFiles(self.around, self.user))
        return markdown_of(self.nodes()) + self.said()

    def text_of(self, folder: MarkdownWithFiles) -> str:
        """Write it as a Markdown file; `folder` knows then what is to lie beside it."""
        return with_title(self.document.title, markdown_of(folder.nodes()) + self.said())

    def said(self) -> str:
        """Write what people said about it as Markdown."""
        context = {"threads": self.threads, "suggestions": as_list((one, one.changes) for one in self.suggested)}
        return render_to_string("document_files/comments.md", context) if any(context.values()) else ""

    @property
    def around(self) -> Surroundings:
        """Return what leaves with it."""
        return Surroundings(self.document, self.paths)

    def text(self) -> str:
        """Write it as plain text."""
        return text_of(self.nodes())

    def html(self) -> str:
        """Write it as a page that needs nothing else: pictures are in it, and a style to print it by."""
        return typeset(self.page(f"<style>{render_to_string('document_files/file.css')}</style>"))

    def page(self, style: str = "") -> str:
        """Write it as a page."""
        text, threads = self.tracked(), self.threads
        nodes = self.titled_above(text)
        found = marked(nodes, threads)
        html = self.inside(self.keyed(nodes), anchors=True).replace("<details", "<details open")
        context = {
            "document": self.document,
            "html": mark_safe(numbered(html)),
            "threads": [{**thread, "is_found": place in found} for place, thread in enumerate(threads, start=1)],
            "suggestions": as_list((one, [change]) for one, change in text.untold),
            "style": mark_safe(style),
            "now": clock.now(),
        }
        return with_lasting_ends(render_to_string("document_files/file.html", context))

    def tracked(self) -> TrackedText:
        """Return its text with what is suggested in it."""
        return TrackedText(self.document.nodes(), self.suggested)

    def titled_above(self, text: TrackedText) -> list[Node]:
        """Return a text for a page that says the title above it."""
        nodes = with_card_titles(self.document.project, self.user, text.written())
        return without_title(nodes, self.document.title)

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
        html = self.around.html(html_of(nodes, anchors=anchors), heading_names(nodes), keeps_place=anchors)
        return embed_pictures(html, PrintedPictures(self.document, self.user).find)

    def office(self, form: str) -> bytes:
        """Write it as a Word or OpenDocument file; what is suggested and said in it is the file's own."""
        text, threads = self.tracked(), self.threads
        nodes = self.titled_above(text)
        found = marked(nodes, threads)
        html = as_word_comments(self.inside(self.keyed(nodes), anchors=False), threads)
        lost = [thread for place, thread in enumerate(threads, start=1) if place not in found]
        suggestions = as_list((one, [change]) for one, change in text.untold)
        context = {"document": self.document, "html": mark_safe(html), "threads": lost, "suggestions": suggestions}
        page, document = render_to_string("document_files/office.html", context), self.document
        return office.write_office(page, form, title=document.title, language=document.project.language)

    def pdf(self) -> bytes:
        """Write it as PDF: a report with its head, its outline and its pages numbered."""
        return pdf.pdf_of(
            typeset(self.page()), [render_to_string("document_files/file.css")], address=settings.BASE_URL, embeds=True
        )


def name_of(document: Document, form: ExportFormat) -> str:
    """Return how its file is called."""
    return f"{slugify(document.title)[:80].strip('-') or document.reference.lower()}.{form}"


def packed_markdown(copy: DocumentCopy) -> tuple[str, IO[bytes]] | None:
    """Return a document as a ZIP of Markdown and the files that it shows, with its name; None for one that shows none.
    Whoever takes it closes it.
    """
    name = name_of(copy.document, ExportFormat.MARKDOWN)
    folder = MarkdownWithFiles(copy.around, copy.user, name.removesuffix(".md"))
    text = copy.text_of(folder)
    if not folder.files:
        return None
    target = TemporaryFile()  # noqa: SIM115  whoever takes it closes it
    with ZipFile(target, "w", ZIP_DEFLATED) as archive:
        archive.writestr(name, text)
        write_files(archive, folder)
    target.seek(0)
    return f"{folder.folder}.zip", target


def write_files(archive: ZipFile, folder: MarkdownWithFiles) -> None:
    """Write what lies beside a document into a ZIP."""
    for path, file in folder.files.items():
        stored = file.stored.file
        with (
            stored.storage.open(str(stored.name)) as source,
            archive.open(ZipInfo(path), "w", force_zip64=True) as member,
        ):
            shutil.copyfileobj(source, member)
