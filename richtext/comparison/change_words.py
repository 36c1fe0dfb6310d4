"""What a suggestion changes, in words: as Markdown, what goes struck through and what comes in bold."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from richtext.comparison.block_changes import BlockChange
from richtext.comparison.word_diff import parts, words_of
from richtext.markdown_writer import markdown_of
from richtext.nodes import Node, Run

MARKS: dict[str, dict[str, dict[str, object]]] = {"del": {"strike": {}}, "ins": {"bold": {}}, "same": {}}
AROUND = 8  # words that are shown on either side of a change


@dataclass(frozen=True)
class ChangedWords:
    """Words of a block that stay, come or go: `same`, `ins` or `del`."""

    kind: str
    text: str


def words_changed(change: BlockChange) -> list[ChangedWords]:
    """Return the words of a block as it was and as it is suggested, in one line."""
    before, after = (words_of(_text(node)) for node in (change.before, change.after))
    return [ChangedWords(part.kind, part.text) for part in parts(before, after)]


def shortened(words: list[ChangedWords]) -> list[ChangedWords]:
    """Leave out what stays far from what changes."""
    found = []
    for place, each in enumerate(words):
        pieces = each.text.split(" ")
        if each.kind != "same" or len(pieces) <= 2 * AROUND:
            found.append(each)
            continue
        head = " ".join(pieces[:AROUND]) if place else ""
        tail = " ".join(pieces[-AROUND:]) if place + 1 < len(words) else ""
        found.append(ChangedWords("same", f"{head} … {tail}"))
    return found


def markdown_of_changes(changes: Iterable[BlockChange]) -> str:
    """Return what changes, a paragraph for each block."""
    paragraphs = [Node("paragraph", {}, list(_runs(words_changed(change)))) for change in changes]
    return markdown_of([node for node in paragraphs if node.children])


def _runs(words: list[ChangedWords]) -> Iterator[Run]:
    before = ""
    for each in words:
        if before == "del" and each.kind == "ins":
            yield Run(" ")  # Markdown's signs do not stand side by side
        said = each.text.strip()
        lead, tail = each.text.split(said) if said else (each.text, "")
        # Blanks are not marked: beside one, Markdown's signs are no signs.
        for text, kind in ((lead, "same"), (said, each.kind), (tail, "same")):
            if text:
                yield Run(text, dict(MARKS[kind]))
        before = each.kind


def _text(node: Node | None) -> str:
    """Return all words of a block, with a dot between those of its parts: a number that ends one item of a list would
    else look like that of the next.
    """
    if node is None:
        return ""
    inner = list(node.nodes())
    if inner and not any(isinstance(child, Run) for child in node.children):
        return " · ".join(filter(None, (_text(child) for child in inner))) or node.text()
    return node.text()
