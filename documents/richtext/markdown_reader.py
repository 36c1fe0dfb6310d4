"""Read Markdown into the editor's nodes (GitHub's flavour: tables, strikethrough, task lists, footnotes)."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from documents.richtext import columns, markdown_flavours
from documents.richtext.callouts import TONES
from documents.richtext.footnotes import LABEL
from documents.richtext.looks import ALIGNED
from documents.richtext.markdown_cells import NOTE, noted
from documents.richtext.markdown_fitting import BOX, code_block, fitting, with_tasks
from documents.richtext.markdown_inline import InlineReader, without_images
from documents.richtext.nodes import Node, Run, every_node, write_tree
from foundation.web.exceptions import Refused
from foundation.web.unicode_safety import replace_nul

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from markdown_it import MarkdownIt
    from markdown_it.token import Token

_DECLARATION = re.compile(r"<[!?]")
# Reading looks for the end of each declaration in all that follows, and of each character for what it begins; writing
# counts through what stands beside: beyond these, which no text for people reaches, a small file would keep a server
# busy for hours. Length and lines are counted before anything is read.
MAX_CHARACTERS = 2_000_000
MAX_LINES = 30_000
MAX_DECLARATIONS = 500
MAX_BESIDE = 10_000
MAX_PARTS = 50_000
MAX_STOPS = 400_000
_SYNTAX = re.compile(r"[\[*_~`<&]|https?:|www\.", re.IGNORECASE)
_STOPS = re.compile(r"[!#$%+\-:=>@\\\]^{}]")  # reading stops there, to see whether they begin something
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_CALLOUT = re.compile(rf"\[!({'|'.join(TONES)})\](?:\s|$)", re.IGNORECASE)
_DETAILS = re.compile(r"\s*<details[^>]*>\s*(?:<summary>(.*?)(</summary>)?\s*)?", re.IGNORECASE | re.DOTALL)
_UNFOLDING = ("details", "detailsSummary", "detailsContent")
_ALIGNED = re.compile(r"\s*<(?:div|p) align=[\"']?(center|right|justify)[\"']?>\s*", re.IGNORECASE)
_COLUMN = re.compile(r"text-align:(center|right)")
_LINES = "aligned lines"
"""What is open until </div>; no node of a document."""
_TAG = re.compile(r"<[^>]*>")
_CONTENTS = re.compile(r"\[(?:TOC|toc|\[_?(?:TOC|toc)_?\])\]")
_CONTAINERS = {
    "blockquote_open": "blockquote",
    "bullet_list_open": "bulletList",
    "ordered_list_open": "orderedList",
    "list_item_open": "listItem",
    "table_open": "table",
    "tr_open": "tableRow",
    "th_open": "tableHeader",
    "td_open": "tableCell",
    "footnote_open": "footnote",
}


def nodes_of(markdown: str, reader: MarkdownIt | None = None) -> list[Node]:
    """Read Markdown into nodes, as files are written where no other `reader` is given; the result is never empty.

    :raises Refused: when it is too intricate to be read in a reasonable time.
    """
    _refuse(len(markdown) > MAX_CHARACTERS or markdown.count("\n") > MAX_LINES)
    _refuse(len(_DECLARATION.findall(markdown)) > MAX_DECLARATIONS or len(_SYNTAX.findall(markdown)) > MAX_PARTS)
    _refuse(len(_STOPS.findall(markdown)) > MAX_STOPS)
    builder = _TreeBuilder()
    builder.read((reader or markdown_flavours.of_files()).parse(replace_nul(markdown)))
    sizes = list(_sizes(builder.root))
    _refuse(max(sizes) > MAX_BESIDE or sum(sizes) > MAX_PARTS)
    return builder.root.children or [Node("paragraph")]  # type: ignore[return-value]  # only nodes stand at the root


def _sizes(root: Node) -> Iterator[int]:
    """Return for each node how many parts stand beside each other in it."""
    return (len(node.children) for node in every_node([root]))


def _refuse(is_too_intricate: bool) -> None:  # noqa: FBT001  the answer of a comparison
    if is_too_intricate:
        raise Refused(_("This text has too many parts to be imported; split it."))


def update_of(markdown: str) -> bytes:
    """Read Markdown into a new document and return it as one update."""
    return write_tree(nodes_of(markdown))


def title_of(markdown: str) -> str:
    """Return the words of the first heading, or nothing."""
    for node in nodes_of(markdown):
        if node.kind == "heading" and node.text().strip():
            return " ".join(node.text().split())
    return ""


class _TreeBuilder:
    """Turns the parser's tokens into nodes that fit the schema."""

    def __init__(self) -> None:
        self.root = Node("doc")
        self.open: list[Node] = [self.root]
        self.boxes: set[int] = set()  # paragraphs that were written with a box, by identity
        self.contents: set[int] = set()  # paragraphs that stand for the list of headings
        self.callouts: set[int] = set()  # paragraphs that were written with the name of a callout
        self.notes: dict[int, str] = {}  # what comments say of cells, by the identity of the cell

    def read(self, tokens: Sequence[Token]) -> None:
        self._read(tokens)
        self._fold()

    def _read(self, tokens: Sequence[Token]) -> None:
        for token in tokens:
            if token.type == "inline":
                self._inline(token)
            elif token.type in _CONTAINERS:
                self._enter(token)
            elif token.type.endswith("_close") and token.type[:-6] + "_open" in _CONTAINERS:
                self._leave()
            else:
                self._leaf(token)

    def _enter(self, token: Token) -> None:
        if token.type == "footnote_open":
            self.open.append(Node("footnote", {"label": _label(token)}))
            return
        node = Node(_CONTAINERS[token.type])
        if aligned := _COLUMN.fullmatch(str(token.attrs.get("style") or "")):
            node.attrs["align"] = aligned[1]  # of its paragraphs, once they are read
        if node.kind == "orderedList" and token.attrs.get("start") not in (None, 1):
            node.attrs["start"] = int(token.attrs["start"])
        self.open.append(node)

    def _leave(self) -> None:
        self._fold()
        node = self.open.pop()
        parent = self.open[-1]
        if node.kind == "bulletList":
            parent.children.extend(with_tasks(node, self.boxes))
        elif node.kind == "table":
            parent.children.append(noted(node, self.notes))
        else:
            parent.children.append(fitting(self._called_out(node)))

    def _called_out(self, quote: Node) -> Node:
        """Turn a quotation that begins with [!NOTE] or the like into a callout."""
        first = quote.children[0] if quote.children else None
        run = first.children[0] if isinstance(first, Node) and id(first) in self.callouts else None
        found = _CALLOUT.match(run.text) if isinstance(run, Run) and not run.marks else None
        if quote.kind != "blockquote" or not found or not isinstance(run, Run) or not isinstance(first, Node):
            return quote
        run.text = run.text[found.end() :]
        if not first.text():
            del quote.children[0]
        return Node("callout", {"tone": found[1].lower()}, quote.children)

    # -- details: <details>, <summary> and their ends stand on lines of their own, with Markdown between

    def _html(self, html: str) -> None:
        if found := _ALIGNED.fullmatch(html):
            self.open.append(Node(_LINES, {"align": found[1].lower()}))
        else:
            self._unfolding(html)

    def _unfolding(self, html: str) -> None:
        bare = html.strip().lower()
        if found := _DETAILS.fullmatch(html):
            self.open.append(Node("details"))
            self.open.append(Node("detailsSummary"))
            words = unescape(_TAG.sub("", found[1] or "")).strip()
            if words:
                self.open[-1].children.append(Run(" ".join(words.split())))
            if found[1] is None or found[2]:
                self._end_summary()
        elif bare == "</summary>" and self.open[-1].kind == "detailsSummary":
            self._end_summary()
        elif bare == "</details>" and self.open[-1].kind in _UNFOLDING:
            self._fold(once=True)
        elif _COMMENT.sub("", html).strip():
            self.open[-1].children.append(code_block(html, "html"))

    def _align(self) -> None:
        """End the innermost part whose lines are aligned, and what unfolds in it."""
        while self.open[-1].kind in _UNFOLDING:
            self._fold(once=True)
        if self.open[-1].kind == _LINES:
            self._end_lines()

    def _end_lines(self) -> None:
        lines = self.open.pop()
        for block in lines.nodes():
            if block.kind in ALIGNED:
                block.attrs.update(lines.attrs)
        self.open[-1].children.extend(lines.children)

    def _column_tag(self, tag: str) -> None:
        """Begin or end columns; what fits nowhere is left out, and what is not ended ends with its container."""
        kind, here = columns.KINDS.get(tag, ""), self.open[-1].kind
        if kind == "columns" or (kind == "column" and here == "columns"):
            self.open.append(Node(kind))
        elif tag == columns.END and here in ("columns", "column"):
            ended = self.open.pop()
            if ended.kind == "column" or any(ended.nodes()):
                self.open[-1].children.append(fitting(ended))
        elif any(node.kind == _LINES for node in self.open):
            self._align()

    def _end_summary(self) -> None:
        summary = self.open.pop()
        runs = [child for child in summary.children if isinstance(child, Run)]
        runs += [run for block in summary.nodes() for run in block.children if isinstance(run, Run)]
        words = "".join(run.text for run in runs).strip(markdown_flavours.EMPTY)
        summary.children = list(runs) if words else []
        self.open[-1].children.append(summary)
        self.open.append(Node("detailsContent"))

    def _fold(self, *, once: bool = False) -> None:
        """End what was unfolded: the innermost, or all in this container."""
        while self.open[-1].kind in (*_UNFOLDING, _LINES, "columns", "column"):
            if self.open[-1].kind == _LINES:
                self._end_lines()
                continue
            if self.open[-1].kind in ("columns", "column"):
                self._column_tag(columns.END)
                continue
            if self.open[-1].kind == "detailsSummary":
                self._end_summary()
            content, details = self.open.pop(), self.open.pop()
            content.children = content.children or [Node("paragraph")]
            details.children.append(content)
            self.open[-1].children.append(details)
            if once:
                return

    def _leaf(self, token: Token) -> None:  # noqa: C901  one branch for each kind of token
        add = self.open[-1].children.append
        match token.type:
            case "heading_open":
                self.open.append(Node("heading", {"level": int(token.tag[1])}))
            case "paragraph_open":
                self.open.append(Node("paragraph"))
            case "heading_close" | "paragraph_close":
                self._close_text()
            case "fence" | "code_block":
                add(code_block(token.content, token.info))
            case "front_matter":
                add(code_block(token.content, "yaml"))
            case "hr":
                add(Node("horizontalRule"))
            case "html_block" if tags := columns.tags_in(token.content):
                for tag in tags:
                    self._column_tag(tag)
            case "html_block":
                self._html(token.content)
            case "math_block":
                lines = [line.strip() for line in token.content.strip().splitlines()]
                add(Node("mathBlock", {"latex": "\n".join(lines).replace(r"\$", "$")}))

    def _close_text(self) -> None:
        node = self.open.pop()
        if id(node) in self.contents:
            self.contents.discard(id(node))  # a later node may have the same
            self.open[-1].children.append(Node("contents"))
        else:
            self.open[-1].children.extend(without_images(node))

    def _inline(self, token: Token) -> None:
        node = self.open[-1]
        is_cell = node.kind in ("tableHeader", "tableCell")
        content = InlineReader(in_cell=is_cell)
        content.read(token.children or [])
        if is_cell:
            self._into_cell(node, content.out, token.content)
        else:
            node.children.extend(content.out)
            if BOX.match(token.content):
                self.boxes.add(id(node))
            if _CALLOUT.match(token.content):
                self.callouts.add(id(node))
            if _CONTENTS.fullmatch(token.content) and node.kind == "paragraph":
                self.contents.add(id(node))

    def _into_cell(self, cell: Node, words: list[Node | Run], written: str) -> None:
        said = NOTE.match(written)
        if said and words and isinstance(words[0], Run):
            words[0].text = words[0].text.removeprefix(" ")
            words = words if words[0].text else words[1:]
        attrs = {"align": cell.attrs.pop("align")} if "align" in cell.attrs else {}
        cell.children.extend(without_images(Node("paragraph", attrs, words)))
        if said:
            self.notes[id(cell)] = said[1]


def _label(token: Token) -> str:
    """Return the label of a footnote: as it is written, without what labels of ours have not."""
    return "".join(LABEL.findall(str(token.meta.get("label") or token.meta["id"] + 1)))[:40] or "1"
