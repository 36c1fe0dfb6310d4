"""What a suggestion changes, in words: as Markdown, what goes struck through and what comes in bold."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from documents.richtext.comparison.block_changes import BlockChange
from documents.richtext.comparison.compare import ATOM
from documents.richtext.comparison.word_diff import DiffWord, parts, words_of
from documents.richtext.markdown_writer import markdown_of
from documents.richtext.nodes import ATOMS, Node, Run

MARKS: dict[str, dict[str, dict[str, object]]] = {"del": {"strike": {}}, "ins": {"bold": {}}, "same": {}}
AROUND = 8  # words that are shown on either side of a change
BETWEEN = words_of(" · ")


@dataclass(frozen=True)
class ChangedWords:
    """Words of a block that stay, come or go: `same`, `ins` or `del`."""

    kind: str
    text: str


def words_changed(change: BlockChange) -> list[ChangedWords]:
    """Return the words of a block as it was and as it is suggested, in one line."""
    before, after = (_words(node) for node in (change.before, change.after))
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


def _words(node: Node | None) -> list[DiffWord]:
    """Return all words of a block, with a dot between those of its parts: a number that ends one item of a list would
    else look like that of the next. A formula or a mention is one word: another one takes its place as a whole.
    """
    if node is None:
        return []
    if node.kind in ATOMS:
        said = node.text()
        return [DiffWord(said, ATOM)] if said else []
    inner = list(node.nodes())
    if inner and not any(isinstance(child, Run) for child in node.children):
        parts_of = list(filter(None, (_words(child) for child in inner)))
        return [word for place, part in enumerate(parts_of) for word in (*(BETWEEN if place else ()), *part)]
    found: list[DiffWord] = []
    for is_text, children in groupby(node.children, key=lambda child: isinstance(child, Run)):
        if is_text:
            found += words_of("".join(child.text for child in children if isinstance(child, Run)))
        else:
            found += [word for child in children if isinstance(child, Node) for word in _words(child)]
    return found
