"""Reads HTML into the editor's nodes: pages that people saved, and what pandoc makes of Word and OpenDocument files."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import unescape
from itertools import chain
from typing import TYPE_CHECKING

from documents.richtext.addresses import embedded_at
from documents.richtext.exchange.html_boxes import take_box
from documents.richtext.exchange.html_elements import BLOCKS, HtmlElement, rows_of, tree_of
from documents.richtext.exchange.html_inline import Inline, formula_of, is_blank
from documents.richtext.exchange.html_looks import aligned, alignment_in
from documents.richtext.exchange.office_callouts import callout_tone
from documents.richtext.exchange.office_html import RULE
from documents.richtext.exchange.office_marks import DEEPEST
from documents.richtext.exchange.remarks import Remark
from documents.richtext.footnotes import LABEL
from documents.richtext.html_media import WIDTHS
from documents.richtext.nodes import Node, Run, safe_address

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

LONGEST_CAPTION = 500
_TITLE = re.compile(r"<title[^>]{0,200}>([^<]{1,1000})</title", re.IGNORECASE)
_LANGUAGE = re.compile(r"(?:language-|sourceCode\s+)?([\w+#.-]+)")


@dataclass
class HtmlDocument:
    """What a page held."""

    nodes: list[Node]
    remarks: list[Remark] = field(default_factory=list)
    title: str = ""


def read_html(html: str) -> HtmlDocument:
    """Read HTML into nodes, never none, and what was said about them.

    :raises Refused: when it is too large.
    """
    root = tree_of(html)
    _take_sources(root)
    read, named = read_elements(root), _TITLE.search(html)
    read.title = " ".join(unescape(named[1]).split()) if named else ""
    return read


def _take_sources(element: HtmlElement) -> None:
    """Put the sources of formulas that are set as pictures (`typeset`) in their place."""
    for inner in element.elements():
        picture = inner.first("img") if "math" in inner.classes else None
        if picture is not None:
            inner.children = [picture.attrs.get("alt", "")]
        _take_sources(inner)


def read_elements(root: HtmlElement) -> HtmlDocument:
    """Read elements into nodes, never none."""
    reader = _Reader()
    nodes = reader.blocks(root.children)
    return HtmlDocument(nodes or [Node("paragraph")], reader.inline.remarks)


class _Reader:
    """Turns elements into nodes that fit the editor's schema."""

    def __init__(self) -> None:
        self.inline = Inline()
        self.folds = 0
        self.readers: dict[str, Callable[[HtmlElement], list[Node]]] = {
            **dict.fromkeys(("p", "dt", "caption", "figcaption", "summary"), self.text_block),
            **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), self.heading),
            **dict.fromkeys(("ul", "ol"), self.list_of),
            "blockquote": self.quotation,
            "pre": lambda element: [_code(element)],
            "hr": lambda _: [Node("horizontalRule")],
            "table": self.table,
            "details": self.details,
            "img": _picture,
            "figure": self.figure,
        }

    def blocks(self, children: Iterable[HtmlElement | str]) -> list[Node]:
        """Read what stands in a block that holds blocks; loose text becomes paragraphs."""
        out: list[Node] = []
        loose: list[HtmlElement | str] = []
        for child in children:
            if isinstance(child, HtmlElement) and (child.tag in BLOCKS or child.first(*BLOCKS)):
                out += self.paragraphs(loose)
                loose = []
                out += self.block(child)
            else:
                loose.append(child)
        return out + self.paragraphs(loose)

    def paragraphs(self, children: list[HtmlElement | str]) -> list[Node]:
        """Read text as a paragraph, or none where there is no word."""
        found = Node("paragraph", {}, self.inline.read(children))
        if found.text() == RULE:
            return [Node("horizontalRule")]
        if len(found.children) == 1 and any(_is_display(child) for child in children):
            return [Node("mathBlock", dict(next(found.nodes()).attrs))]
        return [] if is_blank(found) else [found]

    def block(self, element: HtmlElement) -> list[Node]:
        """Read one element."""
        known = self.readers.get(element.tag)
        return aligned(known(element) if known else self.other(element), alignment_in(element))

    def heading(self, element: HtmlElement) -> list[Node]:
        """Read a heading."""
        heading = Node("heading", {"level": int(element.tag[1])}, self.inline.read(element.children))
        return [] if is_blank(heading) else [heading]

    def quotation(self, element: HtmlElement) -> list[Node]:
        """Read a quotation."""
        return [Node("blockquote", {}, list(self.blocks(element.children) or [Node("paragraph")]))]

    def details(self, element: HtmlElement) -> list[Node]:
        """Read what folds away, under its first line, which is words alone: pictures of it come below."""
        self.folds += 1
        head = next((child for child in element.elements() if child.tag == "summary"), None)
        pictures = [_picture(one) for one in _pictures_in(head)] if head else []
        content = [*chain(*pictures), *self.blocks(child for child in element.children if child is not head)]
        summary = Node("detailsSummary", {}, self.line(head) if head else [])
        self.folds -= 1
        if self.folds >= DEEPEST:
            return [Node("paragraph", {}, summary.children), *content]
        return [Node("details", {}, [summary, Node("detailsContent", {}, list(content or [Node("paragraph")]))])]

    def line(self, element: HtmlElement) -> list[Node | Run]:
        """Read what stands in one line: words and what they are marked with."""
        spaced = chain(*((" ", child, " ") if _is_block(child) else (child,) for child in element.children))
        return [
            node if isinstance(node, Run) else Run(str(node.attrs.get("latex") or " "))
            for node in self.inline.read(list(spaced))
        ]

    def other(self, element: HtmlElement) -> list[Node]:
        """Read what only groups: divisions, figures, links around blocks; and callouts, pandoc's notes."""
        if element.attrs.get("id", "").startswith("footnotes") or "footnotes" in element.classes:
            return self.footnotes(element)
        if (ours := self.of_ours(element)) is not None:
            return ours
        if "math" in element.classes:
            return [Node("mathBlock", {"latex": formula_of(element)})]
        if tone := callout_tone(element):
            return [Node("callout", {"tone": tone}, list(self.blocks(element.children) or [Node("paragraph")]))]
        if element.tag == "header" and "report" in element.classes:  # the head that we put over a document
            return []
        return self.blocks(element.children)

    def text_block(self, element: HtmlElement) -> list[Node]:
        """Read a paragraph; the pictures in it stand apart, as in the editor."""
        card = embedded_at(f"#{element.attrs.get('data-kind')}-{element.attrs.get('data-id')}")
        if "embed" in element.classes and card:
            return [Node("embed", {"kind": card[0], "id": card[1]})]
        if "elsewhere" in element.classes and (link := element.first("a")):
            return _picture(HtmlElement("img", {"src": link.attrs.get("href", ""), "alt": link.text()}))
        return self.blocks(element.children)

    def list_of(self, element: HtmlElement) -> list[Node]:
        """Read a list; runs of items with boxes are lists of tasks."""
        lists: list[Node] = []
        for place, item in enumerate(_items(element)):
            checked = take_box(item)
            kind = "orderedList" if element.tag == "ol" else "bulletList"
            kind = kind if checked is None else "taskList"
            if not lists or lists[-1].kind != kind:
                lists.append(Node(kind, _start(element, place) if kind == "orderedList" else {}))
            node = Node("listItem") if checked is None else Node("taskItem", {"checked": checked})
            node.children.extend(self.blocks(item.children))
            if not node.children or next(node.nodes()).kind != "paragraph":
                node.children.insert(0, Node("paragraph"))
            lists[-1].children.append(node)
        return lists

    def table(self, element: HtmlElement) -> list[Node]:
        """Read a table; its caption stands before it."""
        rows = [row for row in rows_of(element) if any(cell.tag in ("td", "th") for cell in row.elements())]
        before = [node for child in element.elements() if child.tag == "caption" for node in self.block(child)]
        cells = [
            Node("tableRow", {}, [self.cell(cell) for cell in row.elements() if cell.tag in ("td", "th")])
            for row in rows
        ]
        return [*before, Node("table", {}, list(cells))] if cells else before

    def cell(self, element: HtmlElement) -> Node:
        """Read a cell."""
        spans = {name: _span(element.attrs.get(name, "")) for name in ("colspan", "rowspan")}
        attrs = {name: span for name, span in spans.items() if span > 1}
        kind = "tableHeader" if element.tag == "th" else "tableCell"
        inside = self.blocks(element.children) or [Node("paragraph")]
        return Node(kind, attrs, list(aligned(inside, alignment_in(element))))

    def figure(self, element: HtmlElement) -> list[Node]:
        """Read a picture with its caption and width; what else stands in a figure as it is."""
        below = [child for child in element.elements() if child.tag == "figcaption"]
        inside = self.blocks(child for child in element.children if child not in below[:1])
        caption = " ".join(below[0].text().split()) if below else ""
        said = element.attrs.get("data-width", "")
        if len(inside) != 1 or inside[0].kind != "image" or len(caption) > LONGEST_CAPTION:
            return [*inside, *self.blocks(below[:1])]
        inside[0].attrs |= {"caption": caption} if caption else {}
        inside[0].attrs |= {"width": int(said)} if said in map(str, WIDTHS) else {}
        return inside

    def footnotes(self, element: HtmlElement) -> list[Node]:
        """Read pandoc's notes, which stand in a list."""
        listed = element.first("ol")
        items = enumerate(listed.elements() if listed else (), start=1)
        return [self.footnote(item, str(number)) for number, item in items]

    def footnote(self, element: HtmlElement, label: str) -> Node:
        """Read a note; the number that leads back is none of its words."""
        inside = [child for child in element.children if not _leads_back(child)]
        return Node("footnote", {"label": label}, list(self.blocks(inside) or [Node("paragraph")]))

    def of_ours(self, element: HtmlElement) -> list[Node] | None:
        """Read what only our own HTML has: notes, columns, the list of headings; None for anything else."""
        classes, label = element.classes, element.attrs.get("data-label", "")
        if "footnote" in classes and LABEL.fullmatch(label):
            return [self.footnote(element, label)]
        if element.tag == "nav" and "contents" in classes:
            return [Node("contents")]
        if "columns" in classes:
            columns = [child for child in element.elements() if "column" in child.classes]
            inside = [Node("column", {}, list(self.blocks(one.children) or [Node("paragraph")])) for one in columns]
            return [Node("columns", {}, list(inside))] if inside else None
        return None


def _leads_back(child: HtmlElement | str) -> bool:
    return isinstance(child, HtmlElement) and "footnote__number" in child.classes


def _is_block(child: HtmlElement | str) -> bool:
    return isinstance(child, HtmlElement) and child.tag in BLOCKS


def _pictures_in(element: HtmlElement) -> Iterator[HtmlElement]:
    for child in element.elements():
        if child.tag == "img":
            yield child
        yield from _pictures_in(child)


def _is_display(child: HtmlElement | str) -> bool:
    return isinstance(child, HtmlElement) and {"math", "display"} <= child.classes


def _code(element: HtmlElement) -> Node:
    inner = element.first("code")
    said = (inner.classes if inner else frozenset()) | element.classes - {"sourceCode"}
    language = next((found[1] for name in sorted(said) if (found := _LANGUAGE.fullmatch(name))), None)
    text = element.text().removeprefix("\n").removesuffix("\n")
    return Node("codeBlock", {"language": language}, [Run(text)] if text else [])


def _picture(element: HtmlElement) -> list[Node]:
    source, alt = element.attrs.get("src", ""), element.attrs.get("alt", "")
    if not source.startswith("data:") and not safe_address(source):
        return [Node("paragraph", {}, [Run(alt)])] if alt.strip() else []
    return [Node("image", {"src": source, "alt": alt or None, "title": element.attrs.get("title") or None})]


def _items(element: HtmlElement) -> list[HtmlElement]:
    """Return the items of a list; lists that stand loose in it belong to the item before."""
    items: list[HtmlElement] = []
    for child in element.children:
        if isinstance(child, HtmlElement) and child.tag == "li":
            items.append(child)
        elif isinstance(child, HtmlElement) or child.strip():
            if not items:
                items.append(HtmlElement("li"))
            items[-1].children.append(child)
    return items


def _start(element: HtmlElement, place: int) -> dict[str, int]:
    said = element.attrs.get("start", "")
    start = (int(said) if said.isdecimal() and len(said) < 7 else 1) + place
    return {"start": start} if start != 1 else {}


def _span(said: str) -> int:
    return min(int(said), 100) if said.isdecimal() and len(said) < 4 else 1
