"""What changed between two rich texts: their blocks side by side, and inside each the words that went and came.

The outcome is a text again, whose runs wear `inserted` or `deleted`, so that headings, lists and links stay what they
are and one writer shows both. A formula, a mention, a picture, a line across went or came as a whole: it stands in a
node of that name.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import cast

from documents.richtext.comparison.alignment import equal_blocks, side_by_side
from documents.richtext.comparison.word_diff import ALIKE, DiffWord, likeness, parts, words_of
from documents.richtext.nodes import INLINE, WORDLESS, Node, Run, bare

LONE = ("listItem", "taskItem", "tableRow", "tableCell", "tableHeader")  # never one with another of their kind
EDIT = {"ins": "inserted", "del": "deleted"}
BREAK = "\n"
ATOM = "node "
"""Begins the marks of a word that is a node among text, such as a formula."""


@dataclass(frozen=True)
class Around:
    """A list, an item, a quotation that a block stands in; `name` tells it from others of its kind."""

    kind: str
    attrs: str
    name: str


@dataclass(frozen=True)
class Block:
    """A paragraph, heading, block of code, picture: the smallest thing that a reader sees as one."""

    around: tuple[Around, ...]
    kind: str
    attrs: str
    words: tuple[DiffWord, ...] = field(default=())

    @property
    def shape(self) -> tuple[object, ...]:
        """Return what has to be the same for two blocks to be one that was changed."""
        return (tuple((one.kind, one.attrs) for one in self.around), self.kind, self.attrs)

    @property
    def cell(self) -> tuple[str, ...]:
        """Return row and column in its table; nothing outside of one."""
        if not self.around or self.around[-1].kind not in ("tableCell", "tableHeader"):
            return ()
        return tuple(self.around[-1].name.split(".")[-2:])

    @property
    def whole(self) -> tuple[object, ...]:
        """Return all that is seen of it."""
        return (*self.shape, self.words)


def compared(before: Sequence[Node], after: Sequence[Node]) -> list[Node]:
    """Return the text after, with what went and what came since before."""
    old, new = list(_blocks(before, "old")), list(_blocks(after, "new"))
    builder = _CompareBuilder()
    for tag, a1, a2, b1, b2 in equal_blocks([one.whole for one in old], [one.whole for one in new]):
        if tag == "equal":
            for block in new[b1:b2]:
                builder.add(block, [("same", block.words)])
            continue
        for one, other in side_by_side(old[a1:a2], new[b1:b2], _stays):
            found = parts(one.words if one else (), other.words if other else ())
            whole = "ins" if one is None else "del" if other is None else "same"
            builder.add(cast(Block, other or one), [(part.kind, part.words) for part in found], whole)
    return builder.root.children  # type: ignore[return-value]  # only nodes stand at the root


def _blocks(nodes: Sequence[Node], side: str, around: tuple[Around, ...] = ()) -> Iterator[Block]:
    for place, node in enumerate(nodes):
        attrs = json.dumps(bare(Node(node.kind, node.attrs)).attrs, sort_keys=True)
        inner = [child for child in node.nodes() if child.kind not in INLINE]
        if inner:
            name = f"{around[-1].name if around else side}.{place}"
            yield from _blocks(inner, side, (*around, Around(node.kind, attrs, name)))
        else:
            yield Block(around, node.kind, attrs, tuple(_words(node)))


def _words(node: Node) -> Iterator[DiffWord]:
    for child in node.children:
        if isinstance(child, Run):
            yield from words_of(child.text, json.dumps(child.marks, sort_keys=True) if child.marks else "")
        elif child.kind == "hardBreak":
            yield DiffWord(BREAK, "hardBreak")
        else:
            yield DiffWord(child.text(), ATOM + json.dumps([child.kind, child.attrs], sort_keys=True))


def _stays(one: Block, other: Block) -> float:
    if one.shape != other.shape:
        return 0.0
    like = likeness(one.words, other.words)
    if like < ALIKE and one.cell and one.cell == other.cell:
        return ALIKE  # a figure that changed where it stood
    return like if like >= ALIKE else 0.0


class _CompareBuilder:
    """Puts blocks one after the other into lists and items again; what went stands in the list that it was in."""

    def __init__(self) -> None:
        self.root = Node("doc")
        self.open: list[tuple[Around, Node]] = []

    def add(self, block: Block, runs: Sequence[tuple[str, Sequence[DiffWord]]], whole: str = "same") -> None:
        """Add a block with its runs, in the lists and items that it stands in; `whole` is what became of all of it."""
        depth = 0
        while depth < min(len(self.open), len(block.around)) and _is_one(self.open[depth][0], block.around[depth]):
            # From now on it goes by the new name: what follows belongs to the same.
            self.open[depth] = (block.around[depth], self.open[depth][1])
            depth += 1
        del self.open[depth:]
        for around in block.around[depth:]:
            self._open(around)
        node = Node(block.kind, json.loads(block.attrs))
        for kind, words in runs:
            node.children += _runs(words, EDIT.get(kind))
        if whole in EDIT and block.kind in WORDLESS:
            node = Node(EDIT[whole], {}, [node])
        self._last().children.append(node)

    def _open(self, around: Around) -> None:
        node = Node(around.kind, json.loads(around.attrs))
        self._last().children.append(node)
        self.open.append((around, node))

    def _last(self) -> Node:
        return self.open[-1][1] if self.open else self.root


def _is_one(one: Around, other: Around) -> bool:
    """Return whether two are the same list: by name, or where one side's went on as the other's."""
    if one.name == other.name:
        return True
    sides = {one.name.partition(".")[0], other.name.partition(".")[0]}
    return len(sides) > 1 and one.kind not in LONE and replace(one, name="") == replace(other, name="")


def _runs(words: Sequence[DiffWord], edit: str | None) -> Iterator[Node | Run]:
    for marks, some in groupby(words, key=lambda word: word.marks):
        if marks == "hardBreak":
            yield from (Node("hardBreak") for _ in some)
            continue
        if marks.startswith(ATOM):
            kind, attrs = json.loads(marks.removeprefix(ATOM))
            yield from (Node(edit, {}, [Node(kind, attrs)]) if edit else Node(kind, attrs) for _ in some)
            continue
        worn = json.loads(marks) if marks else {}
        yield Run("".join(word.text for word in some), {**({edit: {}} if edit else {}), **worn})
