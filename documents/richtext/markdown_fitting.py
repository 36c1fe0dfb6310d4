"""Makes what was read of Markdown fit the editor's schema."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING

from documents.richtext.markdown_flavours import language_of
from documents.richtext.nodes import Node, Run

if TYPE_CHECKING:
    from collections.abc import Collection

BOX = re.compile(r"\[([ xX])\](?:\s|$)")


def code_block(content: str, info: str) -> Node:
    """Return a block of code in the language that its fence names."""
    language = language_of(unescape(info).strip().partition(" ")[0].partition(",")[0])
    text = content.removesuffix("\n")
    return Node("codeBlock", {"language": language or None}, [Run(text)] if text else [])


def fitting(node: Node) -> Node:
    """Fill a container with the content that the schema demands of it."""
    first = next(node.nodes(), None)
    if node.kind in ("listItem", "taskItem") and (first is None or first.kind != "paragraph"):
        node.children.insert(0, Node("paragraph"))
    elif node.kind in ("blockquote", "tableHeader", "tableCell", "footnote", "column") and first is None:
        node.children.append(Node("paragraph"))
    return node


def take_box(paragraph: Node) -> bool | None:
    """Take a task's box out of its words, and return whether it is checked; None where there is none."""
    run = paragraph.children[0] if paragraph.children else None
    box = BOX.match(run.text) if isinstance(run, Run) and not run.marks else None
    if box is None or not isinstance(run, Run):
        return None
    run.text = run.text[box.end() :]
    if not run.text:
        del paragraph.children[0]
    return box[1] != " "


def with_tasks(list_node: Node, boxes: Collection[int]) -> list[Node]:
    """Split a bullet list into runs of tasks (`[ ] `, `[x] `) and of plain items; `boxes` are the paragraphs that were
    written with a box, by identity.
    """
    lists: list[Node] = []
    for item in list_node.nodes():
        first = item.children[0] if item.children else None
        checked = take_box(first) if isinstance(first, Node) and id(first) in boxes else None
        kind = "bulletList" if checked is None else "taskList"
        if not lists or lists[-1].kind != kind:
            lists.append(Node(kind))
        if checked is not None:
            item.kind, item.attrs = "taskItem", {"checked": checked}
        lists[-1].children.append(item)
    return lists
