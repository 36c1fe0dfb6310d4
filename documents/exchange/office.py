"""Reads and writes Word and OpenDocument files, by way of HTML and pandoc."""

from documents.exchange import pandoc
from documents.exchange.html_reader import HtmlDocument, read_elements
from documents.exchange.office_html import for_pandoc, from_pandoc

FORMATS = ("docx", "odt")
_READ_AS = {"docx": "docx+styles", "odt": "odt"}


def read_office(data: bytes, form: str) -> HtmlDocument:
    """Read a file, with the comments and tracked changes in it.

    :raises Refused: without pandoc, and for what it cannot read.
    """
    html = pandoc.convert(data, _READ_AS[form], "html", "--track-changes=all").decode()
    return read_elements(from_pandoc(html))


def write_office(html: str, form: str) -> bytes:
    """Return HTML of ours as a file; pictures are in it as data.

    :raises Refused: without pandoc, and for what is too large.
    """
    return pandoc.convert(for_pandoc(html).encode(), "html", form)
