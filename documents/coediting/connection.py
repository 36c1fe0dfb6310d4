"""A connection by websocket: what it is sent, and how what it sends is read, without holding up anybody else."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import structlog

from documents import sync
from documents.coediting.fair_use import FRAME_S, FairShare, SendBacklog
from documents.lib0 import Malformed
from documents.sync import Close
from web.asgi_send import Receive, Send, frame_of_bytes
from web.processor_clock import ProcessorClock
from web.token_bucket import TokenBucket

if TYPE_CHECKING:
    from uuid import UUID

    from accounts.models import User
    from documents.coediting.protocols import Credential
    from documents.coediting.session import DocumentSession

log = structlog.get_logger(__name__)

MAX_FRAME = sync.MAX_UPDATE + 1024
RATE_BYTES_S = 1024 * 1024  # that one connection may send, in the long run: others of the document read it
BURST_BYTES = 4 * 1024 * 1024
MAX_BEHIND_S = 2.0  # that a connection waits for its person's updates to be written
TYPED = 256  # bytes that a frame of what people type has at most
SHORT = 4096  # bytes of a frame that goes the short way to a connection that reads
TURN_S = 0.005  # that one connection's frames may take before the others have their turn


class SocketPeer:
    """A websocket. What it cannot send at once waits, up to a bound; then the connection ends (1013)."""

    def __init__(
        self, send: Send, credential: Credential, user: User, share: FairShare, *, wants_answers: bool, may_write: bool
    ) -> None:
        self.credential = credential
        self.user: UUID = user.pk
        self.name = user.name
        self.hue = user.hue
        self.epoch: str | None = None
        self.wants_answers = wants_answers
        self.may_write = may_write
        self.is_over = False
        self.ended: Callable[[], object] = lambda: None
        self.cut: Callable[[], object] = lambda: None
        self.write: Callable[[bytes], bool] = lambda frame: False
        self.deliver_to: Callable[[Callable[[bytes], bool]], object] = lambda take: None
        self._send = send
        self._loop = asyncio.get_running_loop()
        self._waiting: deque[dict[str, Any]] = deque()
        self.share = share
        self.backlog = SendBacklog(share)
        self._took = 0.0
        self._sending: asyncio.Task[None] | None = None
        self.bytes = TokenBucket(BURST_BYTES, RATE_BYTES_S)
        self.clock = ProcessorClock()

    def send(self, frame: bytes) -> None:
        """Send a frame now, or keep it until the socket takes it.

        A short one is made bytes once for everybody and written at once where nothing waits: in a full room most of the
        work is this.
        """
        if self.is_over:
            return
        if self._sending is None and len(frame) <= SHORT and self.write(frame_of_bytes(frame)):
            return
        if not self.backlog.add(frame):
            self.close(Close.LATER)
            return
        self._put({"type": "websocket.send", "bytes": frame})

    def close(self, code: int) -> None:
        """End the connection; what still waits for a slow reader is dropped."""
        if self.is_over:
            return
        self.is_over = True
        self._waiting.clear()
        if self._sending is None:
            self._put({"type": "websocket.close", "code": int(code)})
        else:
            self._sending.cancel()
            self._loop.call_soon(self.cut)
        self.ended()

    def must_breathe(self) -> bool:
        """Whether `breathe` would wait."""
        is_behind = self._took > TURN_S or not self.share.has_room.is_set()
        return is_behind or self.bytes.wait_s() > 0 or self.share.seconds.wait_s() > 0

    async def breathe(self, size: int) -> None:
        """Wait as long as this connection sends, or its person's connections take, more than their share."""
        self.bytes.take(size)
        pause = max(self.bytes.wait_s(), self.share.seconds.wait_s())
        if pause or self._took > TURN_S:
            self._took = 0.0
            await asyncio.sleep(pause)
        if not self.share.has_room.is_set():
            # Not for ever: the database may be away.
            with suppress(TimeoutError):
                await asyncio.wait_for(self.share.has_room.wait(), MAX_BEHIND_S)

    def spend(self, seconds: float) -> None:
        """Count the processor's time that a frame took: that others keep the machine busy is nobody's doing here."""
        self._took += seconds
        self.share.seconds.take(seconds + FRAME_S)

    def _put(self, message: dict[str, Any]) -> None:
        if self._sending is not None:
            self._waiting.append(message)
            return
        # Begun at once: with room in the socket's buffer it ends here, without another turn of the loop.
        task = asyncio.Task(self._deliver(message), loop=self._loop, eager_start=True)
        if not task.done():
            self._sending = task

    async def _deliver(self, message: dict[str, Any]) -> None:
        try:
            await self._send(message)
            self.backlog.remove(message.get("bytes", b""))
            while self._waiting:
                following = self._waiting.popleft()
                await self._send(following)
                self.backlog.remove(following.get("bytes", b""))
        except (OSError, RuntimeError):
            # The client went while a frame was sent; the reading side notices as well.
            self.is_over = True
        finally:
            self._sending = None


class FrameReader:
    """Hands the session what a connection sends, in order; one frame that makes no sense ends this connection alone.

    A short frame that has to wait for nothing is handed over in the moment in which it comes, where the server can.
    """

    def __init__(self, session: DocumentSession, peer: SocketPeer) -> None:
        self._session, self._peer = session, peer
        self._is_waiting = False  # for a frame: none that came before is still to be handed over
        self._slow: asyncio.Task[None] | None = None

    async def run(self, receive: Receive) -> None:
        """Read until the connection ends."""
        self._peer.deliver_to(self.take)
        while True:
            self._is_waiting = True
            message = await receive()
            self._is_waiting = False
            if message["type"] == "websocket.disconnect" or self._peer.is_over:
                return
            data = message.get("bytes") or b""
            if len(data) > MAX_FRAME:
                self._peer.close(Close.TOO_LARGE)
                return
            await self._until_done()
            await self._peer.breathe(len(data))
            await self._handle_in_turn(data)

    def take(self, data: bytes) -> bool:
        """Hand over a frame now, unless it has to wait; returns whether it was."""
        peer = self._peer
        has_to_wait = self._slow or not self._is_waiting or not self._session.live.ready.is_set()
        if has_to_wait or peer.is_over or len(data) > TYPED or peer.must_breathe():
            return False
        peer.bytes.take(len(data))
        try:
            self._handle(sync.read_frame(data), len(data))
        except Malformed:
            peer.close(Close.BAD_FRAME)
        except Exception:
            log.exception("a connection to a document failed")
            peer.close(Close.LATER)
        return True

    async def _handle_in_turn(self, data: bytes) -> None:
        try:
            frame = sync.read_frame(data)
            if self._session.in_turn(self._peer, frame):
                await self._session.live.until_ready()
            self._handle(frame, len(data))
        except Malformed:
            self._peer.close(Close.BAD_FRAME)
        await self._until_done()

    def _handle(self, frame: sync.Frame, size: int) -> None:
        began = self._peer.clock.begin(exactly=size > TYPED)
        self._slow = self._session.handle(self._peer, frame)
        self._peer.spend(self._peer.clock.end(began))

    async def _until_done(self) -> None:
        if self._slow:
            await asyncio.shield(self._slow)  # begun, it ends, whether or not its author is still here
            self._slow = None
