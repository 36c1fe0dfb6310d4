"""Write a document's nodes as Markdown that reads back into the same nodes."""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING

from documents.richtext import markdown_cells
from documents.richtext.callouts import tone_of
from documents.richtext.columns import BEGIN, COLUMN, END, columns_of
from documents.richtext.footnotes import label_of, numbers_of, with_written_labels, without_lone_notes
from documents.richtext.html import first_number, whole_number
from documents.richtext.looks import alignment_of
from documents.richtext.markdown_flavours import EMPTY, language_of
from documents.richtext.markdown_line import FENCE, LineWriter, escaped_words, formula_of, with_edges
from documents.richtext.markdown_media import attachment, embed, image
from documents.richtext.nodes import ATOMS, INLINE, Node
from documents.richtext.table_grid import grid_of

if TYPE_CHECKING:
    from collections.abc import Sequence

_STARTS = re.compile(r"^(?:(\d{1,9})([.)])|([#+\-=]))")


def markdown_of(nodes: list[Node]) -> str:
    """Write nodes as Markdown, ending with a newline."""
    nodes = with_written_labels(nodes)
    return _blocks(without_lone_notes(nodes, numbers_of(nodes))) + "\n"


def _blocks(nodes: Sequence[Node]) -> str:
    return "\n\n".join(
        f'<div align="{alignment}">\n\n{_beside(list(some))}\n\n</div>' if alignment else _beside(list(some))
        for alignment, some in groupby(nodes, key=alignment_of)
    )


def _beside(nodes: Sequence[Node]) -> str:
    out: list[str] = []
    before = ""
    for node in nodes:
        block = _block(node)
        if node.kind == before and node.kind in ("bulletList", "orderedList", "taskList"):
            out.append("<!-- -->")  # two lists that follow each other would become one
        elif {node.kind, before} == {"bulletList", "taskList"}:
            out.append("<!-- -->")
        out.append(block)
        before = node.kind
    return "\n\n".join(out)


def _block(node: Node) -> str:  # noqa: C901  one branch for each kind of node
    match node.kind:
        case "heading":
            words = re.sub(r"(#+)$", lambda end: "\\#" * len(end[1]), _inline(node).replace("\\\n", " "))
            return f"{'#' * whole_number(node.attrs.get('level'), 1, 6)} {words}".rstrip()
        case "bulletList" | "orderedList" | "taskList":
            return _list(node)
        case "blockquote":
            return _prefixed(_blocks(list(node.nodes())), "> ", "> ")
        case "codeBlock":
            return _code(node)
        case "horizontalRule":
            return "* * *"
        case "table":
            return _table(node)
        case "image":
            return image(node)
        case "attachment":
            return attachment(node)
        case "embed":
            return embed(node)
        case "callout":
            return _prefixed(f"[!{tone_of(node).upper()}]\n\n" + _blocks(list(node.nodes())), "> ", "> ")
        case "footnote":
            return _prefixed(_blocks(list(node.nodes())), f"[^{label_of(node)}]: ", "    ")
        case "contents":
            return "[TOC]"
        case "columns":
            return _columns(node)
        case "details":
            return _details(node)
        case "mathBlock":
            return f"$$\n{formula_of(node)}\n$$"
        case "paragraph":
            return _inline(node) or EMPTY
        case _:
            # A kind of node that is newer than this page: its words are kept.
            inner = list(node.nodes())
            return _blocks(inner) if inner else _inline(node)


def _details(node: Node) -> str:
    parts = {part.kind: part for part in node.nodes()}
    summary = _inline(parts["detailsSummary"]) if "detailsSummary" in parts else ""
    inside = _blocks(list(parts["detailsContent"].nodes())) if "detailsContent" in parts else ""
    return f"<details>\n<summary>\n\n{summary or EMPTY}\n\n</summary>\n\n{inside or EMPTY}\n\n</details>"


def _columns(node: Node) -> str:
    inside = "".join(f"{COLUMN}\n\n{_blocks(list(one.nodes())) or EMPTY}\n\n{END}\n" for one in columns_of(node))
    return f"{BEGIN}\n{inside}{END}"


def _prefixed(block: str, first: str, rest: str) -> str:
    lines = block.split("\n")
    return "\n".join((first if place == 0 else rest) + line if line else (first if place == 0 else rest).rstrip()
                     for place, line in enumerate(lines))  # fmt: skip


def _list(node: Node) -> str:
    number = first_number(node)
    items = []
    for place, item in enumerate(node.nodes()):
        marker = f"{number + place}. " if node.kind == "orderedList" else "- "
        box, inside = "", list(item.nodes())
        if node.kind == "taskList":
            box = "[x] " if item.attrs.get("checked") is True else "[ ] "
            inside[:1] = [Node(first.kind, {}, first.children) for first in inside[:1]]  # a box stands at the start
        items.append(_prefixed(box + _blocks(inside), marker, " " * len(marker)))
    return "\n".join(items)


def _code(node: Node) -> str:
    text = node.text()
    longest = max((len(ticks) for ticks in FENCE.findall(text)), default=0)
    fence = "`" * max(3, longest + 1)
    info = language_of(node.attrs.get("language"))
    return f"{fence}{info}\n{text}\n{fence}" if text else f"{fence}{info}\n{fence}"


def _table(node: Node) -> str:
    grid = grid_of(node)
    width = max((len(line) for line in grid), default=0)
    if not width:
        return ""
    below = markdown_cells.rules(grid, width)
    lines = []
    for number, line in enumerate(grid):
        cells = [_cell(cell, is_first_row=number == 0, rule=rule) for cell, rule in zip(line, below, strict=False)]
        lines.append("| " + " | ".join([*cells, *[""] * (width - len(line))]) + " |")
    lines.insert(1, "| " + " | ".join(below) + " |")
    return "\n".join(lines)


def _cell(cell: Node | str, *, is_first_row: bool, rule: str) -> str:
    """A cell holds one line in Markdown: what is in it is joined by line breaks."""
    note = markdown_cells.note(cell, is_first_row=is_first_row, rule=rule)
    words = "<br>".join(map(_in_cell, cell.nodes())) if isinstance(cell, Node) else ""
    return f"{note} {words}" if note and words else note or words


def _in_cell(node: Node) -> str:
    if node.kind == "image":
        return image(node)
    if any(inner.kind not in INLINE for inner in node.nodes()) or node.kind in ATOMS:
        return escaped_words(node.text())
    return with_edges(LineWriter(node.children, in_cell=True).written())


def _inline(node: Node) -> str:
    if not any(isinstance(child, Node) and child.kind not in INLINE for child in node.children):
        return _guarded_start(LineWriter(node.children).written())
    return _blocks(list(node.nodes()))


def _guarded_start(text: str) -> str:
    """Keep the beginnings of lines from being read as a list, a heading or a rule."""
    lines = []
    for line in text.split("\n"):
        start = _STARTS.match(line)
        number = (start[1] or "") if start else ""
        lines.append(with_edges(f"{number}\\{line[len(number) :]}" if start else line))
    return "\n".join(lines)
