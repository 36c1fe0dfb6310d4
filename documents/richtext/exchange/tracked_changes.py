"""Takes tracked changes out of a text: what came goes, what went comes back.

A file is read as if all of them were accepted; each is found again by the words around it.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from copy import deepcopy

from documents.richtext.exchange.remarks import Remark
from documents.richtext.nodes import Node, Run, text_blocks, words_of

_MAY_GO = ("bulletList", "orderedList", "taskList", "listItem", "taskItem")
_HOLD_BLOCKS = (
    *_MAY_GO,
    "blockquote",
    "callout",
    "details",
    "detailsContent",
    "table",
    "tableRow",
    "tableCell",
    "tableHeader",
)


def places_of_changes(nodes: Sequence[Node], remarks: Sequence[Remark]) -> dict[int, tuple[int, int]]:
    """Return where tracked changes stand, by their place among the remarks: which block with text, at which character.

    Those whose words are not found are left out.
    """
    texts = [_plain(block) for block in text_blocks(nodes)]
    found: dict[int, tuple[int, int]] = {}
    for number, remark in enumerate(remarks):
        if remark.kind in ("insertion", "deletion") and remark.words and (place := _place(texts, remark)):
            found[number] = place
    return found


def without_changes(
    nodes: Sequence[Node], remarks: Sequence[Remark], places: dict[int, tuple[int, int]], chosen: Collection[int]
) -> list[Node]:
    """Return the nodes as they were before the chosen changes."""
    copy = deepcopy(list(nodes))
    blocks = list(text_blocks(copy))
    emptied: set[int] = set()
    # From the end; where a word was replaced by another, the new one goes before the old one comes in its place.
    for number in sorted(chosen, key=lambda it: (places[it], remarks[it].kind == "insertion", it), reverse=True):
        block, at = places[number]
        remark = remarks[number]
        if remark.kind == "insertion":
            _cut(blocks[block], at, at + len(remark.quote))
            emptied |= set() if blocks[block].children else {id(blocks[block])}
        else:
            _insert(blocks[block], at, remark.words)
    return _without(copy, emptied)


def _without(nodes: Sequence[Node], emptied: Collection[int]) -> list[Node]:
    """Leave out the paragraphs all of whose words came, and the items and lists that hold nothing else."""
    out: list[Node] = []
    for node in nodes:
        had = list(node.nodes())
        if had and node.kind in _HOLD_BLOCKS:
            node.children = list(_without(had, emptied))
        is_kept = node.children or not had
        if not is_kept and node.kind not in _MAY_GO:
            node.children, is_kept = [Node("paragraph")], True
        if is_kept and id(node) not in emptied:
            out.append(node)
    return out


def _place(texts: list[str], remark: Remark) -> tuple[int, int] | None:
    stands = remark.quote if remark.kind == "insertion" else ""
    around = remark.before + stands + remark.after
    if not around.strip() or (remark.kind == "insertion" and not stands):
        return None
    for number, text in enumerate(texts):
        if (at := text.find(around)) >= 0:
            return number, at + len(remark.before)
    # At the end of a block the text has lost the blanks that the file had there.
    for number, text in enumerate(texts):
        if around.rstrip() and text.endswith(around.rstrip()):
            return number, min(len(text) - len(around.rstrip()) + len(remark.before), len(text))
    return None


def _plain(block: Node) -> str:
    return "".join(map(_said, block.children))


def _said(child: Node | Run) -> str:
    """Return what the file's remarks have for a part of a block: of a formula its source, a blank for a line's end."""
    return child.text if isinstance(child, Run) else words_of(child) or " "


def _cut(block: Node, start: int, end: int) -> None:
    at = 0
    for child in block.children:
        size = len(_said(child))
        if isinstance(child, Run) and start < at + size and end > at:
            child.text = child.text[: max(0, start - at)] + child.text[max(0, end - at) :]
        at += size
    block.children = [child for child in block.children if not isinstance(child, Run) or child.text]


def _insert(block: Node, place: int, words: str) -> None:
    at = 0
    for child in block.children:
        size = len(_said(child))
        if isinstance(child, Run) and at <= place <= at + size:
            child.text = child.text[: place - at] + words + child.text[place - at :]
            return
        at += size
    block.children.append(Run(words))
