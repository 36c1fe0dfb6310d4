"""Turns a document into another text by the smallest edit that does it.

What stays is not touched, so what others type in it meanwhile stays as well: words change inside their paragraph, and
a paragraph goes only where nothing of it is in the new text.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from functools import cache
from itertools import groupby, takewhile
from typing import Any

from pycrdt import Doc, XmlElement, XmlFragment, XmlText

from documents.richtext.comparison.alignment import equal_blocks, side_by_side
from documents.richtext.comparison.word_diff import ALIKE, DiffPart, DiffWord, likeness, parts, words_of
from documents.richtext.nodes import (
    INLINE,
    ROOT,
    Node,
    Run,
    bare,
    load,
    node_of,
    runs_of,
    stored,
    write_node,
    write_runs,
)
from documents.richtext.yjs.updates import NOTHING

OF_TABLES = frozenset(("tableRow", "tableCell", "tableHeader"))

type Parent = XmlFragment | XmlElement
type Place = int


class _Twin:
    """A node as it was when the edit was planned, and the same node in a document that goes on."""

    def __init__(self, element: Any) -> None:
        self.element = element
        self.node = node_of(element)
        self.children = [_Twin(child) for child in getattr(element, "children", ()) if isinstance(child, XmlElement)]

    def has_changed(self) -> bool:
        """Whether a person wrote in it since; that the server gave it an id is no writing."""
        now = node_of(self.element)
        return now is None or self.node is None or bare(now) != bare(self.node)


def edit_into(
    updates: Iterable[bytes], nodes: Sequence[Node], *, later: Sequence[bytes] = (), client: int | None = None
) -> bytes:
    """Return the update that turns the document of `updates` into these nodes; NOTHING where it says that already.

    `later` is what others did since: a block in which they wrote is not deleted. Of what two put at one place, that of
    the lower `client` stands before the other's (None: by chance).
    """
    base = list(updates)
    doc = load(base, client=client)
    twins = _twins(base, later) if later else None
    return edit_document(doc, nodes, twins=twins)


def edit_document(doc: Doc[Any], nodes: Sequence[Node], *, twins: list[_Twin] | None = None) -> bytes:
    """Turn a document into these nodes, and return the update that did."""
    made: list[bytes] = []
    subscription = doc.observe(lambda event: made.append(event.update))
    fragment = doc.get(ROOT, type=XmlFragment)
    with doc.transaction():
        _become(fragment, [bare(stored(node)) for node in nodes], twins, _free_ids(fragment, nodes))
    doc.unobserve(subscription)
    return made[0] if made else NOTHING


def _twins(base: Sequence[bytes], later: Sequence[bytes]) -> list[_Twin]:
    doc = load(base)
    twins = [_Twin(child) for child in doc.get(ROOT, type=XmlFragment).children]
    for update in later:
        doc.apply_update(update)
    return twins


def _free_ids(fragment: XmlFragment, nodes: Sequence[Node]) -> list[str]:
    """Return the id that each block gets if it has to be written anew: its own, so that links to it and decisions on it
    find it again; none where another block has it.
    """
    taken = {str(child.attributes.get("bid")) for child in fragment.children if isinstance(child, XmlElement)}
    found = []
    for node in nodes:
        bid = node.attrs.get("bid")
        found.append(bid if isinstance(bid, str) and bid not in taken else "")
        taken.add(str(bid))
    return found


def _become(parent: Parent, then: Sequence[Node], twins: list[_Twin] | None, ids: Sequence[str] = ()) -> None:
    """Make the blocks of a parent these: `twins` are its blocks in the document that went on, `ids` those that new
    blocks get.
    """
    now = [bare(node_of(child) or Node("")) for child in parent.children]
    place = 0
    for one, other in _pairs(now, then):
        if other is None and one is not None:
            if twins and one < len(twins) and twins[one].has_changed():
                place += 1
            else:
                del parent.children[place]
            continue
        if one is None and other is not None:
            bid = {"bid": ids[other]} if ids and ids[other] else {}
            write_node(parent, Node(then[other].kind, then[other].attrs | bid, then[other].children), place)
        elif one is not None and other is not None and now[one] != then[other]:
            inner = twins[one].children if twins and one < len(twins) else None
            _change(parent.children[place], now[one], then[other], inner)
        place += 1


def _pairs(now: Sequence[Node], then: Sequence[Node]) -> list[tuple[Place | None, Place | None]]:
    """Return which block became which, by their places, in the order of both."""
    old_keys, new_keys = [_key(node) for node in now], [_key(node) for node in then]
    old_words = cache(lambda place: words_of(now[place].lines()))
    new_words = cache(lambda place: words_of(then[place].lines()))

    def stays(one: Place, other: Place) -> float:
        if now[one].kind != then[other].kind or _is_leaf(now[one]) != _is_leaf(then[other]):
            return 0.0
        like = likeness(old_words(one), new_words(other))
        if now[one].kind in OF_TABLES:
            return max(like, ALIKE)  # a cell stays, whatever it says: a person may be typing in it
        return like if like >= ALIKE else 0.0

    found: list[tuple[Place | None, Place | None]] = []
    for tag, a1, a2, b1, b2 in equal_blocks(old_keys, new_keys):
        if tag == "equal":
            found += zip(range(a1, a2), range(b1, b2), strict=True)
        else:
            pairs = side_by_side(range(a1, a2), range(b1, b2), stays)
            found += pairs
    return found


def _key(node: Node) -> str:
    return f"{node.kind} {json.dumps(node.attrs, sort_keys=True)} {node.children!r}"


def _is_leaf(node: Node) -> bool:
    return all(child.kind in INLINE for child in node.nodes())


def _change(element: Any, now: Node, then: Node, twins: list[_Twin] | None) -> None:
    """Make an element this node."""
    for name in now.attrs.keys() - then.attrs.keys():
        del element.attributes[name]
    for name, value in then.attrs.items():
        if now.attrs.get(name) != value:
            element.attributes[name] = value
    if _is_leaf(then):
        _reword(element, then)
    else:
        _become(element, list(then.nodes()), twins)


def _reword(element: Any, then: Node) -> None:
    """Make the words of a block these."""
    pieces, wanted = list(element.children), _pieces(then)
    if len(pieces) == 1 and isinstance(pieces[0], XmlText) and not wanted:
        wanted = [[]]  # emptied, and not taken away: a person may be typing in it
    if not _has_shape(pieces, wanted):
        if pieces:
            del element.children[0 : len(pieces)]
        write_runs(element, then)
        return
    for piece, runs in zip(pieces, wanted, strict=True):
        if isinstance(runs, list):
            _retype(piece, runs_of(piece), runs)


def _has_shape(pieces: Sequence[Any], wanted: Sequence[Node | list[Run]]) -> bool:
    """Return whether texts and what stands between them are where they are wanted."""
    return len(pieces) == len(wanted) and all(
        isinstance(piece, XmlText) if isinstance(one, list) else _is_node(piece, one)
        for piece, one in zip(pieces, wanted, strict=True)
    )


def _is_node(piece: Any, wanted: Node) -> bool:
    found = None if isinstance(piece, XmlText) else node_of(piece)
    return found is not None and bare(found) == bare(wanted)


def _pieces(node: Node) -> list[Node | list[Run]]:
    """Return the texts of a block and what stands between them."""
    found: list[Node | list[Run]] = []
    for child in node.children:
        if isinstance(child, Node):
            found.append(child)
        elif found and isinstance(found[-1], list):
            found[-1].append(child)
        else:
            found.append([child])
    return found


def _retype(text: XmlText, now: Sequence[Run], then: Sequence[Run]) -> None:
    """Change the words that differ."""
    at = 0  # the library counts UTF-8 bytes
    gone: list[DiffWord] = []
    for part in (*_with_blank_before(parts(_words(now), _words(then))), DiffPart("same", ())):
        if part.kind == "del":
            gone = _letters(part.words)
            continue
        come = _letters(part.words) if part.kind == "ins" else []
        if gone or come:
            at = _replace(text, at, gone, come)
            gone = []
        if part.kind == "same":
            at += len(part.text.encode())


def _with_blank_before(found: list[DiffPart]) -> list[DiffPart]:
    """Let words come and go with the blank before them, where that is as well the one after them: as people type, so
    that what two of them change side by side does not lose the blank between.
    """
    moved = list(found)
    for place in range(1, len(moved) - 1):
        before, change, after = moved[place - 1 : place + 2]
        if (before.kind, after.kind) != ("same", "same") or change.kind == "same" or len(change.words) < 2:
            continue
        if before.words[-1] == change.words[-1] and change.words[-1].text.isspace():
            blank = change.words[-1:]
            moved[place - 1 : place + 2] = [
                DiffPart("same", before.words[:-1]),
                DiffPart(change.kind, blank + change.words[:-1]),
                DiffPart("same", blank + after.words),
            ]
    return moved


def _letters(words: Sequence[DiffWord]) -> list[DiffWord]:
    return [DiffWord(letter, word.marks) for word in words for letter in word.text]


def _replace(text: XmlText, at: int, gone: list[DiffWord], come: list[DiffWord]) -> int:
    """Replace letters, and return the place after them.

    Where letters only came or only went, the others are not touched: who types within the word meanwhile goes on where
    they were. Else the whole words are replaced: of 1350 and 1270, both from 1250, letters would make 1370.
    """
    start = _alike(gone, come)
    end = _alike(gone[start:][::-1], come[start:][::-1])
    rest = 0
    if start + end == min(len(gone), len(come)):
        at, rest = at + _size(come[:start]), _size(come[len(come) - end :])
        gone, come = gone[start : len(gone) - end], come[start : len(come) - end]
    # Before the letters that go: what a person types after these meanwhile stands after the new ones.
    for marks, letters in groupby(come, key=lambda letter: letter.marks):
        words = "".join(letter.text for letter in letters)
        text.insert(at, words, json.loads(marks) if marks else {})
        at += len(words.encode())
    if gone:
        del text[at : at + _size(gone)]
    return at + rest


def _alike(one: Sequence[DiffWord], other: Sequence[DiffWord]) -> int:
    return len(list(takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False))))


def _size(letters: Sequence[DiffWord]) -> int:
    return sum(len(letter.text.encode()) for letter in letters)


def _words(runs: Sequence[Run]) -> list[DiffWord]:
    return [
        word for run in runs for word in words_of(run.text, json.dumps(run.marks, sort_keys=True) if run.marks else "")
    ]
