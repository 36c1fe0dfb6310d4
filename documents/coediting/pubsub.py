"""What nodes publish to each other through Redis: that a log grew, and where people's cursors are. Never the state.

Each message is one byte for its kind, sixteen that name the node, and its payload. Without Redis there is one node.
"""

from __future__ import annotations

import asyncio
import contextlib
import uuid
from typing import TYPE_CHECKING, Any
from uuid import UUID

import structlog
from django.conf import settings
from redis import asyncio as redis
from redis.exceptions import RedisError

from documents.coediting.awareness import write_presences
from documents.richtext.yjs.lib0 import Malformed
from foundation.web.redis_publisher import RedisPublisher

if TYPE_CHECKING:
    from collections.abc import Mapping

    from documents.coediting.session import DocumentSession

LOG_GREW, CURSORS, CURSORS_WANTED = b"w", b"p", b"?"
CHANNEL = "ronde:document:"
NODE_NAME_BYTES = 16

log = structlog.get_logger(__name__)


class NodePubSub:
    """Publishes for this node, and receives for its open documents."""

    def __init__(self, sessions: Mapping[UUID, DocumentSession]) -> None:
        self.name = uuid.uuid4().bytes
        self._sessions = sessions
        self._documents: set[UUID] = set()
        self._documents_changed = asyncio.Event()
        url = settings.ENVIRONMENT.redis_url
        self._publisher = RedisPublisher(url) if url else None
        self._receiving = asyncio.create_task(self._receive(url)) if url else None

    def subscribe(self, document: UUID) -> None:
        self._documents.add(document)
        self._documents_changed.set()

    def unsubscribe(self, document: UUID) -> None:
        self._documents.discard(document)
        self._documents_changed.set()

    def publish_log_grew(self, document: UUID) -> None:
        """Wake the other nodes that have this document open."""
        self._publish(document, LOG_GREW, b"")

    def publish_cursors(self, document: UUID, payload: bytes) -> None:
        self._publish(document, CURSORS, payload)

    def request_cursors(self, document: UUID) -> None:
        """Ask the other nodes for their people's cursors."""
        self._publish(document, CURSORS_WANTED, b"")

    def _publish(self, document: UUID, kind: bytes, payload: bytes) -> None:
        if self._publisher:
            self._publisher.publish(f"{CHANNEL}{document.hex}", kind + self.name + payload)

    async def _receive(self, url: str) -> None:
        while True:
            client = redis.from_url(url, socket_connect_timeout=5)
            try:
                async with client.pubsub(ignore_subscribe_messages=True) as subscription:
                    await self._listen(subscription)
            except (RedisError, OSError):
                log.warning("receiving from the other nodes failed", exc_info=True)
                await asyncio.sleep(0.5)
            finally:
                await client.aclose()

    async def _listen(self, subscription: Any) -> None:
        subscribed: set[UUID] = set()
        await subscription.subscribe(f"{CHANNEL}{'0' * 32}")  # so that there is always something to listen to
        while True:
            if subscribed != self._documents:
                await self._resubscribe(subscription, subscribed)
            self._documents_changed.clear()
            message = await subscription.get_message(timeout=0.05)
            while message is not None:
                self._handle(message)
                message = await subscription.get_message(timeout=0)

    async def _resubscribe(self, subscription: Any, subscribed: set[UUID]) -> None:
        documents = set(self._documents)
        if new := documents - subscribed:
            await subscription.subscribe(*(f"{CHANNEL}{document.hex}" for document in new))
        if old := subscribed - documents:
            await subscription.unsubscribe(*(f"{CHANNEL}{document.hex}" for document in old))
        subscribed.clear()
        subscribed.update(documents)
        for document in new:
            # What was published before we subscribed is made good from the log.
            if session := self._sessions.get(document):
                session.live.catch_up()

    def _handle(self, message: dict[str, Any]) -> None:
        data: bytes = message["data"]
        kind, node, payload = data[:1], data[1 : 1 + NODE_NAME_BYTES], data[1 + NODE_NAME_BYTES :]
        session = self._sessions.get(UUID(message["channel"].decode().removeprefix(CHANNEL)))
        if node == self.name or session is None:
            return
        if kind == LOG_GREW:
            session.live.catch_up()
        elif kind == CURSORS_WANTED:
            if own := session.presences.local():
                self.publish_cursors(session.document, write_presences(own))
        elif kind == CURSORS:
            with contextlib.suppress(Malformed):
                session.show_remote_cursors(node, payload)

    async def close(self) -> None:
        if self._publisher and self._receiving:
            self._receiving.cancel()
            await asyncio.gather(self._receiving, self._publisher.close(), return_exceptions=True)
