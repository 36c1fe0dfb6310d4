"""The names by which Markdown elsewhere links to headings (`#the-flow`), beside those that pages here give them."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from documents.richtext.addresses import block_id
from documents.richtext.html import HeadingAnchors
from documents.richtext.nodes import every_node

if TYPE_CHECKING:
    from collections.abc import Iterable

    from documents.richtext.nodes import Node

_LEFT_OUT = re.compile(r"[^\w\- ]")


def heading_names(nodes: Iterable[Node]) -> dict[str, str]:
    """Return the name of each heading by the places that pages here give it: `h-the-flow`, `b-1f3a…`."""
    names: dict[str, str] = {}
    anchors, given = HeadingAnchors(), Counter[str]()
    for node in every_node(nodes):
        if node.kind != "heading":
            continue
        words = " ".join(node.text().split())
        slug = _LEFT_OUT.sub("", words.lower()).replace(" ", "-")
        name = f"{slug}-{given[slug]}" if given[slug] else slug
        given[slug] += 1
        names[anchors.next(words)] = name
        if bid := block_id(node):
            names[f"b-{bid}"] = name
    return names
