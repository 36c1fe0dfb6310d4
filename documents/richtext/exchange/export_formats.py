"""The formats in which documents and baselines leave: each with all that pages, the API and the files ask of it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol, Self

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from documents.richtext.exchange import pandoc
from foundation.web import pdf
from foundation.web.closed_choice import ClosedChoice
from foundation.web.exceptions import Refused


class ExportCopy(Protocol):
    """What a person takes away, as it is written in each format."""

    def markdown(self) -> str:
        """Write it as Markdown."""

    def text(self) -> str:
        """Write it as plain text."""

    def html(self) -> str:
        """Write it as a page that needs nothing else."""

    def office(self, form: str) -> bytes:
        """Write it as a file of an office program; `form` as pandoc names it."""

    def pdf(self) -> bytes:
        """Write it as PDF."""


class Needed(Protocol):
    """What writes a format and may lack on a server (a module)."""

    def is_possible(self) -> bool:
        """Return whether it is here."""

    def why_not(self, *formats: str) -> str:
        """Say why it is not, so that these formats cannot be written, and what to do instead."""


@dataclass(frozen=True, kw_only=True)
class FormatFacts:
    """What is asked of a format: its `name` in a menu, its `writer`, and what that `needs` (it keeps a processor busy
    then). One that `follows_paths` has links that may lead to files beside it. The API offers it as the operation of
    this name and description; `comments` can go along.
    """

    content_type: str
    name: str | Promise
    writer: Callable[[ExportCopy], str | bytes]
    follows_paths: bool
    operation: str
    description: str
    needs: Needed | None = None
    comments: bool = True


class ExportFormat(ClosedChoice):
    """A format of files; its value is how they end, in addresses too.

    Adding one takes:

    - a member here, and the French of its label in `locale/fr/LC_MESSAGES/django.po`;
    - a method of `ExportCopy` in `DocumentCopy` (`documents/document_files/document_copy.py`) and in `BaselineCopy`
      (`decisions/traceability/baseline_copy.py`), with `needs=pandoc` where that calls `pandoc.convert`; for a ZIP file
      of an office program that pandoc reads and writes, `copy.office(…)` and its row in `LOOKS` of
      `documents/richtext/exchange/office.py` instead, by which it can be imported as well;
    - its ending in `docs/interfaces.md` and in `DocumentOut` of `documents/documents/api/__init__.py`, its label in its
      row of `docs/wording.md`;
    - in `tests/documents/document_files/test_export_formats.py`: how it begins in `BEGINNINGS`, where people cannot
      read it, and its paragraphs in `PARAGRAPHS`, or why it forgets looks; of a format that people can read, in
      `WRITTEN_AS` how it writes signs that mean something to it: who writes text, a title or a comment into a format
      escapes it; in `test_export_parts.py` beside it, why pictures or formulas are lacking: of what is no office file,
      pandoc drops pictures that are data, and knows formulas only behind `office_code.write_formulas`.

    That test names what is missing, but for `docs/wording.md` (`tests/architecture/test_wording.py`).
    """

    facts: FormatFacts

    MARKDOWN = (
        "md",
        FormatFacts(
            content_type="text/markdown; charset=utf-8",
            name="Markdown",
            writer=lambda copy: copy.markdown(),
            follows_paths=True,
            operation="as_markdown",
            description="Return a document's text as Markdown.",
        ),
        _("Markdown (.md)"),
    )
    HTML = (
        "html",
        FormatFacts(
            content_type="text/html; charset=utf-8",
            name="HTML",
            writer=lambda copy: copy.html(),
            follows_paths=True,
            operation="as_html",
            description="Return a document's text as HTML.",
        ),
        _("Web page (.html)"),
    )
    DOCX = (
        "docx",
        FormatFacts(
            content_type="application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            name="Word (DOCX)",
            writer=lambda copy: copy.office("docx"),
            follows_paths=True,
            operation="as_word",
            description="Return a document as a Word file; 409 where this server cannot make one.",
            needs=pandoc,
        ),
        _("Word (.docx)"),
    )
    ODT = (
        "odt",
        FormatFacts(
            content_type="application/vnd.oasis.opendocument.text",
            name="OpenDocument (ODT)",
            writer=lambda copy: copy.office("odt"),
            follows_paths=True,
            operation="as_opendocument",
            description="Return a document as an OpenDocument file; 409 where this server cannot make one.",
            needs=pandoc,
        ),
        _("OpenDocument (.odt)"),
    )
    PDF = (
        "pdf",
        FormatFacts(
            content_type="application/pdf",
            name="PDF",
            writer=lambda copy: copy.pdf(),
            follows_paths=False,
            operation="as_pdf",
            description="Return a document as PDF; 409 where this server cannot make one.",
            needs=pdf,
        ),
        _("PDF"),
    )
    TEXT = (
        "txt",
        FormatFacts(
            content_type="text/plain; charset=utf-8",
            name=_("Plain text"),
            writer=lambda copy: copy.text(),
            follows_paths=False,
            operation="as_text",
            description="Return a document's plain text.",
            comments=False,
        ),
        _("Plain text (.txt)"),
    )

    @classmethod
    def here(cls) -> list[Self]:
        """Return the formats that this server can write."""
        return [one for one in cls if one.facts.needs is None or one.facts.needs.is_possible()]

    @classmethod
    def missing(cls) -> list[str]:
        """Say for those that it cannot write why not, each reason once."""
        needed = dict.fromkeys(one.facts.needs for one in cls if one.facts.needs)
        lacking = [one for one in needed if not one.is_possible()]
        return [one.why_not(*(str(form.label) for form in cls if form.facts.needs is one)) for one in lacking]

    @property
    def media_type(self) -> str:
        """Return its content type without the character set."""
        return self.facts.content_type.partition(";")[0]

    def refuse_impossible(self) -> None:
        """Raise `Refused` with a sentence, where this server cannot write it."""
        if self.facts.needs and not self.facts.needs.is_possible():
            raise Refused(self.facts.needs.why_not(str(self.label)))

    def write(self, copy: ExportCopy) -> bytes:
        """Write a copy in it.

        :raises Refused: with a sentence, where this server cannot.
        """
        self.refuse_impossible()
        made = self.facts.writer(copy)
        return made.encode() if isinstance(made, str) else made
