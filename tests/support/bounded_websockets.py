"""Serves an application over the class that Ronde's servers use for sockets."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import uvicorn

from foundation.serving.websocket_limits import LARGEST

HELLO = (
    "GET /ws/documents/0b6f HTTP/1.1\r\nHost: {host}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n"
)
BOUNDED = "foundation.serving.websocket_limits:BoundedWebSocketProtocol"
EMPTY = b"\x82\x80\0\0\0\0"


async def echo(scope: dict[str, Any], receive: Any, send: Any) -> None:
    """Say how long each frame was."""
    await receive()
    await send({"type": "websocket.accept"})
    while (message := await receive())["type"] == "websocket.receive":
        await send({"type": "websocket.send", "text": str(len(message.get("text") or message["bytes"]))})


@asynccontextmanager
async def served(application: Any = echo, ping_s: float = 20, websockets: str = BOUNDED) -> AsyncIterator[str]:
    """Serve an application on a free port; returns the head of its addresses."""
    listener = socket.create_server(("127.0.0.1", 0))  # it takes connections from here on
    config: Any = uvicorn.Config(
        application,
        ws=websockets,
        ws_max_size=LARGEST,
        ws_ping_interval=ping_s,
        ws_ping_timeout=ping_s,
        lifespan="off",
        log_level="error",
    )
    server = uvicorn.Server(config)
    running = asyncio.create_task(server.serve([listener]))
    try:
        yield f"ws://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        server.should_exit = True
        await running
