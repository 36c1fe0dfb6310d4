"""The Channels consumer of a document: admits a connection, then reads it in a plain loop.

After the handshake no frame passes through Channels' dispatch (ADR 6).
"""

from __future__ import annotations

import asyncio
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs
from uuid import UUID

import structlog

from documents.coediting import log_access, sync
from documents.coediting.connection import FrameReader, SocketPeer
from documents.coediting.executor import Crowded
from documents.coediting.fair_use import MAX_SOCKETS
from documents.coediting.models import Ticket
from documents.coediting.newcomers import person_now, token_shown
from documents.coediting.owning_app import owning_app
from documents.coediting.protocols import Credential
from documents.coediting.session_registry import SessionRegistry, current_registry
from documents.coediting.sync import Close
from foundation.web.asgi_connection import Receive, cut, deliver, frame_writer
from foundation.web.loop_consumer import LoopConsumer

if TYPE_CHECKING:
    from documents.coediting.session import DocumentSession
    from foundation.accounts.models import User

log = structlog.get_logger(__name__)


class DocumentConsumer(LoopConsumer):
    """A person's connection to a document."""

    async def serve(self, receive: Receive) -> None:
        """Let them in, or say why not; then read what they send."""
        wants_answers = sync.SUBPROTOCOL in self.scope.get("subprotocols", [])
        # Only an accepted connection learns why it ends.
        await self.accept(sync.SUBPROTOCOL if wants_answers else None)
        registry = current_registry()
        document = UUID(self.scope["url_route"]["kwargs"]["document"])
        try:
            found = await registry.admission.run(admit, self.scope, document)
        except Crowded:
            found = Close.LATER
        if isinstance(found, Close):
            await self.close(int(found))
            return
        user, credential, may_write = found
        session = await registry.open(document)
        if session is None:
            await self.close(int(Close.GONE))
            return
        share = registry.share_of(user.pk)
        if share.sockets >= MAX_SOCKETS or share.is_cut_off:
            await self.close(int(Close.LATER))
            return
        may_write = may_write and not session.is_closed
        peer = SocketPeer(self.base_send, credential, user, share, wants_answers=wants_answers, may_write=may_write)
        peer.cut, peer.write = partial(cut, self.scope), frame_writer(self.scope)
        peer.deliver_to = partial(deliver, self.scope)
        await read_until_end(registry, session, peer, receive)


async def read_until_end(
    registry: SessionRegistry, session: DocumentSession, peer: SocketPeer, receive: Receive
) -> None:
    """Read a connection until it ends, whoever ends it."""
    reading = asyncio.create_task(FrameReader(session, peer).run(receive))
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


def admit(scope: dict[str, Any], document: UUID) -> tuple[User, Credential, bool] | Close:
    """Find who is there and whether they may be: by ticket, token or session. Runs in a thread."""
    known = by_ticket(scope, document) or by_token(scope, document) or by_session(scope)
    if known is None:
        return Close.SIGNED_OUT
    user, credential = known
    found = owning_app().let_in(user, document)
    if found is None:
        return Close.NO_ACCESS if log_access.exists(document) else Close.GONE
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
    token = token_shown(secret.strip()) if scheme.lower() == "bearer" else None
    if token is None or not owning_app().is_for_sockets(token, document):
        return None
    return token.user, Credential(token.user_id, token.user.access_epoch, token=token.digest)


def by_session(scope: dict[str, Any]) -> tuple[User, Credential] | None:
    """Find who is signed in; the origin of their page was compared before."""
    user = scope.get("user")
    if user is None or not user.is_authenticated:
        return None
    fresh = person_now(user.pk)
    return (
        (fresh, Credential(fresh.pk, fresh.access_epoch, session=scope["session"].session_key or "")) if fresh else None
    )
