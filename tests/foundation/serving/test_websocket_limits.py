"""A socket takes in no larger frames than its address has a use for; asked of a real server."""

import asyncio
import select
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from itertools import takewhile
from typing import Any

import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed

from foundation.serving.websocket_limits import LARGEST, PIECES, SMALL
from foundation.web.asgi_connection import cut, deliver, write_text
from tests.support.bounded_websockets import EMPTY, HELLO, echo, served

TOO_BIG = 1009
NEWS, DOCUMENT = "/ws/news?project=pump", "/ws/documents/0b6f"
PING_S = 0.1
HEAD_OF_10_MIB = b"\x82\xff" + (10 * 1024 * 1024).to_bytes(8, "big") + b"\0\0\0\0"


async def reluctant(scope: dict[str, Any], receive: Any, send: Any) -> None:
    """Read nothing for a while that is longer than a ping may go unanswered, then echo."""
    await receive()
    await send({"type": "websocket.accept"})
    await asyncio.sleep(8 * PING_S)
    while (message := await receive())["type"] == "websocket.receive":
        await send({"type": "websocket.send", "text": str(len(message["bytes"]))})


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


async def test_who_is_not_read_is_not_taken_for_dead(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("foundation.serving.websocket_limits.PATIENT_PINGS", 1000)  # however slow the machine is
    async with served(reluctant, PING_S) as head, connect(head + DOCUMENT) as line:
        await line.send(b"one")
        await line.send(b"seven..")
        assert [await asyncio.wait_for(line.recv(), 5) for _ in range(2)] == ["3", "7"]


async def test_a_connection_that_is_never_read_ends_after_a_while(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("foundation.serving.websocket_limits.PATIENT_PINGS", 1)
    async with served(reluctant, PING_S) as head, connect(head + DOCUMENT) as line:
        await line.send(b"one")
        with pytest.raises(ConnectionClosed) as ended:
            await asyncio.wait_for(line.recv(), 5)
    assert ended.value.rcvd
    assert ended.value.rcvd.code == 1011


ECHOED = b"\x81\x010"
DEAD = (1011).to_bytes(2) + b"keepalive ping timeout"


@asynccontextmanager
async def mute(ping_s: float) -> AsyncIterator[tuple[asyncio.StreamReader, asyncio.StreamWriter]]:
    """Connect as a person who answers no ping."""
    async with served(echo, ping_s) as head:
        host = head.removeprefix("ws://")
        reader, writer = await asyncio.open_connection(*host.split(":"))
        writer.write(HELLO.format(host=host).encode())
        await reader.readuntil(b"\r\n\r\n")
        yield reader, writer
        writer.close()


async def test_who_answers_no_ping_and_says_nothing_is_ended() -> None:
    async with mute(PING_S) as (reader, _writer):
        assert DEAD in await asyncio.wait_for(reader.read(), 5)


async def test_who_is_still_sending_is_not_taken_for_dead() -> None:
    async with mute(0.4) as (reader, writer):
        said = b""
        for sent in range(1, 25):
            writer.write(EMPTY)
            while said.count(ECHOED) < sent:
                piece = await asyncio.wait_for(reader.read(100), 5)
                assert piece, "the connection ended"
                said += piece
            await asyncio.sleep(0.08)  # all of it takes longer than two pings may go unanswered
        assert DEAD not in said


async def fill(scope: dict[str, Any], send: Any, full: asyncio.Event, *, to_the_brim: bool = True) -> None:
    """Write to a person who reads nothing until no more is taken, or until something waits here."""
    await send({"type": "websocket.accept"})
    transport = scope["state"]["abort"].__self__.transport
    for _ in range(100_000):
        if not write_text(scope, "x" * 1000) or (not to_the_brim and transport.get_write_buffer_size()):
            break
        await asyncio.sleep(0)
    full.set()


async def cutting(scope: dict[str, Any], receive: Any, send: Any, full: asyncio.Event) -> None:
    """Cut the connection while something waits."""
    await receive()
    await fill(scope, send, full)
    cut(scope)
    await receive()


async def waiting(scope: dict[str, Any], receive: Any, send: Any, full: asyncio.Event) -> None:
    """Wait for the end while something waits."""
    await receive()
    await fill(scope, send, full)
    while (await receive())["type"] != "websocket.disconnect":
        pass


async def leaving(scope: dict[str, Any], receive: Any, send: Any, full: asyncio.Event) -> None:
    """Go without a word while something waits."""
    await receive()
    await fill(scope, send, full)


async def polite(scope: dict[str, Any], receive: Any, send: Any, full: asyncio.Event) -> None:
    """Say goodbye while something waits."""
    await receive()
    await fill(scope, send, full, to_the_brim=False)
    await send({"type": "websocket.close"})


GOODBYE = b"\x88\x82\0\0\0\0\x03\xe8"
NONSENSE = b"\xff\xff"


@pytest.mark.parametrize(
    ("application", "said"),
    [(cutting, b""), (waiting, b""), (leaving, b""), (polite, b""), (waiting, GOODBYE), (waiting, NONSENSE)],
)
async def test_who_reads_nothing_is_cut_off_and_told_so(
    application: Any, said: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("foundation.serving.websocket_limits.PATIENT_PINGS", 1)
    full = asyncio.Event()

    async def served_application(scope: dict[str, Any], receive: Any, send: Any) -> None:
        await application(scope, receive, send, full)

    async with served(served_application, PING_S) as head:
        host = head.removeprefix("ws://")
        address, port = host.split(":")
        with socket.create_connection((address, int(port))) as client:
            client.send(HELLO.format(host=host).encode())
            await asyncio.wait_for(full.wait(), 30)
            client.send(said)
            ended = select.poll()
            ended.register(client, select.POLLHUP)
            assert await asyncio.to_thread(ended.poll, 5000)


async def choosy(scope: dict[str, Any], receive: Any, send: Any) -> None:
    """Take at once what comes, up to every third frame; say in which order all of it came."""
    came: list[int] = []
    at_once = 0

    def take(frames: list[bytes]) -> int:
        nonlocal at_once
        taken = [data[0] for data in takewhile(lambda data: data[0] % 3, frames)]
        came.extend(taken)
        at_once += len(taken)
        return len(taken)

    await receive()
    await send({"type": "websocket.accept"})
    deliver(scope, take)
    while (message := await receive())["type"] == "websocket.receive":
        came.extend(data[0] for data in (message["bytes"], *message.get("following", ())))
        if came[-1] == 255:
            await send({"type": "websocket.send", "bytes": bytes([at_once, *came])})


@pytest.mark.parametrize("size", [1, 200])
async def test_frames_that_are_taken_as_they_come_keep_their_order(size: int) -> None:
    async with served(choosy) as head, connect(head + DOCUMENT) as line:
        for number in range(1, 256):
            await line.send(bytes([number]) * (size if number % 5 else 1))
        at_once, *came = bytes(await asyncio.wait_for(line.recv(decode=False), 5))
    assert came == list(range(1, 256))
    assert at_once


async def test_short_frames_arrive_in_whatever_pieces_they_come() -> None:
    masked = b"\x82\x83\1\2\3\4" + bytes([0xFF ^ 1, 0xFF ^ 2, 0xFF ^ 3])
    async with mute(20) as (reader, writer):
        for place in range(len(masked)):
            writer.write(masked[place : place + 1])
            await writer.drain()
            await asyncio.sleep(0)
        assert await asyncio.wait_for(reader.readexactly(3), 5) == b"\x81\x013"


async def test_what_comes_in_several_frames_is_one_message() -> None:
    assert await said(DOCUMENT, [b"ab", b"cde"]) == "5"


async def test_a_frame_without_a_mask_ends_the_connection() -> None:
    async with mute(20) as (reader, writer):
        writer.write(b"\x82\x01x" + EMPTY)
        assert (1002).to_bytes(2) in await asyncio.wait_for(reader.read(), 5)


async def test_a_frame_in_the_middle_of_a_message_ends_the_connection() -> None:
    async with mute(20) as (reader, writer):
        writer.write(b"\x02\x80\0\0\0\0" + EMPTY)
        assert (1002).to_bytes(2) in await asyncio.wait_for(reader.read(), 5)


async def test_nothing_is_read_after_the_client_has_said_goodbye() -> None:
    async with mute(20) as (reader, writer):
        writer.write(EMPTY + b"\x88\x82\0\0\0\0\x03\xe8" + EMPTY)
        assert await asyncio.wait_for(reader.read(), 5) == b"\x88\x02\x03\xe8"


async def strict(scope: dict[str, Any], receive: Any, send: Any) -> None:
    """End the connection with the first frame that comes."""
    is_over = asyncio.Event()
    closing: list[asyncio.Task[None]] = []

    def take(frames: list[bytes]) -> int:
        close = send({"type": "websocket.close", "code": 4409})
        closing.append(asyncio.Task(close, loop=asyncio.get_running_loop(), eager_start=True))
        is_over.set()
        return 1

    await receive()
    await send({"type": "websocket.accept"})
    deliver(scope, take)
    await is_over.wait()


async def test_who_is_sent_away_amid_many_frames_can_say_goodbye() -> None:
    async with served(strict) as head:
        host = head.removeprefix("ws://")
        reader, writer = await asyncio.open_connection(*host.split(":"))
        writer.write(HELLO.format(host=host).encode())
        await reader.readuntil(b"\r\n\r\n")
        writer.write(EMPTY * 3)
        assert await asyncio.wait_for(reader.readexactly(4), 5) == b"\x88\x02" + (4409).to_bytes(2)
        writer.write(b"\x88\x82\0\0\0\0" + (4409).to_bytes(2))
        assert await asyncio.wait_for(reader.read(), 5) == b""
        writer.close()
