"""A connection gets what it is sent in order, whichever way it goes: written at once, or in ASGI's words."""

import asyncio
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest

from documents.coediting import sync
from documents.coediting.connection import SHORT, FrameReader, SocketPeer
from documents.coediting.fair_use import FairShare
from documents.coediting.protocols import Credential


class Wire:
    """What a server does for one connection. It writes at once while it `is_open`; ASGI's way waits for `may_go`."""

    def __init__(self) -> None:
        self.is_open = True
        self.may_go = asyncio.Event()
        self.may_go.set()
        self.two_sent = asyncio.Event()
        self.closed: list[int] = []
        self.written: list[tuple[bytes, ...]] = []
        self.sent: list[bytes] = []
        self.all: list[bytes] = []
        user: Any = SimpleNamespace(pk=uuid4(), name="Ada", hue=1)
        self.peer = SocketPeer(
            self.send, Credential(user.pk, 1), user, FairShare(), wants_answers=False, may_write=True
        )
        self.peer.write = self.write

    def write(self, messages: tuple[bytes, ...]) -> bool:
        if self.is_open:
            self.written.append(messages)
            self.all += messages
        return self.is_open

    async def send(self, message: dict[str, Any]) -> None:
        await self.may_go.wait()
        if message["type"] == "websocket.close":
            self.closed.append(message["code"])
            return
        self.sent.append(message["bytes"])
        self.all.append(message["bytes"])
        if len(self.sent) == 2:
            self.two_sent.set()


@pytest.fixture
async def wire() -> Wire:
    return Wire()


async def test_a_short_frame_is_written_at_once(wire: Wire) -> None:
    wire.peer.send(b"one")
    assert wire.written == [(b"one",)]
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
    assert wire.all == [b"one", b"two", b"three"]
    assert wire.written == [(b"three",)]


async def test_nothing_is_written_after_the_end(wire: Wire) -> None:
    wire.peer.is_over = True
    wire.peer.send(b"one")
    assert wire.all == []


class Session:
    """A document session that notes what it is handed; `slow` is what it still does after the first frame."""

    def __init__(self, slow: asyncio.Task[None] | None = None) -> None:
        self.live = SimpleNamespace(ready=asyncio.Event(), until_ready=self.until_ready)
        self.live.ready.set()
        self.handed: list[int] = []
        self.slow = slow

    async def until_ready(self) -> None:
        await self.live.ready.wait()

    def in_turn(self, _peer: object, _frame: object) -> bool:
        return True

    def handle(self, _peer: object, frame: Any) -> asyncio.Task[None] | None:
        self.handed.append(frame.number)
        slow, self.slow = self.slow, None
        return slow


class Reading:
    """A reader at work, and how a server hands it frames: at once where it takes them, else by a queue."""

    def __init__(self, wire: Wire, session: Any) -> None:
        self.queue: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self.reader = FrameReader(session, wire.peer)
        self.task = asyncio.create_task(self.reader.run(self.queue.get))

    def sends(self, number: int) -> bool:
        frame = sync.pong(number)
        at_once = self.queue.empty() and bool(self.reader.take([frame]))
        if not at_once:
            self.queue.put_nowait({"type": "websocket.receive", "bytes": frame})
        return at_once

    async def ends(self) -> None:
        self.queue.put_nowait({"type": "websocket.disconnect"})
        await asyncio.wait_for(self.task, 5)


async def test_what_waits_for_nothing_is_handed_over_as_it_comes(wire: Wire) -> None:
    session = Session()
    reading = Reading(wire, session)
    await asyncio.sleep(0)  # it begins to read
    assert [reading.sends(number) for number in (1, 2, 3)] == [True] * 3
    assert session.handed == [1, 2, 3]
    await reading.ends()


async def test_what_comes_while_the_document_is_at_work_waits_its_turn(wire: Wire) -> None:
    session = Session()
    reading = Reading(wire, session)
    await asyncio.sleep(0)
    session.live.ready.clear()
    assert [reading.sends(number) for number in (1, 2)] == [False, False]
    await asyncio.sleep(0)
    session.live.ready.set()
    assert not reading.sends(3), "two others wait"
    await reading.ends()
    assert session.handed == [1, 2, 3]


async def test_what_comes_while_the_last_takes_long_waits_for_it(wire: Wire) -> None:
    done = asyncio.Event()

    async def take_long() -> None:
        await done.wait()

    session = Session(asyncio.create_task(take_long()))
    reading = Reading(wire, session)
    await asyncio.sleep(0)
    assert [reading.sends(number) for number in (1, 2)] == [True, False]
    await asyncio.sleep(0)
    assert session.handed == [1]
    done.set()
    await reading.ends()
    assert session.handed == [1, 2]


async def test_a_frame_that_makes_no_sense_ends_the_connection(wire: Wire) -> None:
    reading = Reading(wire, Session())
    await asyncio.sleep(0)
    assert reading.reader.take([b"\xff"]) == 1
    assert wire.closed == [sync.Close.BAD_FRAME]
    assert wire.peer.is_over
    await reading.ends()
