"""A socket takes in no larger frames than its address has a use for; asked of a real server."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
import uvicorn
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed

from config.websocket_limits import LARGEST, PIECES, SMALL

TOO_BIG = 1009
NEWS, DOCUMENT = "/ws/news?project=pump", "/ws/documents/0b6f"
HEAD_OF_10_MIB = b"\x82\xff" + (10 * 1024 * 1024).to_bytes(8, "big") + b"\0\0\0\0"


async def echo(scope: dict[str, Any], receive: Any, send: Any) -> None:
    """Say how long each frame was."""
    await receive()
    await send({"type": "websocket.accept"})
    while (message := await receive())["type"] == "websocket.receive":
        await send({"type": "websocket.send", "text": str(len(message.get("text") or message["bytes"]))})


@asynccontextmanager
async def served() -> AsyncIterator[str]:
    """Serve the echo on a free port; returns the head of its addresses."""
    listener = socket.create_server(("127.0.0.1", 0))  # it takes connections from here on
    config: Any = uvicorn.Config(
        echo,
        ws="config.websocket_limits:BoundedWebSocketProtocol",
        ws_max_size=LARGEST,
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


async def said(address: str, frame: bytes | list[bytes]) -> str | int:
    """Return what comes back for a frame, or the code that ends the connection."""
    async with served() as head, connect(head + address, max_size=None) as line:
        try:
            await line.send(frame)
            return str(await asyncio.wait_for(line.recv(), 5))
        except ConnectionClosed as closed:
            return closed.rcvd.code if closed.rcvd else 0


@pytest.mark.parametrize(
    ("address", "size", "answer"),
    [
        (NEWS, SMALL, str(SMALL)),
        (NEWS, SMALL + 1, TOO_BIG),
        ("/ws/elsewhere", SMALL + 1, TOO_BIG),
        ("/ws/documents", SMALL + 1, TOO_BIG),
        (DOCUMENT, SMALL + 1, str(SMALL + 1)),
        (DOCUMENT, LARGEST, str(LARGEST)),
        (DOCUMENT, LARGEST + 1, TOO_BIG),
    ],
)
async def test_the_size_limit_of_a_frame_depends_on_its_address(address: str, size: int, answer: str | int) -> None:
    assert await said(address, bytes(size)) == answer


async def test_a_frame_is_refused_by_its_header_alone() -> None:
    async with served() as head, connect(head + NEWS) as line:
        line.transport.write(HEAD_OF_10_MIB)
        with pytest.raises(ConnectionClosed) as ended:
            await asyncio.wait_for(line.recv(), 5)
    assert ended.value.rcvd
    assert ended.value.rcvd.code == TOO_BIG


async def test_a_message_has_a_limited_number_of_frames() -> None:
    assert await said(NEWS, [b""] * (PIECES - 1)) == "0"  # and an empty last one
    assert await said(NEWS, [b""] * PIECES) == TOO_BIG
