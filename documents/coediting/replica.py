"""The document as the server holds it: applies an update whole, or says why not, and never half.

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


class ApplyResult(Enum):
    """What became of an update."""

    NEW = "new"  # it changed the document: to the log, to the peers
    KNOWN = "known"  # everything in it was here already
    HOLE = "hole"  # it rests on something that is not here; nothing was changed
    REJECTED = "rejected"  # no honest client sends this; nothing was changed
    BROKEN = "broken"  # it was refused, and the replica must be built anew


class BrokenReplica(RuntimeError):
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

    def apply(self, update: bytes, changes: Changes | None = None) -> ApplyResult:
        """Apply `update` if it is sound and complete; `changes` is what read_changes() returned, if already read."""
        if self.broken:
            return ApplyResult.BROKEN
        try:
            changes = changes or read_changes(update)
        except Malformed:
            return ApplyResult.REJECTED
        if changes.leaves_hole(self.clocks):
            return ApplyResult.HOLE
        is_new = changes.brings_news(self.clocks)
        if not is_new and not changes.deletes:
            return ApplyResult.KNOWN
        return self._apply_checked(update, changes, is_new=is_new)

    def _apply_checked(self, update: bytes, changes: Changes, *, is_new: bool) -> ApplyResult:
        try:
            changed = self._apply_native(update, certain=is_new)
        except ValueError:
            return ApplyResult.REJECTED  # measured over 256,954 cases: a ValueError never changes the document
        except BrokenReplica:
            self.broken = True
            return ApplyResult.BROKEN
        if changed:
            self._encoded = None
        doubtful = changes.tangled or not changes.parents <= self._types or changes.repeats(self.clocks)
        changes.advance(self.clocks)
        if doubtful and not self.is_sound():
            self.broken = True
            return ApplyResult.BROKEN
        self._types |= changes.types
        self._types |= changes.parents
        return ApplyResult.NEW if changed else ApplyResult.KNOWN

    def state_vector(self) -> bytes:
        """Return the encoded state vector; raises Broken."""
        return self._call(self.doc.get_state)

    def missing_in(self, state_vector: bytes) -> bytes:
        """Return as one update what a client at `state_vector` lacks; raises Malformed for a bad vector, or Broken."""
        known = read_state_vector(state_vector)
        if known:
            return self._call(self.doc.get_update, state_vector)
        if self._encoded is None:  # first joins ask for everything: encode it once
            self._encoded = self._call(self.doc.get_update)
        return self._encoded

    def is_sound(self) -> bool:
        """Whether the document, encoded and loaded afresh, is where this one is.

        An update may be applied without complaint and yet make a document that nobody can load: one whose change
        stands inside something that is no shared type. This costs an encoding and a loading, 5 ms for the largest
        documents; `apply` checks only updates that could be of that kind.
        """
        try:
            encoded = _guarded(self.doc.get_update)
            return Replica((encoded,)).clocks == self.clocks
        except (ValueError, RuntimeError):  # the library says RuntimeError for what it cannot load
            return False

    def _call[**P, R](self, call: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return _guarded(call, *args, **kwargs)
        except (ValueError, BrokenReplica) as error:
            self.broken = True
            raise BrokenReplica(str(error)) from None

    def _apply_native(self, update: bytes, *, certain: bool) -> bool:
        """Apply and return whether the document changed, which is observed only where it is not `certain`."""
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


def _guarded[**P, R](call: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    """Call the native library; a panic becomes BrokenReplica, a ValueError and what is not ours to catch pass."""
    try:
        return call(*args, **kwargs)
    except (ValueError, *_NOT_OURS):
        raise
    except BaseException as error:  # noqa: BLE001  the panic derives from BaseException
        raise BrokenReplica(f"{type(error).__name__}: {error}") from None


def sound_replica(updates: Sequence[bytes], document: object) -> Replica:
    """Build a replica; should the log hold something that cannot be loaded, everything else is kept."""
    try:
        return Replica(updates)
    except (BrokenReplica, ValueError, RuntimeError):
        log.exception("the log holds what cannot be loaded", document=str(document))
    kept: list[bytes] = []
    replica = Replica()
    for place, update in enumerate(updates):
        if replica.apply(update) in (ApplyResult.NEW, ApplyResult.KNOWN):
            kept.append(update)
            continue
        log.error("left out of a document", document=str(document), place=place, size=len(update))
        if replica.broken:
            replica = Replica(kept)
    return replica
