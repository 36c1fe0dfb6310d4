"""What nodes tell each other through Redis: that a log grew, and where people's cursors are. Hints, never the state.

Each message is one byte for its kind, sixteen that name the node, and what it says. Without Redis there is one node.
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
from documents.lib0 import Malformed

if TYPE_CHECKING:
    from documents.coediting.session_registry import SessionRegistry

WRITTEN, WHERE, WHO = b"w", b"p", b"?"
CHANNEL = "ronde:document:"
NAME = 16
MAX_UNSENT = 1000

log = structlog.get_logger(__name__)


class Nodes:
    """The ear and mouth of this node."""

    def __init__(self, hub: SessionRegistry) -> None:
        self.name = uuid.uuid4().bytes
        self._hub = hub
        self._wanted: set[UUID] = set()
        self._out: asyncio.Queue[tuple[str, bytes]] = asyncio.Queue(MAX_UNSENT)
        self._changed = asyncio.Event()
        url = settings.ENVIRONMENT.redis_url
        self._tasks = [asyncio.create_task(self._speak(url)), asyncio.create_task(self._hear(url))] if url else []

    def listen(self, document: UUID) -> None:
        """Hear of a document from here on."""
        self._wanted.add(document)
        self._changed.set()

    def stop_listening(self, document: UUID) -> None:
        """Hear no more of it."""
        self._wanted.discard(document)
        self._changed.set()

    def say_written(self, document: UUID) -> None:
        """Wake the others that have this document open."""
        self._say(document, WRITTEN, b"")

    def say_where(self, document: UUID, payload: bytes) -> None:
        """Pass cursors on."""
        self._say(document, WHERE, payload)

    def ask_who_is_there(self, document: UUID) -> None:
        """Ask the others for their people's cursors."""
        self._say(document, WHO, b"")

    def _say(self, document: UUID, kind: bytes, payload: bytes) -> None:
        if self._tasks:
            with contextlib.suppress(asyncio.QueueFull):  # a hint that is lost is found by looking
                self._out.put_nowait((f"{CHANNEL}{document.hex}", kind + self.name + payload))

    async def _speak(self, url: str) -> None:
        client = redis.from_url(url, socket_timeout=5, socket_connect_timeout=5)
        try:
            while True:
                channel, message = await self._out.get()
                try:
                    await client.publish(channel, message)
                except (RedisError, OSError):
                    log.warning("the other nodes cannot be told", exc_info=True)
                    await asyncio.sleep(0.5)
        finally:
            await client.aclose()

    async def _hear(self, url: str) -> None:
        while True:
            client = redis.from_url(url, socket_connect_timeout=5)
            try:
                async with client.pubsub(ignore_subscribe_messages=True) as ear:
                    await self._follow(ear)
            except (RedisError, OSError):
                log.warning("the other nodes cannot be heard", exc_info=True)
                await asyncio.sleep(0.5)
            finally:
                await client.aclose()

    async def _follow(self, ear: Any) -> None:
        followed: set[UUID] = set()
        await ear.subscribe(f"{CHANNEL}{'0' * 32}")  # so that there is always something to listen to
        while True:
            if followed != self._wanted:
                await self._resubscribe(ear, followed)
            self._changed.clear()
            message = await ear.get_message(timeout=0.05)
            while message is not None:
                self._heed(message)
                message = await ear.get_message(timeout=0)

    async def _resubscribe(self, ear: Any, followed: set[UUID]) -> None:
        wanted = set(self._wanted)
        if new := wanted - followed:
            await ear.subscribe(*(f"{CHANNEL}{document.hex}" for document in new))
        if old := followed - wanted:
            await ear.unsubscribe(*(f"{CHANNEL}{document.hex}" for document in old))
        followed.clear()
        followed.update(wanted)
        for document in new:
            # What was said before we listened is made good by a look at the log.
            if room := self._hub.rooms.get(document):
                room.catch_up()

    def _heed(self, message: dict[str, Any]) -> None:
        data: bytes = message["data"]
        kind, node, payload = data[:1], data[1 : 1 + NAME], data[1 + NAME :]
        room = self._hub.rooms.get(UUID(message["channel"].decode().removeprefix(CHANNEL)))
        if node == self.name or room is None:
            return
        if kind == WRITTEN:
            room.catch_up()
        elif kind == WHO:
            if own := room.here.own():
                self.say_where(room.document, write_presences(own))
        elif kind == WHERE:
            with contextlib.suppress(Malformed):
                room.hear_where(node, payload)

    async def close(self) -> None:
        """Fall silent."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
