"""A document's nodes as plain values, read from its XmlFragment `default` and written into a new one.

The kinds and attributes are those of the editor (Tiptap): a node that it does not know would be deleted for everyone
by the first browser that opens the document.
"""

from __future__ import annotations

import asyncio
import re
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, cast

from pycrdt import Doc, XmlElement, XmlFragment, XmlText

from documents.richtext.sums import SUM, reckon_sums
from documents.richtext.yjs.slices import Pace, apply_sliced
from foundation.web.unicode_safety import INVISIBLE, replace_nul

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

ROOT = "default"
AT_ONCE_S = 0.1  # of a processor that loading a document may take without rests
MAX_DEPTH = 60  # of nested nodes that are read; deeper ones are left out
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)
_PLAIN_VALUES = (str, int, float)
_LOOKED_UP = {"mention": ("label", "href"), "embed": ("label", "href"), "image": ("src",), "attachment": ("href",)}
"""What is looked up each time a document is read, and never written into one: documents store ids."""
_SAFE = frozenset(("http", "https", "mailto", "tel"))

EDITS = frozenset(("inserted", "deleted"))  # marks of words, and nodes around what holds none: of comparisons alone
_SAID_OF_READ = EDITS | {SUM}  # what is read has these marks; in a document they are forged
ATOMS = frozenset(("mention", "mathInline", "mathBlock", "attachment", "embed", "footnoteReference", "contents"))
INLINE = frozenset(("hardBreak", "mention", "mathInline", "footnoteReference", SUM))
"""Nodes that stand among text."""
WORDLESS = (ATOMS - INLINE) | {"image", "horizontalRule"}
"""Blocks that hold no text."""


@dataclass(slots=True)
class Run:
    """Text with the same marks throughout; marks are {name: attributes}."""

    text: str
    marks: dict[str, dict[str, Any]] = field(default_factory=dict)


@dataclass(slots=True)
class Node:
    """A node of the editor's schema."""

    kind: str
    attrs: dict[str, Any] = field(default_factory=dict)
    children: list[Node | Run] = field(default_factory=list)

    def nodes(self) -> Iterator[Node]:
        """Return the children that are nodes."""
        return (child for child in self.children if isinstance(child, Node))

    def text(self) -> str:
        """Return all text inside, without marks; of a mention its name, of a formula its source."""
        if self.kind in ATOMS:
            return words_of(self)
        return "".join(child.text if isinstance(child, Run) else child.text() for child in self.children)

    def lines(self) -> str:
        """Return all text inside, each cell, item or paragraph on a line of its own."""
        blocks = [child for child in self.nodes() if child.kind not in INLINE]
        return "\n".join(block.lines() for block in blocks) if blocks else self.text()


def every_node(nodes: Iterable[Node]) -> Iterator[Node]:
    """Yield nodes and all that stand inside them, in the order of the text, each before what is in it."""
    waiting = list(nodes)[::-1]
    while waiting:
        node = waiting.pop()
        yield node
        waiting += [child for child in reversed(node.children) if isinstance(child, Node)]


def text_blocks(nodes: Iterable[Node]) -> Iterator[Node]:
    """Yield the blocks that hold text themselves, such as paragraphs, in its order; those without a run are none."""
    for node in nodes:
        if any(isinstance(child, Run) for child in node.children):
            yield node
        else:
            yield from text_blocks(node.nodes())


def runs_in(nodes: Iterable[Node]) -> Iterator[Run]:
    """Yield all text of some nodes, in its order."""
    for node in nodes:
        for child in node.children:
            if isinstance(child, Run):
                yield child
            else:
                yield from runs_in([child])


def bare(node: Node) -> Node:
    """Return a node as two are compared: without its id and what is looked up, whole numbers as such."""
    unread = ("bid", *_looked_up(node))
    attrs = {
        name: int(value) if isinstance(value, float) and value.is_integer() else value
        for name, value in node.attrs.items()
        if value is not None and name not in unread
    }
    return Node(node.kind, attrs, [bare(child) if isinstance(child, Node) else child for child in node.children])


def _looked_up(node: Node) -> tuple[str, ...]:
    return _LOOKED_UP.get(node.kind, ()) if "file" in node.attrs or node.kind in ("mention", "embed") else ()


def words_of(atom: Node) -> str:
    """Return what is read where a node stands that holds no text: a name, a formula, a file's name."""
    match atom.kind:
        case "mention":
            sign = "" if atom.attrs.get("kind") == "thing" else "@"
            return sign + str(atom.attrs.get("label") or (atom.attrs.get("id") if not sign else "") or "…")
        case "embed":
            return str(atom.attrs.get("label") or atom.attrs.get("id") or "…")
        case "footnoteReference":
            return f"[^{atom.attrs.get('label') or ''}]"
        case "mathInline" | "mathBlock":
            return str(atom.attrs.get("latex") or "")
        case _:
            return str(atom.attrs.get("name") or "")


def opening_heading(nodes: list[Node]) -> str:
    """Return the words of a heading that opens the text, or nothing."""
    first = nodes[0] if nodes else None
    return " ".join(first.text().split()) if first is not None and first.kind == "heading" else ""


def safe_address(address: object) -> str:
    """Return an address that only leads somewhere: http, https, mailto, tel or relative; else nothing."""
    if not isinstance(address, str):
        return ""
    bare = INVISIBLE.sub("", address)  # browsers skip these when they look for the scheme
    scheme = _SCHEME.match(bare)
    if scheme and scheme[1].lower() not in _SAFE:
        return ""
    return address.strip()


def read_tree(updates: Iterable[bytes]) -> list[Node]:
    """Read the nodes of a document, given as the updates that make it; empty when it holds none that we know."""
    try:
        return tree_of(load(updates))
    except (KeyboardInterrupt, SystemExit, GeneratorExit, asyncio.CancelledError):
        raise
    except BaseException:  # noqa: BLE001  the native library panics at what is no update
        return []


def load(updates: Iterable[bytes], *, client: int | None = None) -> Doc[Any]:
    """Build a document of updates, so that other threads have their turns meanwhile; changes to it will be those of
    `client`.
    """
    doc: Doc[Any] = Doc(client_id=client)
    pace = Pace()
    for update in updates:
        for took in apply_sliced(doc, update, pace):
            if pace.spent > AT_ONCE_S:
                time.sleep(took)
    return doc


def tree_of(doc: Doc[Any]) -> list[Node]:
    """Read the nodes of a loaded document; empty when it holds none that we know."""
    try:
        fragment = doc.get(ROOT, type=XmlFragment)
        with doc.transaction():  # else each element and each attribute is read in one of its own
            nodes = [node for child in fragment.children if (node := node_of(child))]
        reckon_sums((node for node in every_node(nodes) if node.kind == "table"), lambda total: Run(total, {SUM: {}}))
        return nodes
    except (KeyboardInterrupt, SystemExit, GeneratorExit, asyncio.CancelledError):
        raise
    except BaseException:  # noqa: BLE001  the native library panics where another type stands at this name
        return []


def stored(node: Node) -> Node:
    """Return a node as documents store it: of a sum its place alone."""
    children = [
        stored(one) if isinstance(one, Node) else Node(SUM) if SUM in one.marks else one for one in node.children
    ]
    return Node(node.kind, node.attrs, children)


def node_of(element: XmlElement | XmlFragment | XmlText, depth: int = 0) -> Node | None:
    """Read one node of a loaded document; None for what is none of ours."""
    if isinstance(element, XmlText):
        runs = runs_of(element)
        return Node("paragraph", {}, list(runs)) if runs else None
    if not isinstance(element, XmlElement) or depth > MAX_DEPTH or element.tag in EDITS:
        return None
    attrs = dict(cast("Any", element.attributes))
    node = Node(element.tag or "", {name: _kept(value) for name, value in attrs.items() if _is_plain(value)})
    for child in element.children:
        if isinstance(child, XmlText):
            node.children.extend(runs_of(child))
        elif (inner := node_of(child, depth + 1)) is not None:
            node.children.append(inner)
    return node


def runs_of(text: XmlText) -> list[Run]:
    """Read a text of a loaded document."""
    found: list[Run] = []
    for piece, marks in text.diff():
        if not isinstance(piece, str) or not piece:
            continue
        named = {_mark_name(name): _details(value) for name, value in (marks or {}).items()}
        run = Run(_kept(piece), {name: value for name, value in named.items() if name not in _SAID_OF_READ})
        if found and found[-1].marks == run.marks:
            found[-1].text += run.text  # the library parts them where a person undid a mark
        else:
            found.append(run)
    return found


def _details(mark: object) -> dict[str, Any]:
    return {name: _kept(value) for name, value in mark.items()} if isinstance(mark, dict) else {}


def _is_plain(value: object) -> bool:
    """Whether an attribute is what editors write: a forged update may hold bytes there, or another shared type."""
    if isinstance(value, dict):
        return all(map(_is_plain, value.values()))
    return all(map(_is_plain, value)) if isinstance(value, list) else value is None or isinstance(value, _PLAIN_VALUES)


def _kept[T](value: T) -> T:
    """Return a value as every database keeps it: what an editor sends may hold a NUL, and become a proposal's text."""
    return cast("T", replace_nul(value)) if isinstance(value, str) else value


def _mark_name(name: str) -> str:
    # Where marks of one kind may overlap, the editor's binding appends a hash to the name.
    return name.partition("--")[0]


def write_tree(nodes: list[Node]) -> bytes:
    """Write nodes into a new document and return it as one update."""
    doc: Doc[Any] = Doc()
    fragment = doc.get(ROOT, type=XmlFragment)
    with doc.transaction():
        for node in nodes:
            write_node(fragment, node)
    return doc.get_update()


def insert_tree(updates: Iterable[bytes], nodes: list[Node], place: int) -> bytes:
    """Write nodes into the document that the updates make, before its block `place`; return what that adds."""
    doc = load(updates)
    before = doc.get_state()
    fragment = doc.get(ROOT, type=XmlFragment)
    with doc.transaction():
        for number, node in enumerate(nodes, place):
            write_node(fragment, node, number)
    return doc.get_update(before)


def write_node(parent: XmlFragment | XmlElement, node: Node, place: int | None = None) -> None:
    """Write a node into a loaded document: before the block `place` of its parent, or at its end."""
    kept = {name: value for name, value in node.attrs.items() if value is not None and name not in _looked_up(node)}
    element = XmlElement(node.kind, kept)
    if place is None:
        parent.children.append(element)
    else:
        parent.children.insert(place, element)
    write_runs(element, node)


def write_runs(element: XmlElement, node: Node) -> None:
    """Write what is in a node into an element that is empty."""
    text: XmlText | None = None
    place = 0
    for child in node.children:
        if isinstance(child, Node):
            write_node(element, child)
            text = None
            continue
        if SUM in child.marks:
            element.children.append(XmlElement(SUM))
            text = None
            continue
        if not child.text:
            continue
        if text is None:
            text, place = XmlText(), 0
            element.children.append(text)
        # Written without marks, the text does not take those of what stands before it.
        text.insert(place, child.text, child.marks)
        place += len(child.text.encode())  # the library counts UTF-8 bytes
