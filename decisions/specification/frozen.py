"""The text of a clause: which blocks of its document belong to it, kept as plain values, and known by a digest."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from documents.richtext.nodes import Node, Run, bare

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

LONGEST_TITLE = 120
type Frozen = list[Any]


@dataclass(frozen=True)
class ClauseExtent:
    """What belongs to a block of a document: its nodes, its place, and the chapter that it stands in.

    `chapter` is the block id of the last of the document's outermost headings, `ordinal` which of them that is; nothing
    and 0 before the first.
    """

    place: int
    nodes: list[Node]
    chapter: str
    ordinal: int

    @property
    def places(self) -> range:
        """Return the places of its nodes in the document."""
        return range(self.place, self.place + len(self.nodes))


def extents(nodes: Sequence[Node], clauses: Collection[str]) -> dict[str, ClauseExtent]:
    """Return what belongs to each of these blocks: to a heading all that is below it until the next heading or clause,
    to any other block itself alone.
    """
    found: dict[str, ClauseExtent] = {}
    outermost = min((level_of(node) for node in nodes if node.kind == "heading"), default=0)
    chapter, ordinal, heading = "", 0, ""
    for place, node in enumerate(nodes):
        bid = str(node.attrs.get("bid") or "")
        if node.kind == "heading":
            heading = ""
            if level_of(node) == outermost:
                chapter, ordinal = bid, ordinal + 1
        if bid in clauses and bid not in found:
            found[bid] = ClauseExtent(place, [node], chapter, ordinal)
            heading = bid if node.kind == "heading" else ""
        elif heading and node.kind != "heading":
            found[heading].nodes.append(node)
    return found


def level_of(heading: Node) -> int:
    """Return the level of a heading: 1, 2 or 3."""
    level = heading.attrs.get("level")
    return int(level) if isinstance(level, int | float) else 1


def freeze(nodes: Iterable[Node]) -> Frozen:
    """Return nodes as JSON keeps them, without what does not belong to what they say: ids of blocks, names looked up.

    Empty paragraphs at the end are nobody's words.
    """
    kept = [bare(node) for node in nodes]
    while len(kept) > 1 and kept[-1].kind == "paragraph" and not kept[-1].text().strip():
        kept.pop()
    return [_row(node) for node in kept]


def thaw(rows: Frozen) -> list[Node]:
    """Return the nodes of `freeze` again."""
    return [_node(row) for row in rows]


def digest_of(rows: Frozen) -> str:
    """Return by what two texts are known to be the same."""
    return hashlib.sha256(json.dumps(rows, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def words_in(nodes: Iterable[Node]) -> str:
    """Return the words of nodes, a line for each block that holds text."""
    return "\n".join(line for node in nodes for line in _lines(node) if line.strip())


def title_of(nodes: Sequence[Node]) -> str:
    """Return what names a clause: its heading, else the beginning of its words."""
    if nodes and nodes[0].kind == "heading":
        return shortened(" ".join(nodes[0].text().split()))
    return shortened(" ".join(words_in(nodes).split()))


def shortened(words: str) -> str:
    """Cut words between two of them, where they are too long for a title."""
    if len(words) <= LONGEST_TITLE:
        return words
    return words[: LONGEST_TITLE - 1].rsplit(" ", 1)[0].rstrip(" ,;:.") + "…"


def _lines(node: Node) -> Iterator[str]:
    inner = [child for child in node.nodes() if child.kind != "hardBreak"]
    if inner and not any(isinstance(child, Run) for child in node.children):
        for child in inner:
            yield from _lines(child)
    else:
        yield node.text()


def _row(node: Node) -> dict[str, Any]:
    children = [[child.text, child.marks] if isinstance(child, Run) else _row(child) for child in node.children]
    return {"k": node.kind, "a": node.attrs, "c": children}


def _node(row: dict[str, Any]) -> Node:
    children = [Run(child[0], dict(child[1])) if isinstance(child, list) else _node(child) for child in row["c"]]
    return Node(row["k"], dict(row["a"]), children)
