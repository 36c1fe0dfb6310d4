"""A way to the server that can break: each client goes through one of its own."""

from __future__ import annotations

import asyncio
import socket
import struct
from contextlib import suppress
from itertools import cycle
from typing import TYPE_CHECKING

from tests.documents.coediting.server_frames import parsed
from tests.torture.frames import FrameCutter, is_message, message_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from random import Random

CHUNK = 64 * 1024
KEPT = 4 * 1024 * 1024  # bytes of what a client sent that can be sent once more
GATHERED_S = 0.04  # for which frames are kept that come out in another order
RESET = struct.pack("ii", 1, 0)  # SO_LINGER: closing sends RST and no FIN


class ProxiedConnection:
    """One connection of a client, and the one to the server that belongs to it."""

    def __init__(self, way: ProxyPort, client: asyncio.StreamWriter, server: asyncio.StreamWriter) -> None:
        self.way, self.client, self.server = way, client, server
        self.sent = bytearray()
        self.second: asyncio.StreamWriter | None = None  # connection to a server, which is told the same
        self.is_silent = False
        self.ends_halfway = False

    async def pass_on(self, reader: asyncio.StreamReader, to: asyncio.StreamWriter) -> None:
        """Pass on what one side says to the other, until it ends, and then end that too."""
        with suppress(OSError):
            await self._pass_on(reader, to)
        if not self.is_silent:
            to.close()

    async def _pass_on(self, reader: asyncio.StreamReader, to: asyncio.StreamWriter) -> None:
        frames = FrameCutter()
        while chunk := await reader.read(CHUNK):
            if to is self.server:
                self._keep(chunk)
            if self.way.delay_s:
                await asyncio.sleep(self.way.delay_s)
            if self.is_silent:
                continue
            if self.ends_halfway and to is self.server:
                to.write(chunk[: len(chunk) // 2])
                await to.drain()
                self.reset()
                return
            to.write(b"".join(self.way.disturbed(frames.cut(chunk))))
            await to.drain()
            if self.way.random:
                await asyncio.sleep(GATHERED_S)  # so that several come with the next chunk
        to.write(frames.rest())

    def _keep(self, chunk: bytes) -> None:
        if len(self.sent) < KEPT:
            self.sent += chunk
        if self.second:
            self.second.write(chunk)

    def reset(self) -> None:
        """End both sides at once."""
        reset(self.client)
        reset(self.server)
        if self.second:
            reset(self.second)


class ProxyPort:
    """A port that leads to the servers', to one after the other as a load balancer does.

    `answered` is told of each name and place that a server acknowledges to a second connection.
    """

    def __init__(self, server_ports: Sequence[int], answered: Callable[[str, int], None]) -> None:
        self.port = 0
        self.delay_s = 0.0
        self.random: Random | None = None  # what it says, frames come in another order
        self.repeats = False
        self.lines: set[ProxiedConnection] = set()
        self._server_ports = cycle(server_ports)
        self._answered = answered
        self._seconds: set[asyncio.Task[None]] = set()
        self._listener: asyncio.Server | None = None

    async def open(self) -> ProxyPort:
        """Listen."""
        self._listener = await asyncio.start_server(self._connected, "127.0.0.1", 0)
        self.port = self._listener.sockets[0].getsockname()[1]
        return self

    async def close(self) -> None:
        """End everything."""
        if self._listener:
            self._listener.close()
        self.cut()

    def cut(self) -> None:
        """End all connections, both sides."""
        for line in self.lines:
            line.reset()

    def fall_silent(self) -> None:
        """Pass nothing on any more, and tell neither side."""
        for line in self.lines:
            line.is_silent = True

    def give_up_silent(self) -> None:
        """End the clients' side of what fell silent; the server is told nothing."""
        for line in self.lines:
            if line.is_silent:
                reset(line.client)

    def end_halfway(self) -> None:
        """Pass half of what the client says next on, and end."""
        for line in self.lines:
            line.ends_halfway = True

    def disturbed(self, frames: list[bytes]) -> list[bytes]:
        """Return frames as they come out: in another order, or each twice, where that is what goes wrong."""
        if self.repeats:
            return [frame for frame in frames for _ in range(2 if is_message(frame) else 1)]
        if self.random:
            messages = [frame for frame in frames if is_message(frame)]
            self.random.shuffle(messages)
            return [messages.pop() if is_message(frame) else frame for frame in frames]
        return frames

    async def double(self) -> None:
        """Connect once more and say there what the client said, and all that it says from now on."""
        for line in list(self.lines):
            if len(line.sent) < KEPT and not line.second:
                with suppress(OSError):
                    reader, line.second = await asyncio.open_connection("127.0.0.1", next(self._server_ports))
                    line.second.write(bytes(line.sent))
                    reading = asyncio.create_task(self._read_answers(reader))
                    self._seconds.add(reading)
                    reading.add_done_callback(self._seconds.discard)

    def end_doubles(self) -> None:
        """End the second connections."""
        for line in self.lines:
            if line.second:
                reset(line.second)
                line.second = None

    async def _read_answers(self, reader: asyncio.StreamReader) -> None:
        frames = FrameCutter()
        with suppress(OSError):
            while chunk := await reader.read(CHUNK):
                for message in map(message_of, filter(is_message, frames.cut(chunk))):
                    match parsed(message):
                        case ("ack", name, place):
                            self._answered(name, place)

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            from_server, to_server = await asyncio.open_connection("127.0.0.1", next(self._server_ports))
        except OSError:
            reset(writer)
            return
        line = ProxiedConnection(self, writer, to_server)
        self.lines.add(line)
        try:
            passing = [line.pass_on(reader, to_server), line.pass_on(from_server, writer)]
            await asyncio.gather(*passing, return_exceptions=True)
        finally:
            self.lines.discard(line)
            if not line.is_silent:
                line.reset()


def reset(writer: asyncio.StreamWriter) -> None:
    """End a connection as a broken network does."""
    with suppress(OSError, AttributeError):
        writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
    writer.transport.abort()
