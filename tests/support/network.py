"""The network between browsers and a web server, to be broken: a port that leads to the server's.

with Network(server_port) as network:
    network.cut()            all connections end, and none is let through
    network.fall_silent()    nothing is passed on any more, and neither side is told
    network.block_websockets()    as some firms' proxies do: 403 to whoever asks for one
    network.mend()           new connections are let through again
"""

from __future__ import annotations

import asyncio
import socket
import struct
from contextlib import suppress
from threading import Thread
from typing import TYPE_CHECKING, Self

from machine import free_port

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

CHUNK = 64 * 1024
RESET = struct.pack("ii", 1, 0)  # SO_LINGER: closing sends RST and no FIN
REFUSAL = b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"


class Network:
    """Runs on a thread of its own: what drives a browser waits for the browser."""

    def __init__(self, server_port: int) -> None:
        self.server_port = server_port
        self.port = free_port()
        self.refused_websockets = 0
        self._is_up = True
        self._is_silent = False
        self._allows_websockets = True
        self._ends: set[asyncio.StreamWriter] = set()  # of all connections, both sides
        self._websockets: set[asyncio.StreamWriter] = set()
        self._loop = asyncio.new_event_loop()
        self._thread = Thread(target=self._loop.run_forever, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        self._listener = self._run(asyncio.start_server(self._connected, "127.0.0.1", self.port))
        return self

    def __exit__(self, *_exception: object) -> None:
        self._do(self._listener.close)
        self.cut()
        self._run(self._end_tasks())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def cut(self) -> None:
        """End all connections; whoever connects is cut off at once, until it is mended."""
        self._is_up = False
        self._do(lambda: reset_all(self._ends))

    def fall_silent(self) -> None:
        """Pass nothing on any more, also of new connections."""
        self._is_silent = True

    def block_websockets(self) -> None:
        """Refuse websockets, and end those that are open."""
        self._allows_websockets = False
        self._do(lambda: reset_all(self._websockets))

    def allow_websockets(self) -> None:
        """Let websockets through again; nobody is told."""
        self._allows_websockets = True

    def mend(self) -> None:
        """Let new connections through; what fell silent ends, for what was lost on it is not sent again."""
        if self._is_silent:
            self._do(lambda: reset_all(self._ends))
        self._is_up, self._is_silent = True, False

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if not self._is_up:
            reset(writer)
            return
        self._ends.add(writer)
        try:
            with suppress(OSError):
                await self._serve(reader, writer)
        finally:
            self._ends.discard(writer)
            self._websockets.discard(writer)
            writer.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        first = await reader.read(CHUNK)
        if b"\r\nupgrade: websocket" in first.lower():
            if not self._allows_websockets:
                self.refused_websockets += 1
                writer.write(REFUSAL)
                await writer.drain()
                return
            self._websockets.add(writer)
        from_server, to_server = await asyncio.open_connection("127.0.0.1", self.server_port)
        self._ends.add(to_server)
        try:
            if not self._is_silent:
                to_server.write(first)
            await asyncio.gather(
                self._pass_on(reader, to_server), self._pass_on(from_server, writer), return_exceptions=True
            )
        finally:
            self._ends.discard(to_server)
            to_server.close()

    async def _pass_on(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while chunk := await reader.read(CHUNK):
                if not self._is_silent:
                    writer.write(chunk)
                    await writer.drain()
        finally:
            writer.close()

    def _run[T](self, work: Coroutine[None, None, T]) -> T:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(10)

    def _do(self, act: Callable[[], object]) -> None:
        async def done() -> None:
            act()

        self._run(done())

    async def _end_tasks(self) -> None:
        others = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)


def reset_all(writers: set[asyncio.StreamWriter]) -> None:
    """End connections."""
    for writer in list(writers):
        reset(writer)


def reset(writer: asyncio.StreamWriter) -> None:
    """End a connection as a broken network does."""
    with suppress(OSError, AttributeError):
        writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
    writer.transport.abort()
