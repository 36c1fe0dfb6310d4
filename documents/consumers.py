"""One connection to a document: lets it in, reads it in a plain loop, and never lets it hold up the others.

After the handshake no frame passes through Channels: its dispatch runs a thread for each message.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs
from uuid import UUID

import structlog

from accounts.models import Token, User
from documents import permissions, sync
from documents.coediting.executor import Crowded
from documents.coediting.fair_use import FRAME_S, MAX_SOCKETS, FairShare, SendBacklog
from documents.coediting.protocols import Credential
from documents.coediting.session_registry import SessionRegistry, current_registry
from documents.lib0 import Malformed
from documents.models import Document, Ticket
from documents.sync import Close
from web.asgi_send import Receive, Send, cut, frame_of_bytes, writer_of
from web.processor_clock import ProcessorClock
from web.token_bucket import TokenBucket

if TYPE_CHECKING:
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


async def document_socket(scope: dict[str, Any], receive: Receive, send: Send) -> None:
    """Serve one connection from its handshake to its end."""
    await receive()
    wants_answers = sync.SUBPROTOCOL in scope.get("subprotocols", [])
    subprotocol = sync.SUBPROTOCOL if wants_answers else None
    await send({"type": "websocket.accept", "subprotocol": subprotocol})
    registry = current_registry()
    document = UUID(scope["url_route"]["kwargs"]["document"])
    try:
        found = await registry.admission.run(admit, scope, document)
    except Crowded:
        found = Close.LATER
    if isinstance(found, Close):
        # Only an accepted connection learns why it ends.
        await send({"type": "websocket.close", "code": int(found)})
        return
    user, credential, may_write = found
    session = await registry.open(document)
    if session is None:
        await send({"type": "websocket.close", "code": int(Close.GONE)})
        return
    share = registry.share_of(user.pk)
    if share.sockets >= MAX_SOCKETS or share.is_cut_off:
        await send({"type": "websocket.close", "code": int(Close.LATER)})
        return
    may_write = may_write and not session.is_closed
    peer = SocketPeer(send, credential, user, share, wants_answers=wants_answers, may_write=may_write)
    peer.cut, peer.write = partial(cut, scope), writer_of(scope)
    await serve(registry, session, peer, receive)


async def serve(registry: SessionRegistry, session: DocumentSession, peer: SocketPeer, receive: Receive) -> None:
    """Read a connection until it ends, whoever ends it."""
    reading = asyncio.create_task(read(session, peer, receive))
    peer.ended = reading.cancel
    peer.share.sockets += 1
    try:
        session.join(peer)
        (error,) = await asyncio.gather(reading, return_exceptions=True)
        if isinstance(error, Exception):
            log.error("a connection to a document failed", exc_info=error)
            peer.close(Close.LATER)
    finally:
        registry.leave(session, peer)
        peer.is_over = True
        peer.share.sockets -= 1
        peer.backlog.clear()


async def read(session: DocumentSession, peer: SocketPeer, receive: Receive) -> None:
    """Hand the session what comes; a frame that makes no sense ends this connection and no other."""
    while True:
        message = await receive()
        if message["type"] == "websocket.disconnect" or peer.is_over:
            return
        data = message.get("bytes") or b""
        if len(data) > MAX_FRAME:
            peer.close(Close.TOO_LARGE)
            return
        await peer.breathe(len(data))
        try:
            frame = sync.read_frame(data)
            if session.in_turn(frame):
                await session.live.until_ready()
            began = peer.clock.begin(exactly=len(data) > TYPED)
            slow = session.handle(peer, frame)
            peer.spend(peer.clock.end(began))
        except Malformed:
            peer.close(Close.BAD_FRAME)
            return
        if slow:
            await asyncio.shield(slow)  # begun, it ends, whether or not its author is still here


def admit(scope: dict[str, Any], document: UUID) -> tuple[User, Credential, bool] | Close:
    """Find who is there and whether they may be: by ticket, token or session. Runs in a thread."""
    known = by_ticket(scope, document) or by_token(scope, document) or by_session(scope)
    if known is None:
        return Close.SIGNED_OUT
    user, credential = known
    found = permissions.let_in(user, Document.objects.filter(pk=document))
    if found is None:
        return Close.NO_ACCESS if Document.objects.filter(pk=document).exists() else Close.GONE
    return user, replace(credential, is_guest=found.is_guest), found.may_write


def by_ticket(scope: dict[str, Any], document: UUID) -> tuple[User, Credential] | None:
    """Find whom a ticket in the address speaks for."""
    secret = parse_qs(scope["query_string"].decode("latin-1")).get("ticket", [""])[0]
    ticket = Ticket.shown(secret, document) if secret else None
    if ticket is None:
        return None
    user, password = ticket.user, ticket.user.get_session_auth_hash()
    return user, Credential(user.pk, user.access_epoch, session=ticket.session, token=ticket.token, password=password)


def by_token(scope: dict[str, Any], document: UUID) -> tuple[User, Credential] | None:
    """Find whom a personal token speaks for, where it is for documents: one reads and writes here."""
    said = dict(scope["headers"]).get(b"authorization", b"").decode("latin-1")
    scheme, _, secret = said.partition(" ")
    token = Token.shown(secret.strip()) if scheme.lower() == "bearer" else None
    if token is None or not permissions.is_for_sockets(token, document):
        return None
    return token.user, Credential(token.user_id, token.user.access_epoch, token=token.digest)


def by_session(scope: dict[str, Any]) -> tuple[User, Credential] | None:
    """Find who is signed in; the origin of their page was compared before."""
    user = scope.get("user")
    if user is None or not user.is_authenticated:
        return None
    fresh = User.objects.filter(pk=user.pk, is_active=True).first()
    return (
        (fresh, Credential(fresh.pk, fresh.access_epoch, session=scope["session"].session_key or "")) if fresh else None
    )
