"""All rooms of this process: opens and forgets them, and keeps them in step with the store and the other processes.

There is one for each event loop that serves sockets. The store is the truth; what nodes say to each other only wakes
them, and what nobody said is found by looking every 2 s.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

import structlog

from documents.coediting import log_access
from documents.coediting.access_watch import Watch
from documents.coediting.executor import Threads
from documents.coediting.fair_use import Share
from documents.coediting.pubsub import Nodes
from documents.coediting.session import DocumentSession
from documents.coediting.snapshots import AFTER, take_snapshot
from documents.coediting.writer import Writer
from documents.sync import Close

if TYPE_CHECKING:
    from collections.abc import Coroutine
    from uuid import UUID

    from documents.coediting.log_access import Standing
    from documents.coediting.protocols import Peer
    from documents.models import State

LOOK_EVERY_S = 1.0
LINGER_S = 10.0  # that a room without people is kept: pages are reloaded
DEAF_S = 30.0  # without the store, after which nobody may stay connected

log = structlog.get_logger(__name__)
_hubs: WeakKeyDictionary[asyncio.AbstractEventLoop, SessionRegistry] = WeakKeyDictionary()


def hub() -> SessionRegistry:
    """Give the running loop's hub, made where there is none."""
    loop = asyncio.get_running_loop()
    found = _hubs.get(loop)
    if found is None or found.is_over:
        found = _hubs[loop] = SessionRegistry()
    return found


async def close_hub() -> None:
    """End the running loop's hub, if it has one, once everything is written."""
    found = _hubs.pop(asyncio.get_running_loop(), None)
    if found:
        await found.close()


class SessionRegistry:
    """The rooms of one process."""

    def __init__(self) -> None:
        self.is_over = False
        self.rooms: dict[UUID, DocumentSession] = {}
        self.threads = Threads("documents", 2)
        self.writer = Writer(self._committed)
        self.nodes = Nodes(self)
        self.watch = Watch(self)
        self._shares: dict[UUID, Share] = {}
        self._opening: dict[UUID, asyncio.Task[DocumentSession | None]] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._written: set[UUID] = set()
        self._spared: dict[UUID, int] = {}  # how far each log went when a snapshot was last looked for
        self._looking = asyncio.create_task(self._look(), name="documents look")

    async def open(self, document: UUID) -> DocumentSession | None:
        """Give a document's room, loaded; None when there is no such document. Joins at once share one load."""
        while True:
            room = self.rooms.get(document)
            if room is None:
                opening = self._opening.get(document)
                if opening is None:
                    opening = self._opening[document] = asyncio.create_task(self._open(document))
                room = await asyncio.shield(opening)
                if room is None:
                    return None
            await room.ready.wait()
            if self.rooms.get(document) is room:  # it may have been forgotten while we waited
                return room

    async def _open(self, document: UUID) -> DocumentSession | None:
        try:
            # Heard from here on: what other nodes write during the load wakes the room afterwards.
            self.nodes.listen(document)
            found = await self.load(document)
            if found is None:
                self.nodes.stop_listening(document)
                return None
            standing, state = found
            room = self.rooms[document] = DocumentSession(document, standing, state, self)
            self._spared[document] = room.seq - len(state.updates)
            self._forget_later(room)
            self.nodes.ask_who_is_there(document)
            return room
        finally:
            del self._opening[document]

    def leave(self, room: DocumentSession, peer: Peer) -> None:
        """Let a connection go; an empty room is forgotten after a while."""
        room.leave(peer)
        if not room.peers:
            self._forget_later(room)

    def share_of(self, user: UUID) -> Share:
        """Give what a person's connections take of this process."""
        return self._shares.setdefault(user, Share())

    def _forget_later(self, room: DocumentSession) -> None:
        asyncio.get_running_loop().call_later(LINGER_S, self._forget, room)

    def _forget(self, room: DocumentSession) -> None:
        # No await stands between the question and the deed, so nobody can join in between.
        if self.rooms.get(room.document) is not room or room.peers:
            return
        if room.is_idle:
            del self.rooms[room.document]
            self._spare_reading(room.document)
            self.nodes.stop_listening(room.document)
        elif not self.is_over:
            self._forget_later(room)

    # -- what rooms ask

    async def load(self, document: UUID) -> tuple[Standing, State] | None:
        """Read a document from the store."""
        return await self.threads.run(log_access.load, document)

    async def read_after(self, document: UUID, seq: int) -> list[tuple[int, bytes]]:
        """Read the updates after a place of the log."""
        return await self.threads.run(log_access.read_after, document, seq)

    def quarantine(self, document: UUID, user: UUID, data: bytes) -> None:
        """Put a refused update aside."""
        log.warning("an update was refused", document=str(document), user=str(user), size=len(data))
        self.spawn(self.threads.run(log_access.keep_aside, document, user, data))

    def tell_nodes(self, document: UUID, payload: bytes) -> None:
        """Let the other nodes' people see cursors."""
        self.nodes.say_where(document, payload)

    def spawn(self, work: Coroutine[None, None, None]) -> None:
        """Run something beside; it is awaited at the end, and its failure is logged."""
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._ended)

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()):
            log.error("something failed beside the rooms", exc_info=error)

    # -- in step with the store

    def wrote(self, document: UUID) -> None:
        """Note that a document's log grew, for the word to the other nodes after this commit."""
        self._written.add(document)

    def _committed(self) -> None:
        written, self._written = self._written, set()
        for document in written:
            self.nodes.say_written(document)
            room = self.rooms.get(document)
            if room and room.seq - self._spared.get(document, 0) >= AFTER:
                self._spare_reading(document)

    def _spare_reading(self, document: UUID) -> None:
        """Take a snapshot beside if one is due."""
        room = self.rooms.get(document)
        if room:
            self._spared[document] = room.seq
        else:
            self._spared.pop(document, None)
        self.spawn(self._take_snapshot(document))

    async def _take_snapshot(self, document: UUID) -> None:
        if not self.is_over:
            await self.threads.run(take_snapshot, document)

    async def _look(self) -> None:
        """Look at the store, for ever: who may still be here, and what came without a word."""
        loop = asyncio.get_running_loop()
        heard = loop.time()
        while True:
            await asyncio.sleep(LOOK_EVERY_S)
            self._shares = {user: share for user, share in self._shares.items() if not share.is_whole()}
            try:
                async with asyncio.timeout(DEAF_S):
                    await self.watch.look()
                heard = loop.time()
            except Exception:
                # Whatever it is, looking must go on: else nobody would lose access any more.
                log.exception("the store could not be looked at")
            if loop.time() - heard > DEAF_S:
                for room in self.rooms.values():
                    room.close(Close.LATER)

    async def close(self) -> None:
        """End: write what waits, then close everything."""
        self.is_over = True
        for room in self.rooms.values():
            room.close(Close.GOING_AWAY)
        await self.writer.close()
        await self.nodes.close()
        self._looking.cancel()
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=5)
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(self._looking, *self._tasks, return_exceptions=True)
        await self.threads.close()
