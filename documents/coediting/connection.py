"""A websocket connection: its queue of outgoing frames, and the reading of incoming ones, without delaying other
connections.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import structlog

from documents.coediting import sync
from documents.coediting.fair_use import FRAME_S, MORE_S, FairShare, SendBacklog
from documents.coediting.sync import Close
from documents.richtext.yjs.lib0 import Malformed
from foundation.web.asgi_connection import Receive, Send
from foundation.web.token_bucket import TokenBucket
from foundation.web.work_clock import work_clock

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from uuid import UUID

    from documents.coediting.protocols import Credential
    from documents.coediting.session import DocumentSession
    from foundation.accounts.models import User

log = structlog.get_logger(__name__)

MAX_FRAME = sync.MAX_UPDATE + 1024
RATE_BYTES_S = 1024 * 1024  # that one connection may send, in the long run: others of the document read it
BURST_BYTES = 4 * 1024 * 1024
MAX_BEHIND_S = 2.0  # that a connection waits for its person's updates to be written
TYPED = 256  # bytes that a frame of what people type has at most
SHORT = 4096  # bytes of a frame that goes the short way to a connection that reads
TURN_S = 0.005  # that one connection's frames may take before the others have their turn
RUN = 128  # edits that are handled as one at most
SINGLY = 32  # that are handled each by itself after some that were no run


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
        self.write: Callable[[tuple[bytes, ...]], bool] = lambda frames: False
        self.deliver_to: Callable[[Callable[[list[bytes]], int]], object] = lambda take: None
        self._send = send
        self._loop = asyncio.get_running_loop()
        self._waiting: deque[dict[str, Any]] = deque()
        self.share = share
        self.backlog = SendBacklog(share)
        self._took = 0.0
        self._sending: asyncio.Task[None] | None = None
        self.bytes = TokenBucket(BURST_BYTES, RATE_BYTES_S)
        self.clock = work_clock()

    def send(self, frame: bytes) -> None:
        """Send a frame now, or keep it until the socket takes it.

        A short one is made bytes once for everyone and written at once where nothing waits: in a full room most of the
        work is this.
        """
        if self.is_over:
            return
        if self._sending is None and len(frame) <= SHORT and self.write((frame,)):
            return
        if not self.backlog.add(frame):
            self.close(Close.LATER)
            return
        self._put({"type": "websocket.send", "bytes": frame})

    def send_all(self, frames: tuple[bytes, ...]) -> None:
        """Send frames that belong together, short ones in one go where nothing waits."""
        if self.is_over or not frames:
            return
        if self._sending is None and max(map(len, frames)) <= SHORT and self.write(frames):
            return
        for frame in frames:
            self.send(frame)

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

    async def breathe(self) -> None:
        """Wait as long as this connection sends, or its person's connections take, more than their share."""
        pause = max(self.bytes.wait_s(), self.share.seconds.wait_s())
        if pause or self._took > TURN_S:
            self._took = 0.0
            await asyncio.sleep(pause)
        if not self.share.has_room.is_set():
            # Not for ever: the database may be away.
            with suppress(TimeoutError):
                await asyncio.wait_for(self.share.has_room.wait(), MAX_BEHIND_S)

    def spend(self, seconds: float, frames: Sequence[bytes]) -> None:
        """Count the processor's time that frames took: that others keep the machine busy is nobody's doing here."""
        self._took += seconds
        self.share.seconds.take(seconds + FRAME_S + MORE_S * (len(frames) - 1))
        self.bytes.take(sum(map(len, frames)))

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

    Short frames that have to wait for nothing are handed over in the moment in which they come, where the server can.
    Edits that came together are handled as one, where they are a run; if not, each by itself, so that whatever is
    refused is refused alone.
    """

    def __init__(self, session: DocumentSession, peer: SocketPeer) -> None:
        self._session, self._peer = session, peer
        self._is_waiting = False  # for a frame: none that came before is still to be handed over
        self._slow: asyncio.Task[None] | None = None
        self._singly = 0  # frames that are no run, and go each by itself

    async def run(self, receive: Receive) -> None:
        """Read until the connection ends."""
        self._peer.deliver_to(self.take)
        while True:
            self._is_waiting = True
            message = await receive()
            self._is_waiting = False
            if message["type"] == "websocket.disconnect" or self._peer.is_over:
                return
            await self._hand_over_in_turn([message.get("bytes") or b"", *message.get("following", ())])

    def take(self, frames: list[bytes]) -> int:
        """Hand over what came together, until something has to wait; returns how many frames were handed over."""
        taken = 0
        try:
            while taken < len(frames) and not self._has_to_wait(frames[taken]):
                taken += self._hand_over(frames[taken : taken + RUN])
        except Exception:
            log.exception("a connection to a document failed")
            self._peer.close(Close.LATER)
        return taken

    def _has_to_wait(self, frame: bytes) -> bool:
        peer = self._peer
        if self._slow or not self._is_waiting or not self._session.live.ready.is_set():
            return True
        return peer.is_over or len(frame) > TYPED or peer.must_breathe()

    async def _hand_over_in_turn(self, frames: list[bytes]) -> None:
        done = 0
        while done < len(frames) and not self._peer.is_over:
            await self._until_done()
            if len(frames[done]) > MAX_FRAME:
                self._peer.close(Close.TOO_LARGE)
                return
            await self._peer.breathe()
            if not self._session.live.ready.is_set() and self._is_about_the_text(frames[done]):
                await self._session.live.until_ready()
            done += self._hand_over(frames[done : done + RUN])
        await self._until_done()

    def _is_about_the_text(self, data: bytes) -> bool:
        try:
            return self._session.in_turn(self._peer, sync.read_frame(data))
        except Malformed:
            return False

    def _hand_over(self, frames: Sequence[bytes]) -> int:
        """Hand over the first of some frames, or the run that they begin with; returns how many, which is none where
        they were no run.
        """
        began = self._peer.clock.begin(exactly=len(frames[0]) > TYPED)
        count = 1
        if self._singly or len(frames) == 1 or not all(map(sync.may_be_edit, frames[:2])):
            self._singly = max(0, self._singly - 1)
            self._hand_over_one(frames[0])
        else:
            count = self._session.edit_together(self._peer, _edits(frames))
            self._singly = 0 if count else SINGLY
        self._peer.spend(self._peer.clock.end(began), frames[:count])
        return count

    def _hand_over_one(self, data: bytes) -> None:
        try:
            self._slow = self._session.handle(self._peer, sync.read_frame(data))
        except Malformed:
            self._peer.close(Close.BAD_FRAME)

    async def _until_done(self) -> None:
        if self._slow:
            await asyncio.shield(self._slow)  # begun, it ends, whether or not its author is still here
            self._slow = None


def _edits(frames: Iterable[bytes]) -> Iterator[sync.Edit]:
    """Return the edits that frames begin with, as long as they are small."""
    for data in frames:
        if len(data) > TYPED or not sync.may_be_edit(data):
            return
        try:
            frame = sync.read_frame(data)
        except Malformed:
            return
        if not isinstance(frame, sync.Edit):
            return
        yield frame
