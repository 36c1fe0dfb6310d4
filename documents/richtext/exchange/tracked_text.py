"""A text with what people suggest in it, as Word tracks changes: runs that came or went, each by whom and when.

What no run tells (code, pictures, formulas of their own) is left as it is, and said in words instead.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any

from documents.richtext.comparison.alignment import side_by_side
from documents.richtext.comparison.block_changes import BlockChange
from documents.richtext.comparison.word_diff import ALIKE, likeness, steps_between, words_of
from documents.richtext.nodes import INLINE, Node, Run, bare
from documents.richtext.nodes import words_of as words_in

_UNTOLD = ("codeBlock", "image", "mathBlock", "attachment", "horizontalRule")
INSERTED, DELETED = "inserted", "deleted"


@dataclass(frozen=True)
class Suggested:
    """What one person suggests: `by` and `at` (ISO 8601) as Word writes them."""

    by: str
    at: str
    changes: Sequence[BlockChange]

    @property
    def said(self) -> dict[str, str]:
        """Return what is said of each of its runs."""
        return {"author": self.by, "at": self.at}


@dataclass
class TrackedText:
    """A text and what is suggested in it."""

    nodes: Sequence[Node]
    suggested: Sequence[Suggested]
    untold: list[tuple[Suggested, BlockChange]] = field(default_factory=list)
    """What no run tells."""

    def written(self) -> list[Node]:
        """Return the text with all changes."""
        out: list[Node] = []
        for place, node in enumerate([*self.nodes, None]):
            here = [(one, change) for one in self.suggested for change in one.changes if change.place == place]
            for one, change in here:
                if change.before is None and change.after is not None:
                    out += self._whole(one, change, change.after, INSERTED)
            if node is not None:
                out += self._changed(node, [each for each in here if each[1].before is not None])
        return out

    def _whole(self, one: Suggested, change: BlockChange, node: Node, mark: str) -> list[Node]:
        if not _is_told(node):
            self.untold.append((one, change))
            return []
        return [_marked(node, mark, one)]

    def _changed(self, node: Node, changes: list[tuple[Suggested, BlockChange]]) -> list[Node]:
        for one, change in changes:
            if change.after is None and len(changes) == 1:
                return self._whole(one, change, node, DELETED) or [node]
        told: _Afters = []
        woven = node
        for one, change in changes:
            after = change.after
            tried = None if after is None else _woven(node, [*told, (one, after)])
            if tried is None or after is None:
                self.untold.append((one, change))
            else:
                told.append((one, after))
                woven = tried
        return [woven]


type _Afters = list[tuple[Suggested, Node]]


def _woven(before: Node, afters: _Afters) -> Node | None:
    """Return a block with what several people make of it; None where runs do not tell it."""
    if any(_look(after) != _look(before) for _one, after in afters) or before.kind in _UNTOLD:
        return None
    if _is_leaf(before) and all(_is_leaf(after) for _one, after in afters):
        return Node(before.kind, before.attrs, list(_woven_runs(before, afters)))
    if len(afters) == 1:
        return _with_parts(before, *afters[0])
    parts = [list(before.nodes()), *(list(after.nodes()) for _one, after in afters)]
    if len({len(some) for some in parts}) > 1:
        return None
    children: list[Node | Run] = []
    for number, part in enumerate(parts[0]):
        theirs = [(one, some[number]) for (one, _after), some in zip(afters, parts[1:], strict=True)]
        woven = _woven(part, [each for each in theirs if bare(each[1]) != bare(part)]) if theirs else part
        if woven is None:
            return None
        children.append(woven)
    return Node(before.kind, before.attrs, children)


def _with_parts(before: Node, one: Suggested, after: Node) -> Node | None:
    """Return a block of blocks, in which one person put some, took some out and changed some."""
    children: list[Node | Run] = []
    for old, new in side_by_side(list(before.nodes()), list(after.nodes()), _stays):
        if old is not None and new is not None:
            part = old if bare(old) == bare(new) else _woven(old, [(one, new)])
            if part is None:
                return None
            children.append(part)
            continue
        part = old or new
        if part is None or not _is_told(part):
            return None
        children.append(_marked(part, DELETED if new is None else INSERTED, one))
    return Node(before.kind, before.attrs, children)


def _stays(one: Node, other: Node) -> float:
    if one.kind != other.kind:
        return 0.0
    if bare(one) == bare(other):
        return 1.0
    like = likeness(words_of(one.lines()), words_of(other.lines()))
    return like if like >= ALIKE else 0.0


def _look(node: Node) -> tuple[str, str]:
    attrs = bare(Node(node.kind, node.attrs)).attrs
    return node.kind, json.dumps(attrs, sort_keys=True)


def _is_leaf(node: Node) -> bool:
    return all(child.kind in INLINE for child in node.nodes())


def _is_told(node: Node) -> bool:
    return node.kind not in _UNTOLD and all(_is_told(child) for child in node.nodes())


def _marked(node: Node, mark: str, one: Suggested) -> Node:
    """Return a block all of whose words came or went."""
    copy = deepcopy(node)
    copy.children = [
        Run(child.text, {**child.marks, mark: one.said})
        if isinstance(child, Run)
        else Run(words_in(child), {mark: one.said})
        if child.kind in INLINE and child.kind != "hardBreak"
        else _marked(child, mark, one)
        for child in copy.children
    ]
    return copy


# -- within a paragraph: word by word


@dataclass(frozen=True)
class _Piece:
    """A word with its marks, or a node that stands among words."""

    key: str
    text: str = ""
    marks: Mapping[str, dict[str, Any]] = field(default_factory=dict, compare=False)
    node: Node | None = field(default=None, compare=False)


def _pieces(block: Node) -> list[_Piece]:
    found = []
    for child in block.children:
        if isinstance(child, Run):
            marks = json.dumps(child.marks, sort_keys=True)
            found += [_Piece(f"{word.text}\0{marks}", word.text, child.marks) for word in words_of(child.text)]
        else:
            found.append(_Piece(" ".join(_look(child)), node=child))
    return found


def _woven_runs(before: Node, afters: _Afters) -> Iterator[Node | Run]:
    old = _pieces(before)
    gone: dict[int, Suggested] = {}
    come: dict[int, list[tuple[Suggested, list[_Piece]]]] = {}
    for one, after in afters:
        new = _pieces(after)
        for tag, a1, a2, b1, b2 in steps_between(old, new, lambda piece: piece.text.isspace()):
            if tag != "equal":
                gone |= {place: one for place in range(a1, a2) if place not in gone}
                come.setdefault(a2, []).append((one, new[b1:b2]))
    out: list[Node | Run] = []
    for place, piece in enumerate([*old, None]):
        for one, pieces in come.get(place, ()):
            _add(out, pieces, {INSERTED: one.said})
        if piece is not None:
            _add(out, [piece], {DELETED: gone[place].said} if place in gone else {})
    yield from out


def _add(out: list[Node | Run], pieces: Sequence[_Piece], mark: Mapping[str, dict[str, Any]]) -> None:
    for piece in pieces:
        if piece.node is not None and (not mark or piece.node.kind == "hardBreak"):
            out.append(piece.node)
            continue
        text = words_in(piece.node) if piece.node else piece.text  # of what came or went the words are told
        marks = {**piece.marks, **mark}
        last = out[-1] if out else None
        if isinstance(last, Run) and last.marks == marks:
            last.text += text
        else:
            out.append(Run(text, marks))
