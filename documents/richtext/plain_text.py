"""Show a document's nodes as plain text."""

from __future__ import annotations

from documents.richtext import html_media
from documents.richtext.footnotes import label_of, with_written_labels
from documents.richtext.html import first_number
from documents.richtext.nodes import ATOMS, INLINE, Node, Run, words_of


def text_of(nodes: list[Node]) -> str:
    """Write nodes as plain text: a line a block, cells apart by tabs."""
    return "\n\n".join(block for node in with_written_labels(nodes) if (block := _text(node).strip("\n"))) + "\n"


def _text(node: Node) -> str:
    if node.kind == "horizontalRule":
        return "* * *"
    if node.kind == "image":
        return "\n".join(filter(None, (str(node.attrs.get("alt") or ""), html_media.caption_of(node))))
    if node.kind == "table":
        return "\n".join("\t".join(_line(cell) for cell in row.nodes()) for row in node.nodes())
    if node.kind in ATOMS:
        return words_of(node)
    if node.kind == "contents":
        return ""
    if any(isinstance(child, Node) and child.kind not in INLINE for child in node.children):
        return "\n".join(_item(child, node, place) for place, child in enumerate(node.nodes()))
    return "".join(
        child.text if isinstance(child, Run) else "\n" if child.kind == "hardBreak" else words_of(child)
        for child in node.children
    )


def _item(child: Node, parent: Node, place: int) -> str:
    marker = ""
    if child.kind == "taskItem":
        marker = "[x] " if child.attrs.get("checked") is True else "[ ] "
    elif child.kind == "listItem":
        marker = f"{first_number(parent) + place}. " if parent.kind == "orderedList" else "- "
    elif parent.kind == "blockquote":
        marker = "> "
    elif parent.kind == "footnote" and not place:
        marker = f"[^{label_of(parent)}]: "
    return marker + _text(child).replace("\n", "\n" + " " * len(marker) if marker != "> " else "\n> ")


def _line(cell: Node) -> str:
    return " ".join(" ".join(_text(child).split()) for child in cell.nodes())
