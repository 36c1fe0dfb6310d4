"""What changes in how a block looks, where its words stay: which words become bold, what a paragraph becomes."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import accumulate, groupby, islice
from typing import Any

from documents.richtext.comparison.block_changes import BlockChange
from documents.richtext.looks import ALIGNED, USUAL_HIGHLIGHT, alignment_of, colour_of
from documents.richtext.nodes import Node, Run, every_node

MARKS = (
    "bold", "italic", "underline", "strike", "code", "link", "superscript", "subscript", "highlight", "textColour",
)  # fmt: skip
MOST = 4
LONGEST = 200  # letters of the words that a change is about

type Marks = dict[str, dict[str, Any]]


@dataclass(frozen=True)
class LookChange:
    """A mark that words get or lose, or the kind of block that a block becomes, or how its lines are aligned; `text`
    are the words it is about. Of marks with a colour the look says which: `highlight_green`.
    """

    look: str
    is_given: bool
    text: str = ""


def look_changes(change: BlockChange) -> list[LookChange]:
    """Return what changes in the look of a block that says the same before and after; at most `MOST` of them."""
    before, after = change.before, change.after
    if before is None or after is None or before.text() != after.text():
        return []
    kinds = [LookChange(kind_of(after), is_given=True)] if kind_of(before) != kind_of(after) else []
    blocks = [*kinds, *_alignments(before, after)]
    return [*blocks, *islice(_marks(_runs(before), _runs(after)), MOST - len(blocks))]


def kind_of(block: Node) -> str:
    """Return the node kind of a block (`bulletList`, `paragraph`); a heading with its level (`heading_2`)."""
    return f"heading_{int(block.attrs.get('level') or 1)}" if block.kind == "heading" else block.kind


def _alignments(before: Node, after: Node) -> Iterator[LookChange]:
    """Yield how the lines of a block are aligned now: of the first paragraph that changes, where it holds several."""
    lines = [[alignment_of(node) for node in every_node([block]) if node.kind in ALIGNED] for block in (before, after)]
    changed = (new for old, new in zip(*lines, strict=False) if old != new)
    for alignment in islice(changed, 1):
        yield LookChange(f"align_{alignment or 'start'}", is_given=True)


def _runs(block: Node) -> list[Run]:
    return [run for node in every_node([block]) for run in node.children if isinstance(run, Run) and run.text]


def _stretches(before: list[Run], after: list[Run]) -> Iterator[tuple[str, Marks, Marks]]:
    """Yield the words of two texts that say the same, parted wherever a run of either ends, with the marks of both."""
    ends = sorted({*accumulate(len(run.text) for run in before), *accumulate(len(run.text) for run in after)})
    then, now, begun = _marks_at(before), _marks_at(after), 0
    text = "".join(run.text for run in before)
    for end in ends:
        yield text[begun:end], then(begun), now(begun)
        begun = end


def _marks_at(runs: list[Run]) -> Callable[[int], Marks]:
    starts = [0, *accumulate(len(run.text) for run in runs)][:-1]
    return lambda place: runs[bisect_right(starts, place) - 1].marks


def _marks(before: list[Run], after: list[Run]) -> Iterator[LookChange]:
    if sum(len(run.text) for run in before) != sum(len(run.text) for run in after):
        return
    stretches = list(_stretches(before, after))
    for mark in MARKS:
        for step, parts in groupby(stretches, key=lambda part: _step(mark, part[1].get(mark), part[2].get(mark))):
            if step is not None:
                yield LookChange(step[0], is_given=step[1], text="".join(words for words, _, _ in parts)[:LONGEST])


def _step(mark: str, then: dict[str, Any] | None, now: dict[str, Any] | None) -> tuple[str, bool] | None:
    """Return the look that a letter gets (or another link, or colour) or loses, and whether it gets it; None where it
    stays as it is.
    """
    if then == now:
        return None
    if mark not in ("highlight", "textColour"):
        return mark, now is not None
    colour = colour_of(then or {} if now is None else now, USUAL_HIGHLIGHT)
    return f"{mark}_{colour}", now is not None
