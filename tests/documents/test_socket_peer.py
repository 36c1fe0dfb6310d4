"""A connection gets what it is sent in order, whichever way it goes: written at once, or in ASGI's words."""

import asyncio
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest

from documents.coediting.fair_use import FairShare
from documents.coediting.protocols import Credential
from documents.consumers import SHORT, SocketPeer
from web.asgi_send import frame_of_bytes


class Wire:
    """What a server does for one connection. It writes at once while it `is_open`; ASGI's way waits for `may_go`."""

    def __init__(self) -> None:
        self.is_open = True
        self.may_go = asyncio.Event()
        self.may_go.set()
        self.two_sent = asyncio.Event()
        self.written: list[bytes] = []
        self.sent: list[bytes] = []
        self.all: list[bytes] = []
        user: Any = SimpleNamespace(pk=uuid4(), name="Ada", hue=1)
        self.peer = SocketPeer(
            self.send, Credential(user.pk, 1), user, FairShare(), wants_answers=False, may_write=True
        )
        self.peer.write = self.write

    def write(self, frame: bytes) -> bool:
        if self.is_open:
            self.written.append(frame)
            self.all.append(frame)
        return self.is_open

    async def send(self, message: dict[str, Any]) -> None:
        await self.may_go.wait()
        self.sent.append(message["bytes"])
        self.all.append(frame_of_bytes(message["bytes"]))
        if len(self.sent) == 2:
            self.two_sent.set()


@pytest.fixture
async def wire() -> Wire:
    return Wire()


async def test_a_short_frame_is_written_at_once(wire: Wire) -> None:
    wire.peer.send(b"one")
    assert wire.written == [b"\x82\x03one"]
    assert wire.sent == []


async def test_a_long_frame_goes_by_asgi(wire: Wire) -> None:
    long = bytes(SHORT + 1)
    wire.peer.send(long)
    assert (wire.written, wire.sent) == ([], [long])


async def test_a_server_that_cannot_write_is_told_in_asgi_words(wire: Wire) -> None:
    wire.is_open = False
    wire.peer.send(b"one")
    assert (wire.written, wire.sent) == ([], [b"one"])


async def test_nothing_overtakes_what_waits(wire: Wire) -> None:
    wire.is_open = False
    wire.may_go.clear()
    wire.peer.send(b"one")
    wire.is_open = True
    wire.peer.send(b"two")
    wire.may_go.set()
    await wire.two_sent.wait()
    await asyncio.sleep(0)  # its task ends
    wire.peer.send(b"three")
    assert wire.all == [frame_of_bytes(words) for words in (b"one", b"two", b"three")]
    assert wire.written == [frame_of_bytes(b"three")]


async def test_nothing_is_written_after_the_end(wire: Wire) -> None:
    wire.peer.is_over = True
    wire.peer.send(b"one")
    assert wire.all == []
