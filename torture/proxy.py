"""A way to the server that can break: each client goes through one of its own."""

from __future__ import annotations

import asyncio
import socket
import struct
from contextlib import suppress

CHUNK = 64 * 1024
KEPT = 1024 * 1024  # bytes of what a client sent that can be sent once more
RESET = struct.pack("ii", 1, 0)  # SO_LINGER: closing sends RST and no FIN


class Line:
    """One connection of a client, and the one to the server that belongs to it."""

    def __init__(self, way: Way, client: asyncio.StreamWriter, server: asyncio.StreamWriter) -> None:
        self.way, self.client, self.server = way, client, server
        self.sent = bytearray()
        self.is_silent = False
        self.ends_halfway = False

    async def pass_on(self, reader: asyncio.StreamReader, to: asyncio.StreamWriter) -> None:
        """Pass on what one side says to the other, until it ends, and then end that too."""
        with suppress(OSError):
            await self._pass_on(reader, to)
        if not self.is_silent:
            to.close()

    async def _pass_on(self, reader: asyncio.StreamReader, to: asyncio.StreamWriter) -> None:
        while chunk := await reader.read(CHUNK):
            if to is self.server and len(self.sent) < KEPT:
                self.sent += chunk
            if self.way.delay_s:
                await asyncio.sleep(self.way.delay_s)
            if self.is_silent:
                continue
            if self.ends_halfway and to is self.server:
                to.write(chunk[: len(chunk) // 2])
                await to.drain()
                self.reset()
                return
            to.write(chunk)
            await to.drain()

    def reset(self) -> None:
        """End both sides at once."""
        reset(self.client)
        reset(self.server)


class Way:
    """A port that leads to the server's."""

    def __init__(self, server_port: int) -> None:
        self.server_port = server_port
        self.port = 0
        self.delay_s = 0.0
        self.lines: set[Line] = set()
        self._doubles: list[asyncio.StreamWriter] = []
        self._listener: asyncio.Server | None = None

    async def open(self) -> Way:
        """Listen."""
        self._listener = await asyncio.start_server(self._connected, "127.0.0.1", 0)
        self.port = self._listener.sockets[0].getsockname()[1]
        return self

    async def close(self) -> None:
        """End everything."""
        if self._listener:
            self._listener.close()
        self.cut()
        for double in self._doubles:
            reset(double)

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

    async def double(self) -> int:
        """Connect once more and say everything again that the client said; returns how many bytes."""
        said = [bytes(line.sent) for line in self.lines if line.sent]
        for words in said:
            with suppress(OSError):
                reader, writer = await asyncio.open_connection("127.0.0.1", self.server_port)
                self._doubles.append(writer)
                writer.write(words)
                await writer.drain()
                await reader.read(CHUNK)
        return sum(map(len, said))

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            from_server, to_server = await asyncio.open_connection("127.0.0.1", self.server_port)
        except OSError:
            reset(writer)
            return
        line = Line(self, writer, to_server)
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
