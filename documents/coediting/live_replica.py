"""The replica of a document session, kept in step with the log.

Only one thing uses the replica at a time. Quick work is done within one turn of the event loop, and only while `ready`
is set. Long work takes the replica for itself (`alone`) and runs in the slow lane; until it is done `ready` is not set,
and edits of this document wait. The same holds while the replica is first built; whoever opens the document meanwhile
is sent what is stored.
"""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import structlog

from documents.coediting.loading import loading_sound
from documents.coediting.replica import ApplyResult, Replica, finished
from documents.coediting.sync import Close

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Sequence
    from uuid import UUID

    from documents.coediting.loading import StoredState
    from documents.coediting.models import DocumentState
    from documents.coediting.protocols import SessionHost

QUICK_BYTES = 256  # of an update in the log that is applied at once
ROWS_AT_ONCE = 100  # of the log that are applied in one turn of the loop

log = structlog.get_logger(__name__)


class LiveReplica:
    """A replica, and the place of the log up to which it holds everything.

    `came` is called with an update that another process wrote; `renewed` when the replica was built anew, or could not
    be and all connections must end.
    """

    def __init__(
        self,
        document: UUID,
        seq: int,
        stored: StoredState | None,
        host: SessionHost,
        *,
        came: Callable[[bytes], None],
        renewed: Callable[[Close | None], None],
    ) -> None:
        self.document = document
        self.replica = Replica()
        self.seq = seq
        self.stored = stored  # until the replica is built for the first time
        self.ready = asyncio.Event()
        self._host = host
        self._came = came
        self._renewed = renewed
        self._own_seqs: set[int] = set()  # of updates after `seq` that are in the replica already
        self._at_work = asyncio.Lock()
        self._is_catching_up = False
        self._is_rebuilding = False

    @property
    def is_idle(self) -> bool:
        """Whether nothing is being done."""
        return self.ready.is_set() and not self._is_catching_up

    async def build(self, state: DocumentState) -> None:
        """Build the replica for the first time."""
        try:
            async with self._at_work:
                self.replica = await self._host.run_slowly(loading_sound(state.updates, self.document))
        finally:
            self.stored = None
            self.ready.set()

    @property
    def state_vector(self) -> bytes:
        """The encoded state vector; raises BrokenReplica."""
        return self.stored.vector if self.stored else self.replica.state_vector()

    async def until_ready(self) -> None:
        """Wait while the replica is at work, or being built anew."""
        while not self.ready.is_set():
            await self.ready.wait()

    @asynccontextmanager
    async def alone(self) -> AsyncIterator[Replica]:
        """Have the replica to oneself for more than a turn of the loop."""
        await self.until_ready()
        self.ready.clear()
        async with self._at_work:
            try:
                yield self.replica
            finally:
                if not self._is_rebuilding:
                    self.ready.set()

    # -- in step with the log

    def note_written(self, places: Sequence[int]) -> None:
        """Note that what the replica holds already is in the log at these places."""
        self._own_seqs.update(place for place in places if place > self.seq)
        while self.seq + 1 in self._own_seqs:
            self.seq += 1
            self._own_seqs.discard(self.seq)
        if self._own_seqs:
            self.catch_up()  # another node has written between

    def catch_up(self) -> None:
        """Apply what other processes have written."""
        if not self._is_catching_up:
            self._is_catching_up = True
            self._host.spawn(self._catch_up())

    async def _catch_up(self) -> None:
        try:
            rows = await self._host.read_after(self.document, self.seq)
            async with self.alone():
                for place, update in rows:
                    if place <= self.seq:
                        continue
                    if place not in self._own_seqs and not await self._apply(update):
                        return
                    self._own_seqs.discard(place)
                    self.seq = place
                    if not place % ROWS_AT_ONCE:
                        await asyncio.sleep(0)
                self._own_seqs = {place for place in self._own_seqs if place > self.seq}
        finally:
            self._is_catching_up = False

    async def _apply(self, update: bytes) -> bool:
        steps = self.replica.applying(update, from_log=True)
        result = finished(steps) if len(update) <= QUICK_BYTES else await self._host.run_slowly(steps)
        if result is ApplyResult.NEW:
            self._came(update)
        if result in (ApplyResult.NEW, ApplyResult.KNOWN):
            return True
        self.rebuild()  # the log is right and this replica is not
        return False

    # -- when it cannot be trusted any more

    def rebuild(self) -> None:
        """Build the replica anew from the log, once everything accepted is in it."""
        if not self._is_rebuilding:
            self._is_rebuilding = True
            self.ready.clear()
            self._host.spawn(self._rebuild())

    def _was_missed(self, place: int, state: DocumentState) -> bool:
        """Whether another process wrote this, and nobody here was told of it: it would be in the new replica unseen."""
        return place <= state.seq and place not in self._own_seqs

    async def _rebuild(self) -> None:
        async with self._at_work:
            failure: Close | None = None
            try:
                await self._host.writer.all_landed()
                found = await self._host.load(self.document)
                if found:
                    _, state = found
                    rows = await self._host.read_after(self.document, self.seq)
                    missed = [update for seq, update in rows if self._was_missed(seq, state)]
                    self.replica = await self._host.run_slowly(loading_sound(state.updates, self.document))
                    self.seq, self._own_seqs = state.seq, set()
                    for update in missed:
                        self._came(update)
                else:
                    failure = Close.GONE
            except Exception:
                failure = Close.LATER
                log.exception("a document could not be rebuilt", document=str(self.document))
            finally:
                self._is_rebuilding = False
                self.ready.set()
            self._renewed(failure)
