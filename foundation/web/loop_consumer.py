"""A Channels consumer that reads its connection in a plain loop.

Channels' own dispatch closes database connections before each message, on the one thread that all of Django's
synchronous work shares, and makes a channel for each socket (ADR 6).
"""

from typing import Any

from channels.generic.websocket import AsyncWebsocketConsumer

from foundation.web.asgi_connection import Receive, Send


class LoopConsumer(AsyncWebsocketConsumer):
    """A websocket from its handshake to its end: `serve` answers with `accept`, reads `receive()` and may `close`.

    Routed as any consumer: `as_asgi()` makes one for each connection.
    """

    scope: dict[str, Any]

    async def __call__(self, scope: dict[str, Any], receive: Receive, send: Send) -> None:
        """Take the handshake, and serve."""
        self.scope, self.base_send = scope, send
        await receive()  # websocket.connect
        await self.serve(receive)

    async def serve(self, receive: Receive) -> None:
        """Serve the connection until it ends."""
        raise NotImplementedError
