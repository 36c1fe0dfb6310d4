"""Groups of sockets that hear the same: here at once, and on the other nodes through Redis.

Sockets of one process reach each other without Redis; while it is away only the other nodes hear nothing, and their
pages find what happened by the look at the database. What a group is sent goes to each socket by a plain call, on the
event loop that serves it: with queues and tasks between, a busy room cost several times as much.
"""

import asyncio
import json
import secrets
from collections.abc import Callable
from functools import cache, cached_property
from typing import Any
from weakref import WeakKeyDictionary

import structlog
from django.conf import settings
from redis import Redis
from redis import asyncio as async_redis
from redis.exceptions import RedisError

from foundation.web.redis_publisher import RedisPublisher

TOPIC = "ronde:sockets"
TIMEOUT_S = 2.0
RETRY_S = 0.5

type Listener = Callable[[dict[str, Any]], None]
"""What a socket does with a message: it raises nothing and waits for nothing."""

log = structlog.get_logger(__name__)


class SocketGroups:
    """The groups of one process; `url` is Redis', or nothing where there is one node."""

    def __init__(self, url: str = "") -> None:
        self.node = secrets.token_hex(8)
        self._url = url
        self._listeners: dict[str, dict[Listener, None]] = {}
        self._bridges: WeakKeyDictionary[asyncio.AbstractEventLoop, Bridge] = WeakKeyDictionary()

    def add(self, group: str, listener: Listener) -> None:
        """Let a socket hear what its group is sent."""
        self._bridge()
        self._listeners.setdefault(group, {})[listener] = None

    def discard(self, group: str, listener: Listener) -> None:
        """Let a socket hear no more of it."""
        listeners = self._listeners.get(group, {})
        listeners.pop(listener, None)
        if not listeners:
            self._listeners.pop(group, None)

    def send(self, group: str, message: dict[str, Any]) -> None:
        """Send to all sockets of a group, here at once and on the other nodes when Redis takes it."""
        self.send_here(group, message)
        if bridge := self._bridge():
            bridge.put(json.dumps({"node": self.node, "group": group, "message": message}))

    def send_here(self, group: str, message: dict[str, Any]) -> None:
        """Send to the sockets of a group in this process."""
        for listener in tuple(self._listeners.get(group, ())):
            listener(message)

    def publish(self, group: str, message: dict[str, Any]) -> None:
        """Send to a group from a process that serves no sockets. Never raises: pages find what is lost."""
        try:
            self._client.publish(TOPIC, json.dumps({"node": self.node, "group": group, "message": message}))
        except (RedisError, OSError):
            log.warning("the web nodes could not be notified of a change", exc_info=True)

    @cached_property
    def _client(self) -> Redis:
        return Redis.from_url(self._url, socket_timeout=TIMEOUT_S, socket_connect_timeout=TIMEOUT_S)

    def deliver(self, data: bytes) -> None:
        """Take in what another node published."""
        found = json.loads(data)
        if found["node"] != self.node:
            self.send_here(found["group"], found["message"])

    def _bridge(self) -> "Bridge | None":
        """Return the running loop's connection to the other nodes, made where there is none."""
        if not self._url:
            return None
        loop = asyncio.get_running_loop()
        if loop not in self._bridges:
            self._bridges[loop] = Bridge(self, self._url)
        return self._bridges[loop]


@cache
def socket_groups() -> SocketGroups:
    """Return this process's groups."""
    return SocketGroups(settings.ENVIRONMENT.redis_url or "")


class Bridge:
    """What one event loop publishes to the other nodes and receives from them, for as long as it runs."""

    def __init__(self, groups: SocketGroups, url: str) -> None:
        self._groups = groups
        self._publisher = RedisPublisher(url)
        self._receiving = asyncio.create_task(self._receive(url))

    def put(self, message: str) -> None:
        """Publish soon."""
        self._publisher.publish(TOPIC, message.encode())

    async def _receive(self, url: str) -> None:
        while True:
            client = async_redis.from_url(url, socket_connect_timeout=TIMEOUT_S)
            try:
                async with client.pubsub(ignore_subscribe_messages=True) as subscription:
                    await subscription.subscribe(TOPIC)
                    async for message in subscription.listen():
                        self._take_in(message["data"])
            except (RedisError, OSError):
                log.warning("receiving from the other nodes failed", exc_info=True)
                await asyncio.sleep(RETRY_S)
            finally:
                await client.aclose()

    def _take_in(self, data: bytes) -> None:
        try:
            self._groups.deliver(data)
        except Exception:
            # One message that makes no sense must not end all that follow.
            log.exception("a message of another node could not be passed on")
