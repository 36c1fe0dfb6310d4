"""Bounds on the size of a document: everyone who opens it holds it in memory, and so does the server."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from documents.richtext.yjs.lib0 import Malformed
from documents.richtext.yjs.updates import read_changes

if TYPE_CHECKING:
    from collections.abc import Mapping

    from documents.richtext.yjs.updates import Changes

MAX_BYTES = 8 * 1024 * 1024
MAX_PIECES = 200_000  # each takes up to 270 bytes of memory: 52 MiB
MAX_CLIENTS = 50_000  # browser tabs that ever wrote in it
TYPE = 2  # pieces that an element counts as beside its own: so much more memory it takes
FEW_RANGES = 1000  # of deletions at once, whatever they leave in pieces
SPLIT = 2  # pieces more that a deletion out of the middle of one leaves
SUBDOCUMENT = 40  # pieces that a document in the document counts as: so much longer it is, encoded
SLACK = 16  # beyond a bound, a document is measured again when it has grown by such a part of the bound


class Extent:
    """How large a document is: first what was applied, and when that reaches a bound, its compact form. There, what was
    typed letter by letter is one piece, and what was deleted is gone.
    """

    def __init__(self) -> None:
        self.bytes = 0
        self.pieces = 0
        self.ranges = 0  # of deletions
        self.is_full = False
        self._limits = MAX_BYTES, MAX_PIECES
        self._has_changed = True

    def add(self, size: int, changes: Changes) -> None:
        """Note what is in the document from now on."""
        self.bytes += size
        self.pieces = self._pieces_with(changes)
        self.ranges = max(self.ranges, ranges_of(changes))
        self._has_changed = True

    def must_be_measured(self, size: int, changes: Changes) -> bool:
        """Whether it is not known that an update of this size stays within bounds."""
        return self._has_changed and self.is_beyond(size, changes)

    def is_beyond(self, size: int, changes: Changes) -> bool:
        """Whether the document would be too large with an update of this size, as far as is known."""
        most_bytes, most_pieces = self._limits
        return self.is_full or self.bytes + size > most_bytes or self._pieces_with(changes) > most_pieces

    def measure(self, encoded: bytes) -> None:
        """Note how large the document's compact form is."""
        self.bytes = len(encoded)
        with suppress(Malformed):  # of what the library alone reads, what was applied counts
            changes = read_changes(encoded, lenient=True)
            self.pieces, self.ranges = pieces_of(changes), ranges_of(changes)
        self.is_full = self.bytes > MAX_BYTES or self.pieces > MAX_PIECES
        self._limits = (
            max(MAX_BYTES, self.bytes + MAX_BYTES // SLACK),
            max(MAX_PIECES, self.pieces + MAX_PIECES // SLACK),
        )
        self._has_changed = False

    def shatters(self, changes: Changes) -> bool:
        """Whether deletions would leave more pieces than a document may have: every second letter of a long text."""
        new = self._new_ranges(changes)
        return new > FEW_RANGES and self.pieces + SPLIT * new > MAX_PIECES

    def _pieces_with(self, changes: Changes) -> int:
        return self.pieces + pieces_of(changes) + SPLIT * self._new_ranges(changes)

    def _new_ranges(self, changes: Changes) -> int:
        """Count the deletions that may be new: clients repeat all there ever were."""
        return max(0, ranges_of(changes) - self.ranges)


def pieces_of(changes: Changes) -> int:
    """Return how many pieces an update brings, with what weighs more counted as several."""
    return changes.structs + TYPE * len(changes.types) + SUBDOCUMENT * changes.subdocuments


def ranges_of(changes: Changes) -> int:
    """Return how many ranges of deletions an update has."""
    return len(changes.deleted) // 3


def brings_crowd(changes: Changes, clocks: Mapping[int, int]) -> bool:
    """Whether an update brings more clients than a document at `clocks` may have."""
    new = sum(client not in clocks for client, _, _ in changes.ranges)
    return bool(new) and len(clocks) + new > MAX_CLIENTS
