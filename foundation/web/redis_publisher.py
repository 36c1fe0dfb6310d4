"""Publishing to the other nodes through Redis, from an event loop that waits for nothing."""

import asyncio
import contextlib

import structlog
from redis import asyncio as redis
from redis.exceptions import RedisError

TIMEOUT_S = 5.0
RETRY_S = 0.5
MAX_UNSENT = 1000

log = structlog.get_logger(__name__)


class RedisPublisher:
    """Publishes in order while its loop runs. Who misses a message finds in the database what happened."""

    def __init__(self, url: str) -> None:
        self._unsent: asyncio.Queue[tuple[str, bytes]] = asyncio.Queue(MAX_UNSENT)
        self._sending = asyncio.create_task(self._send(url))

    def publish(self, channel: str, message: bytes) -> None:
        """Publish soon; what is too much while Redis is away is dropped."""
        with contextlib.suppress(asyncio.QueueFull):
            self._unsent.put_nowait((channel, message))

    async def close(self) -> None:
        """Publish nothing more."""
        self._sending.cancel()
        await asyncio.gather(self._sending, return_exceptions=True)

    async def _send(self, url: str) -> None:
        client = redis.from_url(url, socket_timeout=TIMEOUT_S, socket_connect_timeout=TIMEOUT_S)
        try:
            while True:
                channel, message = await self._unsent.get()
                try:
                    await client.publish(channel, message)
                except (RedisError, OSError):
                    log.warning("publishing to the other nodes failed", exc_info=True)
                    await asyncio.sleep(RETRY_S)
        finally:
            await client.aclose()
