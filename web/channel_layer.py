"""Channels' in-memory layer, joined with those of the other nodes through Redis.

Sockets of one process reach each other without Redis; while it is away only the other nodes hear nothing, and their
pages find what happened by looking at the database. The layer that channels-redis has cannot do without: with Redis
gone, or just back, no socket opens.
"""

import asyncio
import json
import secrets
from functools import cached_property
from typing import Any
from weakref import WeakKeyDictionary

import structlog
from channels.layers import InMemoryChannelLayer
from redis import Redis
from redis import asyncio as async_redis
from redis.exceptions import RedisError

from web.redis_publisher import RedisPublisher

TOPIC = "ronde:sockets"
TIMEOUT_S = 2.0
RETRY_S = 0.5
GROUP_LIFE_S = 10 * 365 * 86400  # a page may stay open for days, and leaves its groups when it ends
CAPACITY = 200  # messages that wait for one socket

log = structlog.get_logger(__name__)


class BridgedChannelLayer(InMemoryChannelLayer):
    """A channel layer for one process on each node; `url` is Redis', or nothing where there is one node."""

    def __init__(self, url: str = "", **options: Any) -> None:
        super().__init__(**{"group_expiry": GROUP_LIFE_S, "capacity": CAPACITY} | options)
        self.node = secrets.token_hex(8)
        self._url = url
        self._bridges: WeakKeyDictionary[asyncio.AbstractEventLoop, Bridge] = WeakKeyDictionary()

    async def new_channel(self, prefix: str = "specific.") -> str:
        """Return a name for one socket here; every node knows from it where that is."""
        self._bridge()
        return f"{prefix}{self.node}!{secrets.token_hex(12)}"

    async def send(self, channel: str, message: dict[str, Any]) -> None:
        """Send to one socket, on whichever node it is."""
        if f"{self.node}!" in channel:
            await super().send(channel, message)
        else:
            self._pass_on({"channel": channel, "message": message})

    async def group_send(self, group: str, message: dict[str, Any]) -> None:
        """Send to all sockets of a group, here at once and on the other nodes when Redis takes it."""
        await super().group_send(group, message)
        self._pass_on({"group": group, "message": message})

    def publish(self, group: str, message: dict[str, Any]) -> None:
        """Send to a group from a process that serves no sockets. Never raises: pages find what is lost."""
        try:
            self._client.publish(TOPIC, json.dumps({"node": self.node, "group": group, "message": message}))
        except (RedisError, OSError):
            log.warning("the web nodes could not be notified of a change", exc_info=True)

    @cached_property
    def _client(self) -> Redis:
        return Redis.from_url(self._url, socket_timeout=TIMEOUT_S, socket_connect_timeout=TIMEOUT_S)

    async def deliver(self, data: bytes) -> None:
        """Take in what another node published."""
        found = json.loads(data)
        if found["node"] == self.node:
            return
        if "group" in found:
            await super().group_send(found["group"], found["message"])
        elif f"{self.node}!" in found["channel"]:
            await super().send(found["channel"], found["message"])

    async def close(self) -> None:
        """Let go of Redis."""
        if bridge := self._bridges.pop(asyncio.get_running_loop(), None):
            await bridge.close()

    def _pass_on(self, what: dict[str, Any]) -> None:
        if bridge := self._bridge():
            bridge.put(json.dumps({"node": self.node, **what}))

    def _bridge(self) -> "Bridge | None":
        """Return the running loop's connection to the other nodes, made where there is none."""
        if not self._url:
            return None
        loop = asyncio.get_running_loop()
        if loop not in self._bridges:
            self._bridges[loop] = Bridge(self, self._url)
        return self._bridges[loop]


class Bridge:
    """What one event loop publishes to the other nodes and receives from them, for as long as it runs."""

    def __init__(self, layer: BridgedChannelLayer, url: str) -> None:
        self._layer = layer
        self._publisher = RedisPublisher(url)
        self._receiving = asyncio.create_task(self._receive(url))

    def put(self, message: str) -> None:
        """Publish soon."""
        self._publisher.publish(TOPIC, message.encode())

    async def close(self) -> None:
        self._receiving.cancel()
        await asyncio.gather(self._receiving, self._publisher.close(), return_exceptions=True)

    async def _receive(self, url: str) -> None:
        while True:
            client = async_redis.from_url(url, socket_connect_timeout=TIMEOUT_S)
            try:
                async with client.pubsub(ignore_subscribe_messages=True) as subscription:
                    await subscription.subscribe(TOPIC)
                    async for message in subscription.listen():
                        await self._take_in(message["data"])
            except (RedisError, OSError):
                log.warning("receiving from the other nodes failed", exc_info=True)
                await asyncio.sleep(RETRY_S)
            finally:
                await client.aclose()

    async def _take_in(self, data: bytes) -> None:
        try:
            await self._layer.deliver(data)
        except Exception:
            # One message that makes no sense must not end all that follow.
            log.exception("a message of another node could not be passed on")
