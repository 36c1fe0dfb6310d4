"""What a suggestion changes in a text: block by block, each to be taken or left."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from documents.richtext.comparison.alignment import equal_blocks, side_by_side
from documents.richtext.comparison.word_diff import ALIKE, likeness, words_of
from documents.richtext.nodes import Node, bare

type Pair = tuple[int | None, int | None]


@dataclass(frozen=True)
class BlockChange:
    """A block that is another in the suggestion, is new there (`before` is None), or is not there (`after` is None).

    `key` names it among the suggestion's: it stays while others type in the same block. `place` is the block of the
    text that it changes, or before which it stands.
    """

    key: str
    place: int
    before: Node | None
    after: Node | None

    @property
    def kind(self) -> str:
        """Return `changed`, `added` or `removed`."""
        if self.before is None:
            return "added"
        return "removed" if self.after is None else "changed"


def block_changes(now: Sequence[Node], then: Sequence[Node]) -> list[BlockChange]:
    """Return what a suggestion, which says `then`, changes in what the text says `now`."""
    return [change for change, _ in steps(now, then) if change]


def placed_changes(then: Sequence[Node], now: Sequence[Node]) -> Iterator[tuple[BlockChange, int, int]]:
    """Yield what changed from one text to another, each with its places in both: where it is not, before which block
    it would stand.
    """
    before = after = 0
    for change, _ in steps(then, now, with_empty=True):
        if change:
            yield change, before, after
        before += change is None or change.before is not None
        after += change is None or change.after is not None


def with_changes(now: Sequence[Node], then: Sequence[Node], chosen: Callable[[str], bool]) -> list[Node]:
    """Return the text with the changes whose keys are chosen, and without the others."""
    found: list[Node] = []
    for change, same in steps(now, then):
        node = same if change is None else change.after if chosen(change.key) else change.before
        if node is not None:
            found.append(node)
    return found


def steps(
    now: Sequence[Node], then: Sequence[Node], *, with_empty: bool = False
) -> Iterator[tuple[BlockChange | None, Node | None]]:
    """Yield each block of both in order: what changes of it, or itself where nothing does. New paragraphs in which
    nothing stands are left out, unless `with_empty`.
    """
    around, number, place = "", 0, 0
    for one, other in _pairs(now, then):
        before, after = None if one is None else now[one], None if other is None else then[other]
        if before is not None:
            place = (one or 0) + 1
            around, number = name_of(before.attrs.get("bid"), one or 0), 0
        if before is not None and after is not None and bare(before) == bare(after):
            yield None, before
            continue
        if not with_empty and before is None and after and after.kind == "paragraph" and not after.text().strip():
            continue  # where a person has only just begun to write
        kind = "added" if before is None else "removed" if after is None else "changed"
        number += before is None
        key = f"{kind}-{around}-{number}" if before is None else f"{kind}-{around}"
        yield BlockChange(key, place if before is None else place - 1, before, after), None


def name_of(bid: object, place: int) -> str:
    """Return what keys call a block: its id, and its place until the server has given it one."""
    return str(bid or f"block{place}")


def _pairs(now: Sequence[Node], then: Sequence[Node]) -> Iterator[Pair]:
    """Return which block became which: a block is the same as long as it has its id, whatever it says."""
    words_now = cache(lambda place: words_of(now[place].lines()))
    words_then = cache(lambda place: words_of(then[place].lines()))

    def stays(one: int, other: int) -> float:
        """Return how much two blocks are one that was changed, where the server has not given both an id yet."""
        if now[one].kind != then[other].kind or (now[one].attrs.get("bid") and then[other].attrs.get("bid")):
            return 0.0
        like = likeness(words_now(one), words_then(other))
        return like if like >= ALIKE else 0.0

    for tag, a1, a2, b1, b2 in equal_blocks(_names(now), _names(then)):
        if tag == "equal":
            yield from zip(range(a1, a2), range(b1, b2), strict=True)
            continue
        yield from side_by_side(range(a1, a2), range(b1, b2), stays)


def _names(nodes: Sequence[Node]) -> list[str]:
    seen: set[str] = set()
    found = []
    for node in nodes:
        bid = node.attrs.get("bid")
        if isinstance(bid, str) and bid and bid not in seen:
            seen.add(bid)
            found.append(bid)
        else:
            plain = bare(node)
            found.append(f"{plain.kind} {json.dumps(plain.attrs, sort_keys=True)} {plain.children!r}")
    return found
