"""A socket takes in no larger frames than its address has a use for; asked of a real server."""

import asyncio
import gc
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from itertools import takewhile
from typing import Any

import pytest
import uvicorn
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed
from websockets.frames import CloseCode

from config.websocket_limits import LARGEST, PIECES, SMALL, BoundedWebSocketProtocol
from web.asgi_send import deliver

TOO_BIG = 1009
NEWS, DOCUMENT = "/ws/news?project=pump", "/ws/documents/0b6f"
PING_S = 0.1
HEAD_OF_10_MIB = b"\x82\xff" + (10 * 1024 * 1024).to_bytes(8, "big") + b"\0\0\0\0"


async def echo(scope: dict[str, Any], receive: Any, send: Any) -> None:
    """Say how long each frame was."""
    await receive()
    await send({"type": "websocket.accept"})
    while (message := await receive())["type"] == "websocket.receive":
        await send({"type": "websocket.send", "text": str(len(message.get("text") or message["bytes"]))})


async def reluctant(scope: dict[str, Any], receive: Any, send: Any) -> None:
    """Read nothing for a while that is longer than a ping may go unanswered, then echo."""
    await receive()
    await send({"type": "websocket.accept"})
    await asyncio.sleep(8 * PING_S)
    while (message := await receive())["type"] == "websocket.receive":
        await send({"type": "websocket.send", "text": str(len(message["bytes"]))})


@asynccontextmanager
async def served(application: Any = echo, ping_s: float = 20) -> AsyncIterator[str]:
    """Serve an application on a free port; returns the head of its addresses."""
    listener = socket.create_server(("127.0.0.1", 0))  # it takes connections from here on
    config: Any = uvicorn.Config(
        application,
        ws="config.websocket_limits:BoundedWebSocketProtocol",
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


async def test_text_that_is_none_ends_the_connection_without_a_fault(caplog: pytest.LogCaptureFixture) -> None:
    async with served() as head, connect(head + NEWS) as line:
        line.transport.write(BROKEN["no text"])
        with pytest.raises(ConnectionClosed) as ended:
            await asyncio.wait_for(line.recv(), 5)
    assert ended.value.rcvd
    assert ended.value.rcvd.code == CloseCode.INVALID_DATA
    assert not caplog.records


async def test_a_message_has_a_limited_number_of_frames() -> None:
    assert await said(NEWS, [b""] * (PIECES - 1)) == "0"  # and an empty last one
    assert await said(NEWS, [b""] * PIECES) == TOO_BIG


async def test_who_is_not_read_is_not_taken_for_dead(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("config.websocket_limits.PATIENT_PINGS", 1000)  # however slow the machine is
    async with served(reluctant, PING_S) as head, connect(head + DOCUMENT) as line:
        await line.send(b"one")
        await line.send(b"seven..")
        assert [await asyncio.wait_for(line.recv(), 5) for _ in range(2)] == ["3", "7"]


async def test_a_connection_that_is_never_read_ends_after_a_while(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("config.websocket_limits.PATIENT_PINGS", 1)
    async with served(reluctant, PING_S) as head, connect(head + DOCUMENT) as line:
        await line.send(b"one")
        with pytest.raises(ConnectionClosed) as ended:
            await asyncio.wait_for(line.recv(), 5)
    assert ended.value.rcvd
    assert ended.value.rcvd.code == 1011


HELLO = (
    "GET /ws/documents/0b6f HTTP/1.1\r\nHost: {host}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n"
)
BROKEN = {"of no known kind": b"\xff\x80\0\0\0\0", "no text": b"\x81\x81\0\0\0\0\xff"}
PING = b"\x89\xfd\0\0\0\0" + bytes(125)
EMPTY = b"\x82\x80\0\0\0\0"
ECHOED = b"\x81\x010"
DEAD = (1011).to_bytes(2) + b"keepalive ping timeout"


@pytest.mark.parametrize("frame", BROKEN.values(), ids=BROKEN)
async def test_who_breaks_the_rules_before_being_let_in_is_cut_off_without_a_fault(
    frame: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    has_come, left = asyncio.Event(), []

    async def late(scope: dict[str, Any], receive: Any, send: Any) -> None:
        await receive()
        has_come.set()
        left.append(await asyncio.wait_for(receive(), 5))

    async with served(late) as head:
        host = head.removeprefix("ws://")
        reader, writer = await asyncio.open_connection(*host.split(":"))
        writer.write(HELLO.format(host=host).encode())
        await has_come.wait()
        writer.write(frame)
        with suppress(ConnectionResetError):
            assert await asyncio.wait_for(reader.read(), 5) == b""
        writer.close()
    assert [message["type"] for message in left] == ["websocket.disconnect"]
    assert not caplog.records


@pytest.mark.parametrize("extra", ["Content-Length: 5\r\n", f"X-Long: {'a' * 9000}\r\n", "X-Many: 1\r\n" * 130])
async def test_a_head_that_cannot_be_read_is_answered_and_keeps_no_server_from_its_end(
    extra: str, caplog: pytest.LogCaptureFixture
) -> None:
    async with served() as head:
        host = head.removeprefix("ws://")
        reader, writer = await asyncio.open_connection(*host.split(":"))
        writer.write(HELLO.format(host=host).replace("\r\n\r\n", f"\r\n{extra}\r\n").encode())
        assert (await asyncio.wait_for(reader.read(), 5)).startswith(b"HTTP/1.1 400")
        writer.close()
    assert not caplog.records


async def test_who_leaves_before_being_let_in_keeps_no_server_from_its_end(caplog: pytest.LogCaptureFixture) -> None:
    has_come, is_over = asyncio.Event(), asyncio.Event()

    async def hesitant(scope: dict[str, Any], receive: Any, send: Any) -> None:
        await receive()
        has_come.set()
        await is_over.wait()

    async with served(hesitant) as head:
        host = head.removeprefix("ws://")
        reader, writer = await asyncio.open_connection(*host.split(":"))
        writer.write(HELLO.format(host=host).encode())
        await has_come.wait()
        writer.write(BROKEN["of no known kind"])
        with suppress(ConnectionResetError):
            await asyncio.wait_for(reader.read(), 5)
        is_over.set()
        writer.close()
    assert not caplog.records


async def test_who_reads_no_answers_to_pings_is_owed_the_last_only() -> None:
    waiting, was_measured = list[int](), asyncio.Event()

    async def measured(scope: dict[str, Any], receive: Any, send: Any) -> None:
        await receive()
        await send({"type": "websocket.accept"})
        while (await receive())["type"] == "websocket.receive":
            lines = [one for one in gc.get_objects() if type(one) is BoundedWebSocketProtocol]
            waiting.append(max(line.transport.get_write_buffer_size() for line in lines if not line.disconnected))
            was_measured.set()

    async with served(measured) as head:
        host = head.removeprefix("ws://")
        name, port = host.split(":")
        with await asyncio.to_thread(socket.create_connection, (name, int(port))) as line:
            line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            line.sendall(HELLO.format(host=host).encode())
            await asyncio.to_thread(line.recv, 1024)
            await asyncio.to_thread(line.sendall, PING * 100_000 + EMPTY)
            await asyncio.wait_for(was_measured.wait(), 30)
            assert waiting[0] < 1024 * 1024


@asynccontextmanager
async def mute(ping_s: float) -> AsyncIterator[tuple[asyncio.StreamReader, asyncio.StreamWriter]]:
    """Connect as somebody who answers no ping."""
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
