"""The texts of proposals and decisions: typed as Markdown, read as rich text, compared round by round."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import lru_cache

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from documents.richtext import markdown_flavours
from documents.richtext.comparison.compare import compared
from documents.richtext.html import whole_number
from documents.richtext.markdown_reader import nodes_of
from documents.richtext.markdown_writer import markdown_of
from documents.richtext.markup import markup_of
from documents.richtext.nodes import Node, Run
from foundation.web.exceptions import Refused

BELOW = 2  # the headings of a text stand below the page's title and the name of its part
LONE_ESCAPE = re.compile(r"\\([^A-Za-z0-9\s])")
DEEPEST = 6


def nodes_in(text: str) -> list[Node]:
    """Read a text as it was typed; one too intricate for that is a paragraph of plain words."""
    try:
        return nodes_of(text, markdown_flavours.of_typing())
    except Refused:
        return [Node("paragraph", {}, [Run(text)])]


def text_in(nodes: list[Node]) -> str:
    """Write rich text as people would type it: characters are escaped only where they would be Markdown."""
    blocks = []
    for node in nodes:
        strict = markdown_of([node]).removesuffix("\n")
        typed = LONE_ESCAPE.sub(r"\1", strict.replace("\\\n", "\n"))
        blocks.append(typed if nodes_in(typed) == nodes_in(strict) else strict)
    whole = "\n\n".join(blocks)
    exact = markdown_of(nodes).removesuffix("\n")
    return (whole if nodes_in(whole) == nodes_in(exact) else exact).strip("\n")


def is_empty(nodes: list[Node]) -> bool:
    """Return whether there is nothing to read in it."""
    return not any(node.text().strip() or node.kind in ("image", "table") or is_pictured(node) for node in nodes)


def is_pictured(node: Node) -> bool:
    """Return whether there is a picture anywhere in a node."""
    return node.kind == "image" or any(is_pictured(child) for child in node.nodes())


@lru_cache(maxsize=512)
def shown(text: str) -> SafeString:
    """Return a text for reading."""
    return markup_of(_lowered(nodes_in(text)), anchors=False)


def shown_changes(before: str, after: str) -> SafeString:
    """Return a text for reading, with what went and what came since the one before, said in words too."""
    if before == after:
        return shown(after)
    return _said(compared(_lowered(nodes_in(before)), _lowered(nodes_in(after))))


def _said(nodes: list[Node]) -> SafeString:
    """Return a comparison for reading; what went and what came is named for those who hear the page."""
    return markup_of(nodes, anchors=False, came=_("added: "), went=_("removed: "))


def _lowered(nodes: Sequence[Node]) -> list[Node]:
    """Put headings below those of the page."""
    return [_mapped(node, _lower) for node in nodes]


def _lower(node: Node) -> Node:
    if node.kind != "heading":
        return node
    level = whole_number(node.attrs.get("level"), 1, DEEPEST)
    return Node("heading", {"level": min(level + BELOW, DEEPEST)}, node.children)


def _mapped(node: Node, change: Callable[[Node], Node]) -> Node:
    children = [_mapped(child, change) if isinstance(child, Node) else child for child in node.children]
    return change(Node(node.kind, node.attrs, children))
