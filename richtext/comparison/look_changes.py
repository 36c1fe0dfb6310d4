"""What changes in how a block looks, where its words stay: which words become bold, what a paragraph becomes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from richtext.comparison.block_changes import BlockChange
from richtext.nodes import Node, Run, every_node

MARKS = ("bold", "italic", "underline", "strike", "code", "link")
MOST = 4


@dataclass(frozen=True)
class LookChange:
    """A mark that words get or lose, or the kind of block that a block becomes; `text` are the words it is about."""

    look: str
    is_given: bool
    text: str = ""


def look_changes(change: BlockChange) -> list[LookChange]:
    """Return what changes in the look of a block that says the same before and after; at most `MOST` of them."""
    before, after = change.before, change.after
    if before is None or after is None or before.text() != after.text():
        return []
    kinds = [LookChange(kind_of(after), is_given=True)] if kind_of(before) != kind_of(after) else []
    return [*kinds, *_marks(list(_letters(before)), list(_letters(after)))][:MOST]


def kind_of(block: Node) -> str:
    """Return the node kind of a block (`bulletList`, `paragraph`); a heading with its level (`heading_2`)."""
    return f"heading_{int(block.attrs.get('level') or 1)}" if block.kind == "heading" else block.kind


def _letters(block: Node) -> Iterator[tuple[str, dict[str, Any]]]:
    for node in every_node([block]):
        for run in node.children:
            if isinstance(run, Run):
                yield from ((letter, dict(run.marks)) for letter in run.text)


def _marks(before: list[tuple[str, dict[str, Any]]], after: list[tuple[str, dict[str, Any]]]) -> Iterator[LookChange]:
    if len(before) != len(after):
        return
    for mark in MARKS:
        steps = [
            (_step(then.get(mark), now.get(mark)), letter)
            for (letter, then), (_, now) in zip(before, after, strict=True)
        ]
        for step, letters in groupby(steps, key=lambda one: one[0]):
            if step is not None:
                yield LookChange(mark, is_given=step, text="".join(letter for _, letter in letters))


def _step(then: object, now: object) -> bool | None:
    """Return whether a letter gets a mark (or another link) or loses it; None where it stays."""
    if then == now:
        return None
    return now is not None
