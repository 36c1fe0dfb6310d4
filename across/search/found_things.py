"""Groups the texts that match into the things that are shown: each once, however many of its places match."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from across.search.models import WHOLE

_LINE = re.compile(r"[\n\t]")
_MARKER = re.compile(r"^(?:[->\s]|\[[x ]\] |[0-9]+\. )+")
"""What begins an item of a list, a task or a quotation in a text that is kept with its lists."""


@dataclass(frozen=True)
class Row:
    """A text that the person may see, with what answers in it."""

    pk: int
    kind: str
    thing: str
    part: str
    title: str
    text: str
    circle: int | None
    author: UUID | None
    happened_at: datetime | None
    state: str
    holder: UUID | None
    fit: float = 0.0
    score: float = 0.0

    @property
    def moment(self) -> float:
        """Return when it was written, in seconds."""
        return self.happened_at.timestamp() if self.happened_at else 0.0

    @property
    def group(self) -> tuple[str, str]:
        """Return what it is shown as one with: the document it is a part of."""
        return self.kind, self.thing

    @property
    def is_place(self) -> bool:
        """Whether it is a paragraph: a document's title and its words as a whole are no places."""
        return self.kind == "document" and self.part not in ("", WHOLE)


@dataclass(frozen=True)
class FoundThing:
    """One thing found: its best text, and how many more places of it answer."""

    best: Row
    more: int = 0


def without_clause_paragraphs(rows: Sequence[Row]) -> list[Row]:
    """Leave out the paragraphs of which a clause answers too, as that says more; and with them a document of which
    nothing else does.
    """
    clauses: dict[UUID | None, list[Row]] = {}
    for row in rows:
        if row.kind == "clause":
            clauses.setdefault(row.holder, []).append(row)
    kept = [row for row in rows if not (row.is_place and _is_said_by(clauses.get(row.holder, ()), row))]
    others = {row.holder for row in kept if row.kind == "document" and row.part != WHOLE}
    return [row for row in kept if not (row.part == WHOLE and row.holder in clauses.keys() - others)]


def without_adopted_proposals(rows: Iterable[Row], adopted: set[str]) -> list[Row]:
    """Leave out the proposals whose decision answers too: it has their words, and what became of them."""
    return [row for row in rows if not (row.kind == "proposal" and row.thing in adopted)]


def _is_said_by(clauses: Iterable[Row], paragraph: Row) -> bool:
    """Whether a paragraph is one of these clauses, or stands below one that is a heading."""
    lines = _lines(paragraph.text)
    return any(clause.part == paragraph.part or lines <= _lines(clause.text) for clause in clauses)


def _lines(text: str) -> set[str]:
    return {line for part in _LINE.split(text) if (line := _MARKER.sub("", part).strip())}


def things_of(rows: Iterable[Row]) -> list[FoundThing]:
    """Put the places of one document together, best first."""
    best: dict[tuple[str, str], FoundThing] = {}
    for row in rows:
        known = best.get(row.group)
        if known is None:
            best[row.group] = FoundThing(row)
        elif row.is_place:
            shown = known.best if known.best.is_place else replace(row, score=known.best.score)
            best[row.group] = FoundThing(shown, known.more + (shown is known.best))
    return list(best.values())


SHOWN_OF_ONE = 3
"""So many places of one document or topic stand together; a link leads to the others."""


@dataclass(frozen=True)
class Together:
    """What was found of one thing: a document with its comments, a topic with its messages; `left_out` are further
    ones.
    """

    found: tuple[FoundThing, ...]
    left_out: int = 0

    @property
    def holder(self) -> UUID | None:
        """Return the document or topic by which the others are found."""
        return self.found[0].best.holder


def together(things: Iterable[FoundThing]) -> list[Together]:
    """Put what was found of one document or topic together, where the best of it stands."""
    groups: dict[object, list[FoundThing]] = {}
    for one in things:
        row = one.best
        alone = row.holder is None or row.kind == "clause"
        groups.setdefault(row.group if alone else row.holder, []).append(one)
    return [Together(tuple(some[:SHOWN_OF_ONE]), max(len(some) - SHOWN_OF_ONE, 0)) for some in groups.values()]
