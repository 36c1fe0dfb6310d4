"""Nodes as a few bytes in the database, read again many times sooner than out of a log."""

from __future__ import annotations

import json
import zlib
from typing import TYPE_CHECKING, Any

from documents.richtext.nodes import Node, Run

if TYPE_CHECKING:
    from collections.abc import Sequence

READER = 2
"""To be raised when logs are read otherwise, or nodes packed otherwise: what was kept before is read anew."""
QUICKEST = 1  # of zlib's levels: a tenth of the size in a few milliseconds


def pack(nodes: Sequence[Node]) -> bytes:
    """Return nodes as compressed JSON: of a node [kind, attributes, children], of a run [text, marks]."""
    return zlib.compress(json.dumps([_packed(node) for node in nodes], ensure_ascii=False).encode(), QUICKEST)


def unpack(data: bytes) -> list[Node] | None:
    """Return the nodes that `pack` was given; None for other bytes: a disk may have changed them."""
    try:
        return [_node(*values) for values in json.loads(zlib.decompress(data))]
    except (zlib.error, ValueError, TypeError):
        return None


def _packed(node: Node) -> list[Any]:
    children = [_packed(child) if isinstance(child, Node) else [child.text, child.marks] for child in node.children]
    return [node.kind, node.attrs, children]


def _node(kind: str, attrs: dict[str, Any], children: list[list[Any]]) -> Node:
    return Node(kind, attrs, [_child(*values) for values in children])


def _child(*values: Any) -> Node | Run:
    return Run(*values) if len(values) == 2 else _node(*values)
