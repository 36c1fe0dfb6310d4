"""The document as the server holds it: takes an update whole, or says why not, and never half.

Three traps of the native library are closed here. It panics with an exception that `except Exception` does not see; an
update that fails may have changed the document all the same; and what rests on something missing is kept aside without
a word, to be lost at the next encoding. So: what would leave a hole is refused before it is applied, and after any
failure but a plain ValueError the replica calls itself broken and must be built anew from the log.
"""

from __future__ import annotations

import asyncio
from enum import Enum
from typing import TYPE_CHECKING, Any

import structlog
from pycrdt import Doc

from documents.lib0 import Malformed
from documents.updates import Changes, read_changes, read_state_vector

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

log = structlog.get_logger(__name__)

_NOT_OURS = (KeyboardInterrupt, SystemExit, GeneratorExit, asyncio.CancelledError)


class Taken(Enum):
    """What became of an update."""

    NEW = "new"  # it changed the document: to the log, to the peers
    KNOWN = "known"  # everything in it was here already
    HOLE = "hole"  # it rests on something that is not here; nothing was changed
    REJECTED = "rejected"  # no honest client sends this; nothing was changed
    BROKEN = "broken"  # it was refused, and the replica must be built anew


class Broken(RuntimeError):
    """The native document failed in a way that leaves its state unknown."""


class Replica:
    """One document in memory. Not safe for threads: it stays on the event loop that made it.

    `clocks` is its state vector, {client: clock after the last change}, kept beside the document because asking the
    native library for it costs time in proportion to all clients there ever were.
    """

    def __init__(self, updates: Iterable[bytes] = ()) -> None:
        self.doc: Doc[Any] = Doc()
        self.broken = False
        self._changed = False
        for update in updates:
            _guarded(self.doc.apply_update, update)
        self.clocks = read_state_vector(_guarded(self.doc.get_state))
        self._encoded: bytes | None = None
        self._types: set[tuple[int, int]] = set()  # ids of shared types, as far as we met them since loading

    def take(self, update: bytes, changes: Changes | None = None) -> Taken:
        """Apply `update` if it is sound and complete; `changes` is what read_changes() gave, if already asked."""
        if self.broken:
            return Taken.BROKEN
        try:
            changes = changes or read_changes(update)
        except Malformed:
            return Taken.REJECTED
        if changes.leaves_hole(self.clocks):
            return Taken.HOLE
        news = changes.brings_news(self.clocks)
        if not news and not changes.deletes:
            return Taken.KNOWN
        return self._take(update, changes, news=news)

    def _take(self, update: bytes, changes: Changes, *, news: bool) -> Taken:
        try:
            changed = self._apply(update, certain=news)
        except ValueError:
            return Taken.REJECTED  # measured over 256,954 cases: a ValueError never changes the document
        except Broken:
            self.broken = True
            return Taken.BROKEN
        if changed:
            self._encoded = None
        doubtful = changes.tangled or not changes.parents <= self._types or changes.repeats(self.clocks)
        changes.advance(self.clocks)
        if doubtful and not self.is_sound():
            self.broken = True
            return Taken.BROKEN
        self._types |= changes.types
        self._types |= changes.parents
        return Taken.NEW if changed else Taken.KNOWN

    def state_vector(self) -> bytes:
        """Return the encoded state vector; raises Broken."""
        return self._ask(self.doc.get_state)

    def missing_in(self, state_vector: bytes) -> bytes:
        """Return as one update what a client at `state_vector` lacks; raises Malformed for a bad vector, or Broken."""
        known = read_state_vector(state_vector)
        if known:
            return self._ask(self.doc.get_update, state_vector)
        if self._encoded is None:  # first joins ask for everything: encode it once
            self._encoded = self._ask(self.doc.get_update)
        return self._encoded

    def is_sound(self) -> bool:
        """Whether the document, encoded and loaded afresh, is where this one is.

        An update may be applied without complaint and yet make a document that nobody can load: one whose change
        stands inside something that is no shared type. This costs an encoding and a loading, 5 ms for the largest
        documents; `take` asks only for updates that could be of that kind.
        """
        try:
            encoded = _guarded(self.doc.get_update)
            return Replica((encoded,)).clocks == self.clocks
        except (ValueError, RuntimeError):  # the library says RuntimeError for what it cannot load
            return False

    def _ask[**P, R](self, ask: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return _guarded(ask, *args, **kwargs)
        except (ValueError, Broken) as error:
            self.broken = True
            raise Broken(str(error)) from None

    def _apply(self, update: bytes, *, certain: bool) -> bool:
        """Apply and tell whether the document changed; only asked of the document where it is not `certain`."""
        if certain:
            _guarded(self.doc.apply_update, update)
            return True
        # Clients repeat the whole set of deletions at each synchronisation. With nothing pending, the document speaks
        # up exactly when a deletion is new.
        self._changed = False
        subscription = self.doc.observe(self._note)
        try:
            _guarded(self.doc.apply_update, update)
        finally:
            self.doc.unobserve(subscription)
        return self._changed

    def _note(self, _event: object) -> None:
        self._changed = True


def _guarded[**P, R](ask: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    """Call into the native library; a panic becomes Broken, a ValueError and what is not ours to catch pass."""
    try:
        return ask(*args, **kwargs)
    except (ValueError, *_NOT_OURS):
        raise
    except BaseException as error:  # noqa: BLE001  the panic derives from BaseException
        raise Broken(f"{type(error).__name__}: {error}") from None


def sound_replica(updates: Sequence[bytes], document: object) -> Replica:
    """Build a replica; should the log hold something that cannot be loaded, everything else is kept."""
    try:
        return Replica(updates)
    except (Broken, ValueError, RuntimeError):
        log.exception("the log holds what cannot be loaded", document=str(document))
    kept: list[bytes] = []
    replica = Replica()
    for place, update in enumerate(updates):
        if replica.take(update) in (Taken.NEW, Taken.KNOWN):
            kept.append(update)
            continue
        log.error("left out of a document", document=str(document), place=place, size=len(update))
        if replica.broken:
            replica = Replica(kept)
    return replica
