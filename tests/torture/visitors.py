"""People who are no honest clients: one who reads nothing, some who send what they should not, one of another epoch."""

from __future__ import annotations

import asyncio
import json
import uuid
from contextlib import suppress
from random import Random
from typing import TYPE_CHECKING

from pycrdt import Doc, Text
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed, WebSocketException
from websockets.typing import Subprotocol

from documents.coediting.fair_use import MAX_WAITING
from documents.coediting.sync import SCHEMA, SUBPROTOCOL, Close
from documents.richtext.yjs.lib0 import var_bytes, var_string, var_uint
from tests.support.databases import ROOT
from tests.torture.database import TEXT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.torture.people import SimulatedPeople
    from tests.torture.plan import Fault
    from tests.torture.stage import TortureStage

KINDS = ("slow reader", "hostile frames", "another epoch")
PANICS = ROOT / "tests" / "documents" / "coediting" / "data" / "pycrdt_panics.json"
SLOW_S = 60  # until who does not read is cut off
MUTATIONS = 30
CUT_SHORT = 10
IN_A_LETTER = 5
HOSTILE = 60  # people: who was rejected eleven times within a minute is not let in for a while
LINES_EACH = 4
SAY_ALL = b"\x00\x00" + var_bytes(b"\x00")
PING = var_uint(105) + var_uint(7)
NOBODYS = "[x00:000000]"  # a mark that may be in no text


class Visitors:
    """Lets them come."""

    def __init__(self, stage: TortureStage, people: SimulatedPeople) -> None:
        self.stage, self.people = stage, people
        self.hostile_frames = 0  # that the server read: those of people whom it let in
        self._hostile_lines = 0

    async def strike(self, fault: Fault) -> None:
        """Let one kind of them come, and wait until they are gone."""
        document = self.stage.scene.documents[fault.client % len(self.stage.scene.documents)]
        self.people.burst(fault.moment)
        self.stage.history.fault(fault.kind)
        match fault.kind:
            case "slow reader":
                await self._read_slowly(document)
            case "hostile frames":
                await self._send_hostile(document, Random(fault.seed))
            case "another epoch":
                await self._come_from_another_epoch(document)

    async def _read_slowly(self, document: str) -> None:
        """Ask for the whole document again and again and read nothing: in time the server ends this, alone."""
        history = self.stage.history
        asked = 0
        try:
            async with asyncio.timeout(SLOW_S), self._line(document, self.stage.scene.slow_token, reads=False) as line:
                await line.send(_greeting())
                while True:
                    await line.send(SAY_ALL)
                    asked += 1
                    await asyncio.sleep(0)
        except TimeoutError:
            history.expect_not(f"one who reads nothing was not cut off within {SLOW_S} s, asking {asked} times")
        except (OSError, WebSocketException) as end:
            history.note("slow reader", asked=asked, end=repr(end))
            await self._expect_much_to_come(document, asked, end)

    async def _expect_much_to_come(self, document: str, asked: int, end: Exception) -> None:
        try:
            size = await self._size_of(document)
        except (OSError, WebSocketException) as error:
            self.stage.history.expect_not(f"a document could not be asked for: {error!r}")
            return
        if asked * size < MAX_WAITING:
            what = f"one who reads slowly was cut off with {asked} × {size} bytes to come: {end!r}"
            self.stage.history.expect_not(what)

    async def _size_of(self, document: str) -> int:
        """Ask for the whole document once, and return the size of the answer in bytes."""
        size = 0
        async with asyncio.timeout(10), self._line(document, self.stage.scene.stray_token) as line:
            for frame in (_greeting(), SAY_ALL, PING):
                await line.send(frame)
            while (frame := await line.recv(decode=False)) != PING:
                size = max(size, len(frame))
        return size

    async def _send_hostile(self, document: str, random: Random) -> None:
        for frames in _hostile(random):
            token = self._next_hostile()
            self.people.burst(random.random())
            with suppress(OSError, WebSocketException, TimeoutError):
                code = await self._send_all(document, token, [_greeting(), *frames])
                self.stage.history.note("hostile", frames=len(frames), code=code)
                if code != Close.LATER:
                    self.hostile_frames += len(frames)

    async def _come_from_another_epoch(self, document: str) -> None:
        """Say that one holds a document of another epoch, or nothing of it at all, and write: neither is taken."""
        write = _named(_typed(TEXT, NOBODYS))
        code = await self._send_all(document, self.stage.scene.stray_token, [_greeting("0"), write])
        if code != Close.OTHER_EPOCH:
            self.stage.history.expect_not(f"one who holds a document of another epoch was let in ({code})")
        await self._send_all(document, self.stage.scene.stray_token, [write])

    def _next_hostile(self) -> str:
        token = self.stage.scene.hostile_tokens[self._hostile_lines // LINES_EACH % HOSTILE]
        self._hostile_lines += 1
        return token

    async def _send_all(self, document: str, token: str, frames: list[bytes | str]) -> int | None:
        """Send frames on one connection and wait until they are dealt with; returns the code if that ended it."""
        async with asyncio.timeout(10), self._line(document, token) as line:
            with suppress(ConnectionClosed):
                for frame in frames:
                    await line.send(frame)
                await line.send(PING)
                async for frame in line:
                    if frame == PING:
                        return None
        return line.close_code

    def _line(self, document: str, token: str, *, reads: bool = True) -> connect:
        # A smaller buffer of the kernel than it has by itself would not slow this down but break it: a full one that is
        # too small for a single packet drops acknowledgements as well, and nothing more is asked.
        address = f"ws://127.0.0.1:{self.stage.deployment.nodes[0].port}/ws/documents/{document}"
        return connect(
            address,
            subprotocols=[Subprotocol(SUBPROTOCOL)],
            additional_headers={"Authorization": f"Bearer {token}"},
            max_size=None,
            max_queue=None if reads else 1,
            ping_interval=None,
            close_timeout=1,
        )


def _greeting(epoch: str | None = None) -> bytes:
    return var_uint(103) + var_string(json.dumps({"schema": SCHEMA, "epoch": epoch}))


def _named(update: bytes) -> bytes:
    return var_uint(100) + var_string(uuid.uuid4().hex) + var_bytes(update)


def _typed(root: str, words: str) -> bytes:
    """Return what a person sends who types this into a text that has nothing."""
    doc: Doc[Text] = Doc()
    text = doc.get(root, type=Text)
    text += words
    return doc.get_update()


def _hostile(random: Random) -> Iterator[list[bytes | str]]:
    """Yield what is sent over one connection each: updates that made the native library panic, mutated honest ones,
    honest ones that end too early, some that break the document in memory, and what is no frame at all. None writes
    into the text that is judged if all is well: those that end too early would.
    """
    for case in json.loads(PANICS.read_text()):
        # their root type is `t`, which is ours: another
        parts = (case.get("base_hex") or "", case["update_hex"])
        yield [_named(bytes.fromhex(part.replace("010174", "010175"))) for part in parts if part]
    for _ in range(MUTATIONS):
        yield [_named(_mutated(random)), b"\x00\x02" + var_bytes(_mutated(random))]
    for _ in range(CUT_SHORT):
        whole = _typed(TEXT, NOBODYS)
        missing = random.randint(1, len(whole) - 2)
        yield [_named(whole[:-missing])]
        yield [_named(whole)[:-missing]]
    for _ in range(IN_A_LETTER):
        yield [_named(_in_a_letter(random.getrandbits(31)))]
    yield ["a text"]
    yield [b""]
    yield [bytes([random.choice((2, 4, 50, 101, 102, 104, 255))]) + random.randbytes(20)]
    yield [random.randbytes(200)]
    yield [_named(b"\x00\x00")[:-1]]


def _in_a_letter(client: int) -> bytes:
    """Return letters, and one that stands in another: the library takes it, and nobody can load the document that this
    makes. So the server builds it anew.
    """
    author = var_uint(client)
    letters = b"\x04\x01" + var_string("hostile") + var_string("ab")  # in a root type
    inside = b"\x04\x00" + author + b"\x00" + var_string("x")  # in the first of these
    return b"\x01\x02" + author + b"\x00" + letters + inside + b"\x00"


def _mutated(random: Random) -> bytes:
    doc: Doc[Text] = Doc()
    text = doc.get("hostile", type=Text)
    for _ in range(5):
        text.insert(random.randrange(len(str(text)) + 1), "abc")
    del text[0:2]
    update = bytearray(doc.get_update())
    for _ in range(random.randint(1, 4)):
        update[random.randrange(len(update))] = random.randrange(256)
    return bytes(update)
