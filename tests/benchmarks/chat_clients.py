"""Clients of a busy room, as cheap as can be: they read frames and look at nothing but when the message was sent."""

import asyncio
import base64
import contextlib
import os
import struct
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.benchmarks.chat_senders import Sending

SENT = b"sent:"
STAMP = 17
"""Characters of a time: seconds since 1970 with microseconds."""
PING, TEXT, PONG = 9, 1, 10
AT_ONCE = 40
"""So many are being let in at a time."""


def percentile(values: list[float], part: float) -> float:
    """Return the value below which such a part of them lies."""
    return sorted(values)[min(len(values) - 1, int(len(values) * part))]


class Screen:
    """All clients' screens: how long each message took to each of them, in seconds."""

    def __init__(self) -> None:
        self.waits_s: list[float] = []
        self.begun = asyncio.Event()
        self.connections: list[ChatClient] = []

    def reset(self) -> None:
        """Count anew."""
        self.waits_s.clear()

    def show(self, frame: bytes) -> None:
        """Take in a frame of text."""
        place = frame.find(SENT)
        if place >= 0:
            self.waits_s.append(time.time() - float(frame[place + len(SENT) : place + len(SENT) + STAMP]))
            self.begun.set()

    def close(self) -> None:
        """Hang up everywhere."""
        for connection in self.connections:
            if connection.transport:
                connection.transport.abort()


class ChatClient(asyncio.Protocol):
    """One connection."""

    def __init__(self, screen: Screen, request: bytes) -> None:
        self.screen, self.request = screen, request
        self.buffer = b""
        self.is_open = False
        self.opened = asyncio.get_running_loop().create_future()
        self.transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Ask to be upgraded."""
        self.transport = transport  # type: ignore[assignment]
        transport.write(self.request)  # type: ignore[attr-defined]

    def data_received(self, data: bytes) -> None:
        """Read whole frames."""
        self.buffer += data
        if not self.is_open:
            head, end, rest = self.buffer.partition(b"\r\n\r\n")
            if not end:
                return
            if b" 101 " not in head[:16]:
                self.opened.set_exception(ConnectionError(head[:200]))
                return
            self.is_open, self.buffer = True, rest
            self.opened.set_result(None)
        while (size := self._whole_frame()) is not None:
            self.buffer = self.buffer[size:]

    def _whole_frame(self) -> int | None:
        """Take in the first frame; returns its size, or None where it is not all there."""
        if len(self.buffer) < 4:
            return None
        length, start = self.buffer[1] & 0x7F, 2
        if length == 126:
            length, start = struct.unpack_from("!H", self.buffer, 2)[0], 4
        if len(self.buffer) < start + length:
            return None
        opcode, body = self.buffer[0] & 0x0F, self.buffer[start : start + length]
        if opcode == TEXT:
            self.screen.show(body)
        elif opcode == PING and self.transport:
            self.transport.write(bytes([0x80 | PONG, 0x80 | length]) + b"\0\0\0\0" + body)
        return start + length

    def connection_lost(self, error: Exception | None) -> None:
        """Let nobody wait."""
        if not self.opened.done():
            self.opened.set_exception(error or ConnectionError("closed"))


async def connect_all(screen: Screen, addresses: list[str], sending: "Sending", number: int) -> None:
    """Open so many connections, in turn to each node, once they serve."""
    gate = asyncio.Semaphore(AT_ONCE)
    await asyncio.gather(
        *(connect(screen, addresses[place % len(addresses)], sending, place, gate) for place in range(number))
    )


async def connect(screen: Screen, address: str, sending: "Sending", place: int, gate: asyncio.Semaphore) -> None:
    """Open one, as the page of a person who is signed in does."""
    lines = [
        f"GET /ws/news?project={sending.slug} HTTP/1.1",
        f"Host: {address}",
        f"Origin: http://{address}",
        "Upgrade: websocket",
        "Connection: Upgrade",
        f"Sec-WebSocket-Key: {base64.b64encode(os.urandom(16)).decode()}",
        "Sec-WebSocket-Version: 13",
        f"Cookie: ronde={sending.sessions[place]}",
    ]
    request = ("\r\n".join(lines) + "\r\n\r\n").encode()
    host, _, port = address.partition(":")
    async with gate, asyncio.timeout(60):
        client = await _connected(screen, request, host, int(port))
        await client.opened
    screen.connections.append(client)


async def _connected(screen: Screen, request: bytes, host: str, port: int) -> ChatClient:
    while True:
        with contextlib.suppress(OSError):
            loop = asyncio.get_running_loop()
            return (await loop.create_connection(lambda: ChatClient(screen, request), host, port))[1]
        await asyncio.sleep(0.1)
