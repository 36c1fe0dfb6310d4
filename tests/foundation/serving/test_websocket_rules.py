"""Who breaks the rules of a socket, or leaves before being let in, leaves nothing behind; asked of a real server."""

import asyncio
import gc
import socket
from contextlib import suppress
from typing import Any

import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed
from websockets.frames import CloseCode

from foundation.serving.websocket_limits import BoundedWebSocketProtocol
from tests.support.bounded_websockets import EMPTY, HELLO, served

NEWS = "/ws/news?project=pump"
BROKEN = {"of no known kind": b"\xff\x80\0\0\0\0", "no text": b"\x81\x81\0\0\0\0\xff"}
PING = b"\x89\xfd\0\0\0\0" + bytes(125)


async def test_text_that_is_none_ends_the_connection_without_a_fault(caplog: pytest.LogCaptureFixture) -> None:
    async with served() as head, connect(head + NEWS) as line:
        line.transport.write(BROKEN["no text"])
        with pytest.raises(ConnectionClosed) as ended:
            await asyncio.wait_for(line.recv(), 5)
    assert ended.value.rcvd
    assert ended.value.rcvd.code == CloseCode.INVALID_DATA
    assert not caplog.records


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
