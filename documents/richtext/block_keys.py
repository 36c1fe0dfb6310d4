"""Blocks with the keys that other texts quote them by: in files and on paper nothing else would say them."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from documents.richtext.addresses import block_id
from documents.richtext.nodes import Node, Run

KEYED = frozenset(("heading", "paragraph"))
"""Kinds whose own text the key begins; before others it stands in a line of its own."""


def with_keys(nodes: Sequence[Node], keys: Mapping[str, str]) -> list[Node]:
    """Return the blocks of a document with the key of each that has one, by its id."""
    found: list[Node] = []
    for node in nodes:
        key = keys.get(block_id(node) or "")
        if key and node.kind in KEYED:
            found.append(replace(node, children=[_bold(f"{key} "), *node.children]))
        elif key:
            found += [Node("paragraph", {}, [_bold(key)]), node]
        else:
            found.append(node)
    return found


def _bold(words: str) -> Run:
    return Run(words, {"bold": {}})
