"""In busy moments sockets are read together, in order, and nothing is lost when one ends."""

import asyncio
import socket
import struct
from collections.abc import Callable
from typing import Any

import pytest
from websockets.asyncio.client import connect

from foundation.serving import read_ticks
from foundation.serving.read_ticks import BUSY, COUNTED_S, ReadTicks
from foundation.web.asgi_connection import deliver
from tests.foundation.serving.test_websocket_limits import DOCUMENT, choosy
from tests.support.bounded_websockets import HELLO, served

MASKED = b"\x82\x81\0\0\0\0"  # the head of a frame of one byte
LONGER = b"\x82\xfe\0\xc8\0\0\0\0"  # of one of 200, which the library reads


class Clock:
    """A loop of which only the time is asked, and what is to be called when."""

    def __init__(self) -> None:
        self.now = 100.0
        self.later: list[tuple[float, Callable[[], object]]] = []

    def time(self) -> float:
        return self.now

    def call_later(self, seconds: float, call: Callable[..., object], *given: object) -> None:
        self.later.append((self.now + seconds, lambda: call(*given)))

    def call_soon(self, call: Callable[[], object]) -> None:
        call()

    def tick(self) -> None:
        """Let the time come for all that waits."""
        later, self.later = self.later, []
        for at, call in later:
            self.now = max(self.now, at)
            call()


def held(ticks: ReadTicks, clock: Any, reads_s: float, read: Callable[[], None]) -> bool:
    """Say whether what comes is held back once so much was read for a while."""
    found = False
    for _ in range(int(reads_s * COUNTED_S * 3)):
        found = ticks.hold(read, clock)
        clock.now += 1 / reads_s
        while clock.later and clock.later[0][0] <= clock.now:
            clock.tick()
    return found


def test_only_in_busy_moments_does_what_comes_wait() -> None:
    ticks, clock, read = ReadTicks(), Clock(), list[int]()
    assert not held(ticks, clock, BUSY / 2, lambda: read.append(1))
    assert not read
    assert held(ticks, clock, BUSY * 2, lambda: read.append(1))
    assert read
    assert not held(ticks, clock, BUSY / 2, lambda: None)


def test_what_comes_within_a_tick_is_read_together() -> None:
    ticks, clock, read = ReadTicks(), Clock(), list[str]()
    ticks.is_busy, ticks.counted_from = True, clock.now
    for name in ("ada", "bo", "cleo"):
        assert ticks.hold(lambda name=name: read.append(name), clock)  # type: ignore[misc,arg-type]
    assert not read
    assert len(clock.later) == 1
    clock.tick()
    assert read == ["ada", "bo", "cleo"]


@pytest.fixture
def busy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(read_ticks, "BUSY", -1)
    monkeypatch.setattr(read_ticks, "COUNTED_S", 0)


@pytest.mark.usefixtures("busy")
@pytest.mark.parametrize("size", [1, 200, 5000])
async def test_frames_keep_their_order(size: int) -> None:
    async with served(choosy) as head, connect(head + DOCUMENT) as line:
        for number in range(1, 256):
            await line.send(bytes([number]) * (size if number % 5 else 1))
        _at_once, *came = bytes(await asyncio.wait_for(line.recv(decode=False), 5))
    assert came == list(range(1, 256))


@pytest.mark.usefixtures("busy")
@pytest.mark.parametrize("is_killed", [True, False])
async def test_what_came_right_before_the_end_is_read(monkeypatch: pytest.MonkeyPatch, *, is_killed: bool) -> None:
    """The end comes politely, or as of a browser that was killed: short frames are read even then."""
    monkeypatch.setattr(read_ticks, "TICK_S", 60)
    came: list[bytes] = []
    is_over = asyncio.Event()

    async def listening(scope: dict[str, Any], receive: Any, send: Any) -> None:
        def take(frames: list[bytes]) -> int:
            came.extend(frames)
            return len(frames)

        await receive()
        await send({"type": "websocket.accept"})
        deliver(scope, take)
        while (await receive())["type"] == "websocket.receive":
            pass
        is_over.set()

    async with served(listening) as head:
        host = head.removeprefix("ws://")
        reader, writer = await asyncio.open_connection(*host.split(":"))
        writer.write(HELLO.format(host=host).encode())
        await reader.readuntil(b"\r\n\r\n")
        writer.write(MASKED + b"a" + MASKED + b"b" + (b"" if is_killed else LONGER + bytes(200)))
        await writer.drain()
        await asyncio.sleep(0)
        if is_killed:
            own: socket.socket = writer.get_extra_info("socket")
            own.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        writer.close()
        await asyncio.wait_for(is_over.wait(), 5)
    assert came == [b"a", b"b", *([] if is_killed else [bytes(200)])]
