"""Reads one file that becomes a document, whatever its format."""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass, field
from html import unescape
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from documents.richtext.exchange.bundles import MAX_FILE_BYTES, office_bundle
from documents.richtext.exchange.front_matter import without_front_matter
from documents.richtext.exchange.html_elements import decoded
from documents.richtext.exchange.html_reader import HtmlDocument, read_html
from documents.richtext.exchange.office import FORMATS, LOOKS, read_office
from documents.richtext.exchange.pictures import ImportedPicture, extract_pictures
from documents.richtext.exchange.titles import without_title
from documents.richtext.markdown_reader import MAX_BESIDE, MAX_CHARACTERS, MAX_PARTS, nodes_of
from documents.richtext.nodes import Node, Run, every_node
from foundation.web.exceptions import Refused

if TYPE_CHECKING:
    from collections.abc import Callable

    from documents.richtext.exchange.bundles import Bundle
    from documents.richtext.exchange.remarks import Remark

MARKDOWN, PAGES = ("md", "markdown", "txt"), ("html", "htm")
ENDINGS = (*MARKDOWN, *PAGES, *FORMATS)
LARGEST_TEXT = 2 * 1024 * 1024
LONGEST_TITLE = 200
_TITLE = re.compile(r"<dc:title>([^<]{1,1000})</dc:title>")
_FILE_NAME = re.compile(r"[-_\s]+")


@dataclass
class ReadFile:
    """What a file becomes: nodes in which pictures have their `ImportedPicture.address`, and what was said of them."""

    source: str
    title: str
    nodes: list[Node]
    pictures: list[ImportedPicture] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    """The addresses of pictures that are nowhere."""


def _refuse_intricate(nodes: list[Node]) -> None:
    """Hold every format to what Markdown is held to: writing counts through what stands beside each other."""
    parts = characters = 0
    for node in every_node([Node("doc", {}, list(nodes))]):
        parts += len(node.children)
        characters += sum(len(child.text) for child in node.children if isinstance(child, Run))
        if len(node.children) > MAX_BESIDE or parts > MAX_PARTS or characters > MAX_CHARACTERS:
            raise Refused(_("This text has too many parts to be imported; split it."))


def ending_of(name: str) -> str:
    """Return the ending of a file's name, in small letters, without the dot."""
    return posixpath.splitext(name)[1].removeprefix(".").lower()


def is_readable(name: str) -> bool:
    """Return whether a file of this name can become a document."""
    return ending_of(name) in ENDINGS


def read_file(name: str, data: bytes, beside: Bundle | None = None, *, title: str = "") -> ReadFile:
    """Read a file; the pictures that it names are looked for in it, and `beside` it. The first heading is left out
    where it says the title once more, which is what the file says of itself unless one is given.

    :raises Refused: with what is wrong.
    """
    ending = ending_of(name)
    if ending not in ENDINGS:
        raise Refused(_("This is not a Markdown, HTML, Word or OpenDocument file."))
    if len(data) > (LARGEST_TEXT if ending in MARKDOWN else MAX_FILE_BYTES):
        raise Refused(
            _("This file is larger than 2 MB.")
            if ending in MARKDOWN
            else _("This file is too large to be read; split it.")
        )
    read, look = _read(name, ending, data, beside)
    _refuse_intricate(read.nodes)
    nodes, pictures, missing = extract_pictures(read.nodes, look)
    title = (title or read.title)[:LONGEST_TITLE] or title_for(name, nodes)
    return ReadFile(name[-300:], title, without_title(nodes, title), pictures, read.remarks, missing)


def _read(
    name: str, ending: str, data: bytes, beside: Bundle | None
) -> tuple[HtmlDocument, Callable[[str], bytes | None]]:
    if ending in FORMATS:
        inside = office_bundle(data)
        return _titled(read_office(data, ending), inside), lambda address: _found(inside, LOOKS[ending].FILE, address)
    read = read_html(decoded(data)) if ending in PAGES else _read_markdown(_utf8(data))
    return read, lambda address: _found(beside, name, address)


def _titled(read: HtmlDocument, inside: Bundle) -> HtmlDocument:
    """Take an OpenDocument file's title from what it says of itself; pandoc leaves it in the text as a paragraph."""
    said = _TITLE.search(inside.read("meta.xml").decode(errors="replace")) if "meta.xml" in inside.names else None
    if said and not read.title:
        read.title = " ".join(unescape(said[1]).split())
        if len(read.nodes) > 1 and read.nodes[0].kind == "paragraph" and read.nodes[0].text() == read.title:
            del read.nodes[0]
    return read


def _read_markdown(text: str) -> HtmlDocument:
    title, markdown = without_front_matter(text)
    return HtmlDocument(nodes_of(markdown), title=title)


def _utf8(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Refused(_("This file is not text in UTF-8.")) from error


def _found(bundle: Bundle | None, beside: str, address: str) -> bytes | None:
    path = bundle.find(beside, address) if bundle else ""
    return bundle.read(path) if bundle and path else None


def title_for(name: str, nodes: list[Node]) -> str:
    """Return a title: the first heading that has words, else the name of the file."""
    for node in nodes:
        if node.kind == "heading" and node.text().strip():
            return " ".join(node.text().split())[:LONGEST_TITLE]
    stem = posixpath.splitext(posixpath.basename(name))[0]
    return (_FILE_NAME.sub(" ", stem).strip() or _("Imported document"))[:LONGEST_TITLE]
