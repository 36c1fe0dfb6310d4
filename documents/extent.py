"""How large a document may become. Everybody who opens it holds it in memory, and so does the server."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from documents.lib0 import Malformed
from documents.updates import read_changes

if TYPE_CHECKING:
    from collections.abc import Mapping

    from documents.updates import Changes

MAX_BYTES = 16 * 1024 * 1024
MAX_PIECES = 500_000  # each takes 250 to 400 bytes of memory
MAX_CLIENTS = 50_000  # browser tabs that ever wrote in it
SUBDOCUMENT = 40  # pieces that a document in the document counts as: so much longer it is, encoded
SLACK = 16  # beyond a bound, a document is measured again when it has grown by such a part of the bound


class Extent:
    """How large a document is: first what was applied, and when that reaches a bound, its compact form. There, what was
    typed letter by letter is one piece, and what was deleted is gone.
    """

    def __init__(self) -> None:
        self.bytes = 0
        self.pieces = 0
        self.is_full = False
        self._limits = MAX_BYTES, MAX_PIECES
        self._has_changed = True

    def add(self, size: int, changes: Changes) -> None:
        """Note what is in the document from now on."""
        self.bytes += size
        self.pieces += pieces_of(changes)
        self._has_changed = True

    def must_be_measured(self, size: int, changes: Changes) -> bool:
        """Whether an update of this size goes beyond what is known to be within bounds."""
        most_bytes, most_pieces = self._limits
        is_beyond = self.bytes + size > most_bytes or self.pieces + pieces_of(changes) > most_pieces
        return self._has_changed and (is_beyond or self.is_full)

    def measure(self, encoded: bytes) -> None:
        """Note how large the document's compact form is."""
        self.bytes = len(encoded)
        if self.pieces > MAX_PIECES:
            with suppress(Malformed):  # of what the library alone reads, what was applied counts
                self.pieces = pieces_of(read_changes(encoded, lenient=True))
        self.is_full = self.bytes > MAX_BYTES or self.pieces > MAX_PIECES
        self._limits = (
            max(MAX_BYTES, self.bytes + MAX_BYTES // SLACK),
            max(MAX_PIECES, self.pieces + MAX_PIECES // SLACK),
        )
        self._has_changed = False


def pieces_of(changes: Changes) -> int:
    """Return how many pieces an update brings; what others stand in counts twice."""
    structs = sum(len(section.starts) - 1 for section in changes.sections)
    return structs + len(changes.types) + SUBDOCUMENT * changes.subdocuments


def brings_crowd(changes: Changes, clocks: Mapping[int, int]) -> bool:
    """Whether an update brings more clients than a document at `clocks` may have."""
    new = sum(client not in clocks for client, _, _ in changes.ranges)
    return bool(new) and len(clocks) + new > MAX_CLIENTS
