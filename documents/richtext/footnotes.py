"""Footnotes: a reference among words, and the note it leads to, which has the same label."""

from __future__ import annotations

import re
from copy import deepcopy
from itertools import count
from typing import TYPE_CHECKING

from documents.richtext.nodes import Node, every_node

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

LABEL = re.compile(r"[\w.-]{1,40}")
GENERATED = re.compile(r"n-[0-9a-f]{6}")
"""Labels that the editor gives: numbers would be two people's in one moment."""
_KINDS = ("footnoteReference", "footnote")
NO_NUMBER = "*"
"""What stands for the number of a note to which nothing refers."""


def label_of(node: Node) -> str:
    """Return the label of a reference or note; nothing for one that we did not write."""
    label = node.attrs.get("label")
    return label if isinstance(label, str) and LABEL.fullmatch(label) else ""


def numbers_of(nodes: Iterable[Node]) -> dict[str, str]:
    """Return the number of each note by its label, as readers see it: in the order of the first references."""
    numbers: dict[str, str] = {}
    for node in every_node(nodes):
        if node.kind == "footnoteReference" and (label := label_of(node)):
            numbers.setdefault(label, str(len(numbers) + 1))
    return numbers


def with_written_labels(nodes: list[Node]) -> list[Node]:
    """Return nodes in which notes that the editor labelled have numbers that no other note has, in their order. Nodes
    are not changed.
    """
    labels = dict.fromkeys(label for node in every_node(nodes) if node.kind in _KINDS and (label := label_of(node)))
    generated = [label for label in labels if GENERATED.fullmatch(label)]
    if not generated:
        return nodes
    free = (str(number) for number in count(1) if str(number) not in labels)
    names = dict(zip(generated, free, strict=False))
    written = deepcopy(nodes)
    for node in every_node(written):
        if node.kind in _KINDS and label_of(node) in names:
            node.attrs["label"] = names[label_of(node)]
    return written


def without_lone_notes(nodes: list[Node], numbers: Mapping[str, str]) -> list[Node]:
    """Return nodes in which notes to which nothing refers, and those whose label another has, are plain blocks: readers
    of Markdown drop them. Nodes are not changed.
    """
    return _kept(nodes, numbers, set())


def _kept(nodes: Iterable[Node], numbers: Mapping[str, str], seen: set[str]) -> list[Node]:
    found: list[Node] = []
    for node in nodes:
        if not any(inner.kind == "footnote" for inner in every_node([node])):
            found.append(node)
            continue
        inner = [*_kept(node.nodes(), numbers, seen)]
        label = label_of(node)
        if node.kind != "footnote":
            found.append(Node(node.kind, node.attrs, list(inner)))
        elif label in numbers and label not in seen:
            seen.add(label)
            found.append(Node(node.kind, node.attrs, list(inner)))
        else:
            found += inner
    return found
