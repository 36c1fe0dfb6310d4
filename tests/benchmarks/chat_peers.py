"""What Ronde's sockets are compared with: consumers in a layer of channels-redis, and the smallest relay there is."""

import asyncio
import os
from typing import Any

GROUP = "room"
CHANNEL = "relay"


def layer_of(kind: str) -> Any:
    """Return one of channels-redis' layers."""
    from channels_redis.core import RedisChannelLayer
    from channels_redis.pubsub import RedisPubSubChannelLayer

    made = RedisPubSubChannelLayer if kind == "channels pub/sub" else RedisChannelLayer
    return made(hosts=[os.environ["RONDE_REDIS_URL"]])


def consumers(kind: str) -> Any:
    """Return an application of consumers that are all in one group."""
    from django.conf import settings

    settings.configure(CHANNEL_LAYERS={})
    from channels.generic.websocket import AsyncWebsocketConsumer
    from channels.layers import channel_layers

    channel_layers.set("default", layer_of(kind))

    class Consumer(AsyncWebsocketConsumer):
        """Passes on what its group is sent."""

        groups = (GROUP,)

        async def page(self, message: dict[str, Any]) -> None:
            await self.send(text_data=message["text"])

    return Consumer.as_asgi()


class BareRelay:
    """Sends what Redis publishes to each socket in turn."""

    def __init__(self) -> None:
        self.sockets: set[Any] = set()
        self.listening: asyncio.Task[None] | None = None

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Serve one socket."""
        await receive()
        await send({"type": "websocket.accept"})
        self.listening = self.listening or asyncio.create_task(self.listen())
        self.sockets.add(send)
        while (await receive())["type"] != "websocket.disconnect":
            pass
        self.sockets.discard(send)

    async def listen(self) -> None:
        """Pass on."""
        from redis import asyncio as redis

        async with redis.from_url(os.environ["RONDE_REDIS_URL"]).pubsub(ignore_subscribe_messages=True) as subscription:
            await subscription.subscribe(CHANNEL)
            async for message in subscription.listen():
                frame = {"type": "websocket.send", "text": message["data"].decode()}
                for send in list(self.sockets):
                    await send(frame)


application: Any = None
if kind := os.environ.get("RELAY"):
    application = BareRelay() if kind == "relay" else consumers(kind)
