"""The document as the server holds it: applies an update whole, or says why not, and never half.

Three traps of the native library are closed here. It panics with an exception that `except Exception` does not see; an
update that fails may have changed the document all the same; and what rests on something missing is kept aside without
a word, to be lost at the next encoding. So: what would leave a hole is refused before it is applied, and after any
failure but a plain ValueError the replica calls itself broken and must be built anew from the log.

What may take long comes in steps: generators that end with the result, each step some milliseconds. The event loop lets
documents.coediting.slow_lane walk through them; `finished` does so at once.
"""

from __future__ import annotations

import asyncio
import math
from array import array
from enum import Enum
from typing import TYPE_CHECKING, Any

import structlog
from pycrdt import Doc

from documents.coediting.extent import Extent, brings_crowd
from documents.richtext.yjs import slices
from documents.richtext.yjs.lib0 import Malformed
from documents.richtext.yjs.updates import MAX_KEY_SETS, Changes, read_changes, read_state_vector

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable

QUICK_BYTES = 8 * 1024  # of an update that is read at once
SMALL_DOCUMENT = 64 * 1024  # bytes that were applied, up to which a document is encoded and loaded at once
MAX_APPLY_S = 1.0  # of a processor for one update; an honest mebibyte takes a fifth of it
KEY_BUCKETS = 4096  # how often which key was set is counted by its hash

log = structlog.get_logger(__name__)

_NOT_OURS = (KeyboardInterrupt, SystemExit, GeneratorExit, asyncio.CancelledError)


class ApplyResult(Enum):
    """What became of an update."""

    NEW = "new"  # it changed the document: to the log, to the peers
    KNOWN = "known"  # everything in it was here already
    HOLE = "hole"  # it rests on something that is not here; nothing was changed
    REJECTED = "rejected"  # no honest client sends this; nothing was changed
    FULL = "full"  # the document is as large as it may be; nothing was changed
    BROKEN = "broken"  # it was refused, and the replica must be built anew


class BrokenReplica(RuntimeError):
    """The native document failed in a way that leaves its state unknown."""


type Steps[R] = Generator[None, None, R]


def finished[R](steps: Steps[R]) -> R:
    """Take all steps at once and return what they end with."""
    while True:
        try:
            next(steps)
        except StopIteration as end:
            result: R = end.value
            return result


class Replica:
    """One document in memory. Any thread may use it, but only one at a time.

    `clocks` is its state vector, {client: clock after the last change}, kept beside the document because asking the
    native library for it costs time in proportion to all clients there ever were.
    """

    def __init__(self, updates: Iterable[bytes] = ()) -> None:
        self.doc: Doc[Any] = Doc(allow_multithreading=True)
        self.broken = False
        self.is_whole = True  # of what it was loaded from, nothing waits for something missing
        self.clocks: dict[int, int] = {}
        self.pace = slices.Pace()
        self.size = 0  # bytes that were applied
        self.extent = Extent()
        self._changed = False
        self._encoded: bytes | None = None
        self._types: set[tuple[int, int]] = set()  # ids of shared types, as far as we have read of them
        self._key_sets = array("I", bytes(4 * KEY_BUCKETS))
        finished(self._load(updates))

    @classmethod
    def loading(cls, updates: Iterable[bytes]) -> Steps[Replica]:
        """Build a replica of a log's updates, in steps."""
        replica = cls()
        yield from replica._load(updates)
        return replica

    def _load(self, updates: Iterable[bytes]) -> Steps[None]:
        deletes: dict[int, int] = {}
        for update in updates:
            self.size += len(update)
            yield from self._load_one(update, deletes)
        claimed, self.clocks = self.clocks, read_state_vector(guarded(self.doc.get_state))
        reached = [(client, end) for each in (claimed, deletes) for client, end in each.items()]
        self.is_whole &= all(end <= self.clocks.get(client, 0) for client, end in reached)

    def _load_one(self, update: bytes, deletes: dict[int, int]) -> Steps[None]:
        try:
            changes = read_changes(update, lenient=True)
        except Malformed:
            changes, self.is_whole = Changes(), False  # the library reads some things that we do not
        deletes |= {client: max(end, deletes.get(client, 0)) for client, end in changes.deletes.items()}
        self._note_all(changes)
        self.extent.add(len(update), changes)
        if changes.leaves_hole(self.clocks):
            guarded(self.doc.apply_update, update)
        else:
            yield from self._apply_native(update, changes)
        changes.advance(self.clocks)
        yield

    def is_quick(self, update: bytes, changes: Changes) -> bool:
        """Whether `update` will be applied so quickly that nobody need wait elsewhere for it."""
        quick = len(update) <= QUICK_BYTES and slices.weight(changes) <= self.pace.quick_units()
        quick = quick and not self.extent.must_be_measured(len(update), changes)
        return quick and (self.size <= SMALL_DOCUMENT or not self._is_doubtful(changes))

    def apply(self, update: bytes, changes: Changes | None = None) -> ApplyResult:
        """Apply `update` if it is sound and complete; `changes` is what read_changes() returned, if already read."""
        return finished(self.applying(update, changes))

    def applying(self, update: bytes, changes: Changes | None = None, *, from_log: bool = False) -> Steps[ApplyResult]:
        """Do what `apply` does, in steps. What is in the log already is taken whatever it costs."""
        if self.broken:
            return ApplyResult.BROKEN
        try:
            changes = changes or read_changes(update, lenient=from_log)
        except Malformed:
            return ApplyResult.REJECTED
        if changes.leaves_hole(self.clocks):
            return ApplyResult.HOLE
        is_new = changes.brings_news(self.clocks)
        if not is_new and not changes.deletes:
            return ApplyResult.KNOWN
        if is_new and not from_log and self._is_hostile(changes):
            return ApplyResult.REJECTED
        if not from_log and (yield from self._is_too_much(len(update), changes, is_new=is_new)):
            return ApplyResult.FULL
        most = math.inf if from_log else self.pace.spent + MAX_APPLY_S
        return (yield from self._applying_checked(update, changes, most, is_new=is_new))

    def _applying_checked(self, update: bytes, changes: Changes, most: float, *, is_new: bool) -> Steps[ApplyResult]:
        try:
            changed = yield from self._apply_observed(update, changes, most, certain=is_new)
        except _Unfinished:
            log.warning("an update was given up", size=len(update), seconds=MAX_APPLY_S)
            self.broken = True
            return ApplyResult.BROKEN
        except (ValueError, BrokenReplica) as error:
            # Measured over 256,954 cases: a ValueError never changes the document; but slices before it have.
            if isinstance(error, ValueError) and not self._changed:
                return ApplyResult.REJECTED
            self.broken = True
            return ApplyResult.BROKEN
        if changed:
            self._encoded = None
            self.size += len(update)
            self.extent.add(len(update), changes)
        doubtful = self._is_doubtful(changes)
        changes.advance(self.clocks)
        if doubtful and not (yield from self.sounding()):
            self.broken = True
            return ApplyResult.BROKEN
        self._note_all(changes)
        return ApplyResult.NEW if changed else ApplyResult.KNOWN

    def _is_too_much(self, size: int, changes: Changes, *, is_new: bool) -> Steps[bool]:
        """Say whether the document may grow by no such update; deletions are taken unless they leave it in pieces."""
        if not is_new and not self.extent.shatters(changes):
            return False
        if is_new and brings_crowd(changes, self.clocks):
            return True
        if is_new and not self.extent.is_beyond(size, changes):
            return False
        if self.extent.must_be_measured(size, changes):
            yield
            try:
                self.extent.measure(self.missing_in(b"\0"))
            except BrokenReplica:
                return True
            yield
        return self.extent.is_beyond(size, changes) if is_new else self.extent.shatters(changes)

    def _is_doubtful(self, changes: Changes) -> bool:
        return not changes.parents <= self._types or changes.repeats(self.clocks)

    def _is_hostile(self, changes: Changes) -> bool:
        if changes.tangled and not slices.has_an_order(changes, self.clocks):
            return True
        sets = changes.key_sets.items()
        return any(self._key_sets[key % KEY_BUCKETS] + number > MAX_KEY_SETS for key, number in sets)

    def _note_all(self, changes: Changes) -> None:
        self._types |= changes.types
        self._types |= changes.parents
        for key, number in changes.key_sets.items():
            self._key_sets[key % KEY_BUCKETS] += number

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

    def finding_missing(self, state_vector: bytes) -> Steps[bytes]:
        """Do what `missing_in` does, in steps."""
        yield
        return self.missing_in(state_vector)

    def is_sound(self) -> bool:
        """Do what `sounding` does, at once."""
        return finished(self.sounding())

    def sounding(self) -> Steps[bool]:
        """Say whether the document, encoded and loaded afresh, is where this one is.

        An update may be applied without complaint and yet make a document that nobody can load: one whose change
        stands inside something that is no shared type. As this costs much, only updates of that kind are checked.
        """
        try:
            encoded = guarded(self.doc.get_update)
            yield
            loaded = yield from Replica.loading((encoded,))
        except (ValueError, RuntimeError):  # the library says RuntimeError for what it cannot load
            return False
        return loaded.clocks == self.clocks

    def _call[**P, R](self, call: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return guarded(call, *args, **kwargs)
        except (ValueError, BrokenReplica) as error:
            self.broken = True
            raise BrokenReplica(str(error)) from None

    def _apply_observed(self, update: bytes, changes: Changes, most: float, *, certain: bool) -> Steps[bool]:
        """Apply and return whether the document changed, which is observed only where it is not `certain`."""
        self._changed = False
        if certain:
            for _ in self._apply_native(update, changes):
                self._changed = True
                if self.pace.spent > most:
                    raise _Unfinished
                yield
            return True
        # Clients repeat the whole set of deletions at each synchronisation. With nothing pending, the document speaks
        # up exactly when a deletion is new.
        subscription = self.doc.observe(self._note)
        try:
            for _ in self._apply_native(update, changes):
                if self.pace.spent > most:
                    raise _Unfinished
                yield
        finally:
            self.doc.unobserve(subscription)
        return self._changed

    def _apply_native(self, update: bytes, changes: Changes) -> Steps[None]:
        units = slices.weight(changes)
        if units <= self.pace.quick_units():
            self.pace.apply(self._apply_piece, update, units)
            return
        for piece, size in slices.cut(update, changes, self.clocks, self.pace):
            self.pace.apply(self._apply_piece, piece, size)
            yield

    def _apply_piece(self, piece: bytes) -> None:
        guarded(self.doc.apply_update, piece)

    def _note(self, _event: object) -> None:
        self._changed = True


class _Unfinished(Exception):
    """An update takes longer than any honest one."""


def guarded[**P, R](call: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    """Call the native library; a panic becomes BrokenReplica, a ValueError and what is not ours to catch pass."""
    try:
        return call(*args, **kwargs)
    except (ValueError, *_NOT_OURS):
        raise
    except BaseException as error:  # noqa: BLE001  the panic derives from BaseException
        raise BrokenReplica(f"{type(error).__name__}: {error}") from None
