"""All document sessions of this process: opens and closes them, and keeps them in step with the database.

There is one registry for each event loop that serves sockets. The database is the truth: messages between nodes only
wake them, and a check every second finds what no message announced.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

import structlog

from documents.coediting import log_access
from documents.coediting.access_watch import AccessWatch
from documents.coediting.executor import DatabaseThreads
from documents.coediting.fair_use import FairShare
from documents.coediting.loading import stored_state
from documents.coediting.metrics import SLOW_SECONDS
from documents.coediting.owning_app import READ_AT_LATEST_S, owning_app
from documents.coediting.pubsub import NodePubSub
from documents.coediting.quiet_jobs import QuietJobs
from documents.coediting.rejections import Rejections
from documents.coediting.session import DocumentSession
from documents.coediting.slow_lane import SlowLane
from documents.coediting.snapshots import AFTER_LEFT, AFTER_OPEN, SnapshotJobs, after_open
from documents.coediting.sync import Close
from documents.coediting.tails import TailReader
from documents.coediting.writer import Writer

if TYPE_CHECKING:
    from collections.abc import Coroutine
    from uuid import UUID

    from documents.coediting.models import DocumentState
    from documents.coediting.owning_app import DocumentStatus
    from documents.coediting.protocols import Peer
    from documents.coediting.replica import Steps

CHECK_EVERY_S = 1.0
BUILT_AFTER_S = 0.05  # that a document waits to be built which is stored whole, and can be read meanwhile
LINGER_S = 10.0  # that a session without people is kept: pages are reloaded
MAX_WAITING = 2000  # connections that wait to be admitted
QUIET_S = 3.0  # without a change, after which the server gives blocks ids and reads mentions
READ_S = 0.5  # without a change, after which search reads it
MAX_UNCHECKED_S = 30.0  # without the database, after which nobody may stay connected

log = structlog.get_logger(__name__)
_registries: WeakKeyDictionary[asyncio.AbstractEventLoop, SessionRegistry] = WeakKeyDictionary()


def current_registry() -> SessionRegistry:
    """Return the running loop's registry, made where there is none."""
    loop = asyncio.get_running_loop()
    found = _registries.get(loop)
    if found is None or found.is_over:
        found = _registries[loop] = SessionRegistry()
    return found


async def close_registry() -> None:
    """Close the running loop's registry, if it has one, once everything is written."""
    found = _registries.pop(asyncio.get_running_loop(), None)
    if found:
        await found.close()


class SessionRegistry:
    """The document sessions of one process."""

    def __init__(self) -> None:
        self.is_over = False
        self.sessions: dict[UUID, DocumentSession] = {}
        # Each kind of work has threads of its own, so that none can hold up another.
        self.admission = DatabaseThreads("documents-admission", 2, most=MAX_WAITING, only_reads=True)
        self._watching = DatabaseThreads("documents-access", 1)
        self.loading = DatabaseThreads("documents-loading", 2, only_reads=True)
        self._tails = TailReader(self.loading)
        self._slow_lane = SlowLane()
        self._snapshots = SnapshotJobs()
        self._processing = QuietJobs(
            "processing", owning_app().process_quiet_text, self._processed, quiet=QUIET_S, patience=60.0
        )
        self._reading = QuietJobs("reading", owning_app().read, quiet=READ_S, patience=READ_AT_LATEST_S)
        self._rejections = Rejections(self.share_of, self.spawn)
        self.writer = Writer(self._committed)
        self.nodes = NodePubSub(self.sessions)
        self.watch = AccessWatch(self.sessions, self._watching)
        self._shares: dict[UUID, FairShare] = {}
        self._opening: dict[UUID, asyncio.Task[DocumentSession | None]] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._written: set[UUID] = set()
        self._snapshot_seqs: dict[UUID, int] = {}  # how far each log went when a snapshot was last looked for
        self._checking = asyncio.create_task(self._check_regularly(), name="documents check")

    async def open(self, document: UUID) -> DocumentSession | None:
        """Return a document's session, which can say what is in it; None when there is no such document. Joins at once
        share one load.
        """
        while True:
            session = self.sessions.get(document)
            if session is None:
                opening = self._opening.get(document)
                if opening is None:
                    opening = self._opening[document] = asyncio.create_task(self._open(document))
                session = await asyncio.shield(opening)
                if session is None:
                    return None
            if not session.live.stored:
                await session.live.until_ready()
            if self.sessions.get(document) is session:  # it may have been forgotten while we waited
                return session

    async def _open(self, document: UUID) -> DocumentSession | None:
        try:
            # Subscribed before the load: what other nodes write during it wakes the session afterwards.
            self.nodes.subscribe(document)
            found = await self.load(document)
            if found is None:
                self.nodes.unsubscribe(document)
                return None
            status, state = found
            log_access.failpoint("during_load")
            stored = await self.loading.run(stored_state, state)
            session = DocumentSession(document, status, stored, self)
            if not stored:
                await session.live.build(state)
            self.sessions[document] = session
            if stored:
                self.spawn(self._build(session, state))
            self._snapshot_seqs[document] = session.seq - len(state.updates)
            self._forget_later(session)
            self.nodes.request_cursors(document)
            self._processing.request(document)
            self._reading.request(document)
            return session
        finally:
            del self._opening[document]

    async def _build(self, session: DocumentSession, state: DocumentState) -> None:
        # Whoever opened it is sent it first: to build it takes the processor for a while.
        await asyncio.sleep(BUILT_AFTER_S)
        try:
            await session.live.build(state)
        except Exception:
            self.sessions.pop(session.document, None)
            self.nodes.unsubscribe(session.document)
            session.close(Close.LATER)
            raise

    def leave(self, session: DocumentSession, peer: Peer) -> None:
        """Let a connection go; an empty session is forgotten after a while."""
        session.leave(peer)
        if not session.peers:
            self._forget_later(session)

    def share_of(self, user: UUID) -> FairShare:
        """Return what a person's connections take of this process."""
        share = self._shares.get(user)
        if share is None:
            share = self._shares[user] = FairShare()
        return share

    def _forget_later(self, session: DocumentSession) -> None:
        asyncio.get_running_loop().call_later(LINGER_S, self._forget, session)

    def _forget(self, session: DocumentSession) -> None:
        # No await stands between the check and the removal, so nobody can join in between.
        if self.sessions.get(session.document) is not session or session.peers:
            return
        if session.is_idle:
            del self.sessions[session.document]
            self._request_snapshot(session.document, after=AFTER_LEFT)
            self.nodes.unsubscribe(session.document)
        elif not self.is_over:
            self._forget_later(session)

    # -- what sessions need (SessionHost)

    async def load(self, document: UUID) -> tuple[DocumentStatus, DocumentState] | None:
        """Read a document from the database."""
        return await self.loading.run(log_access.load, document)

    async def read_after(self, document: UUID, seq: int) -> list[tuple[int, bytes]]:
        """Read the updates after a place of the log."""
        return await self._tails.read(document, seq)

    async def run_slowly[R](self, steps: Steps[R], user: UUID | None = None) -> R:
        """Take steps beside the event loop, at the expense of a person."""
        result, seconds = await self._slow_lane.run(steps)
        SLOW_SECONDS.inc(seconds)
        if user:
            self.share_of(user).seconds.take(seconds)
        return result

    def rejected(self, document: UUID, peer: Peer, update: bytes) -> None:
        """Note an update that no honest client sends."""
        self._rejections.note(document, peer, update)

    def publish_cursors(self, document: UUID, payload: bytes) -> None:
        """Show cursors to the other nodes' people."""
        self.nodes.publish_cursors(document, payload)

    def spawn(self, work: Coroutine[None, None, None]) -> asyncio.Task[None]:
        """Run something in the background; it is awaited at the end, and its failure is logged."""
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._ended)
        return task

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()):
            log.error("a background task of the documents failed", exc_info=error)

    # -- in step with the database

    def log_grew(self, document: UUID) -> None:
        """Note that a document's log grew; the other nodes are notified after this commit."""
        self._written.add(document)

    def _committed(self) -> None:
        written, self._written = self._written, set()
        for document in written:
            self.nodes.publish_log_grew(document)
            self._processing.request(document)
            self._reading.request(document)
            session = self.sessions.get(document)
            if session and session.seq - self._snapshot_seqs.get(document, 0) >= after_open(session.seq):
                self._request_snapshot(document, after=AFTER_OPEN)

    def _processed(self, document: UUID) -> None:
        """Bring what the server itself has written to whoever is here, and on other nodes."""
        self.nodes.publish_log_grew(document)
        self._reading.request(document)
        session = self.sessions.get(document)
        if session:
            session.live.catch_up()

    def _request_snapshot(self, document: UUID, *, after: int) -> None:
        """Take a snapshot in the background if one is due."""
        session = self.sessions.get(document)
        if session:
            self._snapshot_seqs[document] = session.seq
        else:
            self._snapshot_seqs.pop(document, None)
        self._snapshots.request(document, after=after)

    async def _check_regularly(self) -> None:
        """Check for ever who may still be here, and what other processes wrote."""
        loop = asyncio.get_running_loop()
        checked_at = loop.time()
        while True:
            await asyncio.sleep(CHECK_EVERY_S)
            self._shares = {user: share for user, share in self._shares.items() if not share.is_unused()}
            try:
                async with asyncio.timeout(MAX_UNCHECKED_S):
                    await self.watch.check()
                checked_at = loop.time()
            except Exception:
                # Whatever it is, the checks must go on: else nobody would lose access any more.
                log.exception("the check of access failed")
            if loop.time() - checked_at > MAX_UNCHECKED_S:
                for session in self.sessions.values():
                    session.close(Close.LATER)

    async def close(self) -> None:
        """Write what waits, then close everything."""
        self.is_over = True
        for session in self.sessions.values():
            session.close(Close.GOING_AWAY)
        await self.writer.close()
        await self.nodes.close()
        await self._processing.close()
        await self._reading.close()
        await self._snapshots.close()
        self._checking.cancel()
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=5)
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(self._checking, *self._tasks, return_exceptions=True)
        self._slow_lane.close()
        await self._rejections.close()
        for threads in (self.admission, self._watching, self.loading):
            await threads.close()
