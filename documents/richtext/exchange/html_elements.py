"""HTML that others wrote, cleaned and read into a tree of elements; nothing in it is believed."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import TYPE_CHECKING

import nh3
from django.utils.translation import gettext as _

from foundation.web.exceptions import Refused
from foundation.web.unicode_safety import replace_nul

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_BYTES = 24 * 1024 * 1024
"""Of HTML, with the pictures that it holds as data."""
MAX_ELEMENTS = 100_000
MAX_DEPTH = 48
"""Elements nested deeper stand beside each other; documents.richtext.nodes reads 60 levels."""
MAX_NESTING = 256
"""Cleaning looks through all open elements for each that comes: beyond this depth a small page takes minutes."""
BLOCKS = frozenset((
    "p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "blockquote", "pre", "table", "thead", "tbody", "tfoot",
    "tr", "td", "th", "caption", "colgroup", "col", "hr", "div", "section", "article", "main", "header", "footer",
    "nav", "aside", "figure", "figcaption", "dl", "dt", "dd", "details", "summary", "address", "center", "img", "body",
))  # fmt: skip
_INLINE = frozenset((
    "a", "b", "strong", "i", "em", "cite", "var", "s", "del", "strike", "u", "ins", "code", "kbd", "tt", "samp", "br",
    "span", "sub", "sup", "label", "input", "q", "small", "mark", "font", "math",
))  # fmt: skip
VOID = frozenset(("br", "hr", "img", "input", "col"))
_GONE = {"script", "style", "head", "title", "template", "noscript", "iframe", "object", "svg", "textarea", "select"}
_ANY = {"class", "id", "style"}
_ATTRIBUTES = {
    "a": {"href"},
    "col": {"width"},
    "img": {"src", "alt", "title"},
    "input": {"type", "checked"},
    "ins": {"data-author", "data-date"},
    "ol": {"start"},
    "del": {"data-author", "data-date"},
    "div": {"align", "data-custom-style", "data-label", "data-tone"},
    "figure": {"data-width"},
    "span": {"data-author", "data-colour", "data-custom-style", "data-date"},
    "mark": {"data-colour"},
    "font": {"color"},
    "sup": {"data-label"},
    **{block: {"align", "data-align"} for block in ("h1", "h2", "h3", "h4", "h5", "h6")},
    "p": {"align", "data-align", "data-id", "data-kind"},
    "td": {"align", "colspan", "rowspan"},
    "th": {"align", "colspan", "rowspan"},
}
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9:-]*)")
_END_THEMSELVES = VOID | {
    "p",
    "li",
    "td",
    "th",
    "tr",
    "dt",
    "dd",
    "option",
    "meta",
    "link",
    "col",
    "source",
    "wbr",
    "area",
}
_HEAD = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?([\w-]{1,30})", re.IGNORECASE)


@dataclass(slots=True)
class HtmlElement:
    """An element, or the root."""

    tag: str
    attrs: dict[str, str] = field(default_factory=dict)
    children: list[HtmlElement | str] = field(default_factory=list)

    @property
    def classes(self) -> frozenset[str]:
        """Return its classes."""
        return frozenset(self.attrs.get("class", "").split())

    def elements(self) -> Iterator[HtmlElement]:
        """Return the children that are elements."""
        return (child for child in self.children if isinstance(child, HtmlElement))

    def text(self) -> str:
        """Return the words inside."""
        return "".join(child if isinstance(child, str) else child.text() for child in self.children)

    def first(self, *tags: str) -> HtmlElement | None:
        """Return the first element of these inside, in the order of the text."""
        for child in self.elements():
            found = child if child.tag in tags else child.first(*tags)
            if found is not None:
                return found
        return None


class _Parser(HTMLParser):
    """Builds the tree of what nh3 wrote, whose elements are all closed."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = HtmlElement("body")
        self.open = [self.root]
        self.flat: list[str] = []  # elements beyond the depth: they are not opened
        self.count = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.count += 1
        if self.count > MAX_ELEMENTS:
            raise Refused(_("This text has too many parts to be imported; split it."))
        element = HtmlElement(tag, {name: value or "" for name, value in attrs})
        if tag in VOID:
            self.open[-1].children.append(element)
        elif len(self.open) > MAX_DEPTH:
            self.flat.append(tag)
        else:
            self.open[-1].children.append(element)
            self.open.append(element)

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        if self.flat:
            self.flat.pop()
        elif len(self.open) > 1:
            self.open.pop()

    def handle_data(self, data: str) -> None:
        self.open[-1].children.append(data)


def decoded(data: bytes) -> str:
    """Return the text of a page: UTF-8, or as it says of itself.

    :raises Refused: for what is no text.
    """
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _as(data, "utf-16")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        said = _HEAD.search(data[:4096])
        return _as(data, said[1].decode("ascii") if said else "windows-1252")


def _as(data: bytes, charset: str) -> str:
    try:
        text = data.decode(charset)
        text.encode()  # a page may name an encoding that writes halves of letters, which are kept nowhere
    except (UnicodeError, LookupError) as error:
        raise Refused(_("This file is not text in UTF-8.")) from error
    return text


def _nesting(html: str) -> int:
    """Return how deeply elements stand in each other, or more: of those that end by themselves some count."""
    depth = deepest = 0
    for tag in _TAG.finditer(html):
        name = tag[2].lower()
        if name not in _END_THEMSELVES:
            depth = max(depth - 1, 0) if tag[1] else depth + 1
            deepest = max(deepest, depth)
    return deepest


def tree_of(html: str) -> HtmlElement:
    """Read HTML into a tree of known elements.

    :raises Refused: when it is too large.
    """
    if len(html) > MAX_BYTES or html.count("<") > 3 * MAX_ELEMENTS or _nesting(html) > MAX_NESTING:
        raise Refused(_("This text has too many parts to be imported; split it."))
    tags = set(BLOCKS | _INLINE) - {"body"}
    clean = nh3.clean(
        replace_nul(html),
        tags=tags,
        clean_content_tags=_GONE,
        attributes={tag: _ATTRIBUTES.get(tag, set()) | _ANY for tag in tags},
        url_schemes={"http", "https", "mailto", "tel", "data"},
        link_rel=None,
    )
    parser = _Parser()
    parser.feed(clean)
    parser.close()
    return parser.root


def rows_of(element: HtmlElement) -> list[HtmlElement]:
    """Return the rows of a table, in whatever part they stand."""
    rows: list[HtmlElement] = []
    for child in element.elements():
        if child.tag == "tr":
            rows.append(child)
        elif child.tag in ("thead", "tbody", "tfoot"):
            rows += [row for row in child.elements() if row.tag == "tr"]
    return rows
