"""Where a text was changed: the headings above what came and went, or else its first words. For the name of a version,
which says it in the reader's language.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from documents.richtext.comparison.block_changes import BlockChange, steps
from documents.richtext.comparison.change_words import words_changed
from documents.richtext.nodes import Node

MOST_SECTIONS = 3
LONGEST = 48  # letters of a heading, or of the first words

type Heading = tuple[int, str]


@dataclass(frozen=True)
class ChangeSummary:
    """Headings (at most three, and how many `more`), or where none stands above the first words that came (`removed`:
    that went). `first`: nothing was there before. `looks`: no word differs.
    """

    sections: list[str] = field(default_factory=list)
    more: int = 0
    words: str = ""
    removed: bool = False
    first: bool = False
    looks: bool = False

    def as_data(self) -> dict[str, Any]:
        """Return it as JSON keeps it."""
        return asdict(self)

    @classmethod
    def of_data(cls, data: object) -> ChangeSummary | None:
        """Return what was kept; None where nothing was, or what is none."""
        if not isinstance(data, dict):
            return None
        sections = data.get("sections")
        names = [name[:LONGEST] for name in sections if isinstance(name, str)] if isinstance(sections, list) else []
        more, words = data.get("more"), data.get("words")
        return cls(
            sections=names[:MOST_SECTIONS],
            more=more if isinstance(more, int) else 0,
            words=words[:LONGEST] if isinstance(words, str) else "",
            removed=data.get("removed") is True,
            first=data.get("first") is True,
            looks=data.get("looks") is True,
        )


def summary_of(before: Sequence[Node], after: Sequence[Node], *, title: str = "") -> ChangeSummary:
    """Sum up what changed between two texts. A heading that only says the document's title names no section."""
    changes = list(_under_headings(before, after))
    words = next(filter(None, (_words(change, "ins") for change, _ in changes)), "")
    gone = "" if words else next(filter(None, (_words(change, "del") for change, _ in changes)), "")
    known = [[heading for heading in above if _plain(heading[1]) != _plain(title)] for _, above in changes]
    names = _nearest(known)
    is_named = bool(names)
    return ChangeSummary(
        sections=[_short(name) for name in names[:MOST_SECTIONS]],
        more=max(0, len(names) - MOST_SECTIONS),
        words="" if is_named else _short(words or gone),
        removed=bool(gone) and not is_named,
        first=not any(node.text().strip() for node in before),
        looks=bool(changes) and not words and not gone,
    )


def _under_headings(before: Sequence[Node], after: Sequence[Node]) -> Iterator[tuple[BlockChange, list[Heading]]]:
    """Yield each change with the headings it stands under, the outermost first; a heading stands under itself."""
    above: list[Heading] = []
    for change, same in steps(before, after):
        node = change.after or change.before if change else same
        if node is not None and node.kind == "heading" and node.text().strip():
            level = _level(node)
            there = [heading for heading in above if heading[0] < level] + [(level, " ".join(node.text().split()))]
            if change is None or change.after is not None:
                above = there
        else:
            there = above
        if change is not None:
            yield change, list(there)


def _nearest(known: list[list[Heading]]) -> list[str]:
    """Return the nearest heading above each change, each once; where they are many, those above them."""
    depth = max(map(len, known), default=0)
    names: list[str] = []
    for deepest in range(depth, 0, -1):
        names = list(dict.fromkeys(above[:deepest][-1][1] for above in known if above))
        if len(names) <= MOST_SECTIONS:
            break
    return names


def _words(change: BlockChange, kind: str) -> str:
    return next((words for each in words_changed(change) if each.kind == kind and (words := each.text.strip())), "")


def _level(node: Node) -> int:
    level = node.attrs.get("level")
    return int(level) if isinstance(level, (int, float)) else 1


def _plain(words: str) -> str:
    return " ".join(words.split()).casefold()


def _short(words: str) -> str:
    words = " ".join(words.split())
    return words if len(words) <= LONGEST else f"{words[: LONGEST - 1].rstrip()}…"
