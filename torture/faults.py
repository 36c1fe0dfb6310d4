"""What goes wrong, a kind at a time: how each is made, and what the server must do about it."""

from __future__ import annotations

import asyncio
import json
import signal
import socket
import uuid
from contextlib import suppress
from random import Random
from typing import TYPE_CHECKING

from pycrdt import Doc, Text
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed, WebSocketException
from websockets.typing import Subprotocol

from documents.lib0 import var_bytes, var_string, var_uint
from documents.sync import SCHEMA, SUBPROTOCOL, Close
from tests.support.databases import ROOT
from torture.outages import KINDS_OF_PRODUCTION, Outages

if TYPE_CHECKING:
    from collections.abc import Iterator

    from torture.clients import Client
    from torture.plan import Fault
    from torture.run import Run

FAILPOINTS = ("after_receive", "after_apply", "after_append", "after_commit", "after_ack")
KINDS = (
    "kill -9",
    *FAILPOINTS,
    "cut",
    "cut without FIN",
    "truncation",
    "delay",
    "doubled connection",
    "slow reader",
    "hostile frames",
)
PANICS = ROOT / "tests" / "documents" / "data" / "pycrdt_panics.json"
WITHIN_S = 0.03  # of an edit the server is killed
FAILPOINT_S = 60
LASTING = 60  # operations, while a delay or a silence lasts
SLOW_S = 20  # until who does not read is cut off
MUTATIONS = 30
HOSTILE = 60  # people: who was rejected eleven times within a minute is not let in for a while
LINES_EACH = 4
LEAST_ASKED = 20  # requests before that: less does not fill what lies between
SAY_ALL = b"\x00\x00" + var_bytes(b"\x00")


class Faults:
    """Makes them."""

    def __init__(self, run: Run) -> None:
        self.run = run
        self.outages = Outages(run, self.type_on)
        self.hostile_lines = 0
        self.hostile_frames = 0  # that the server read: those of people whom it let in

    async def strike(self, fault: Fault) -> None:
        """Make one fault and return when it is over; the server serves again then."""
        if fault.kind == "kill -9" or fault.kind in FAILPOINTS:
            await self._crash(fault)
        elif fault.kind in KINDS_OF_PRODUCTION:
            await self.outages.strike(fault)
        elif fault.kind == "slow reader":
            await self._read_slowly(fault)
        elif fault.kind == "hostile frames":
            await self._send_hostile(fault)
        else:
            await self._break_line(fault)

    # -- the server

    async def _crash(self, fault: Fault) -> None:
        nodes = self.run.deployment.nodes
        self.run.burst(fault.moment)
        await asyncio.sleep(fault.moment * WITHIN_S)
        self.note_early_end()
        for node in nodes:
            await asyncio.to_thread(node.kill)
        self.run.history.fault("kill -9")
        await self.run.check_log("after kill -9")
        if fault.kind in FAILPOINTS:
            await self._crash_at(fault.kind)
        for node in nodes:
            node.start()
        for node in nodes:
            await asyncio.to_thread(node.wait, 60)

    async def _crash_at(self, point: str) -> None:
        """Start a node so that the first edit which gets there ends it."""
        node = self.run.deployment.nodes[0]
        node.environment["RONDE_FAILPOINT"] = point
        node.start()
        del node.environment["RONDE_FAILPOINT"]
        assert node.running
        running = node.running
        while running.poll() is None:
            if not await self.run.until(lambda: running.poll() is not None, 1):
                self.run.burst(0.5)
        self.run.history.fault(point)
        if running.returncode != -signal.SIGKILL:
            self.run.history.expect_not(f"the server ended with {running.returncode} at {point}")
        await self.run.check_log(point)

    def note_early_end(self) -> None:
        """Note it where a node, which should be running, is not."""
        for node in self.run.deployment.nodes:
            code = node.running.poll() if node.running else None
            if code is not None:
                self.run.history.expect_not(f"{node.name} ended by itself, with {code}")

    # -- the network

    def _someone(self, fault: Fault) -> Client:
        """Return a client that is connected: that of the plan, or one after it."""
        after = self.run.clients[fault.client :] + self.run.clients[: fault.client]
        return next((client for client in after if client.is_live and self.run.ways[client.name].lines), after[0])

    async def _break_line(self, fault: Fault) -> None:
        client, history = self._someone(fault), self.run.history
        way = self.run.ways[client.name]
        self.run.insert(client, fault.moment)
        self.run.burst(fault.moment)
        history.fault(fault.kind)
        match fault.kind:
            case "cut":
                way.cut()
            case "truncation":
                way.end_halfway()
                self.run.insert(client, fault.moment)
                await self.run.until(lambda: not way.lines, 5)
            case "cut without FIN":
                way.fall_silent()
                await self.type_on(client, fault.moment)
                way.give_up_silent()
            case "delay":
                way.delay_s = 0.02 + fault.moment / 4
                await self.type_on(client, fault.moment)
                way.delay_s = 0
            case "doubled connection":
                await way.double()

    async def type_on(self, client: Client, where: float) -> None:
        """Let everybody go on for a while, and this client in any case."""
        history = self.run.history
        self.run.insert(client, where)
        last = history.invoked + LASTING
        await self.run.until(lambda: history.invoked >= last, 2)

    # -- other people

    async def _read_slowly(self, fault: Fault) -> None:
        """Ask for the whole document again and again and read nothing: in time the server ends this, alone."""
        history = self.run.history
        document = self.run.scene.documents[fault.client % len(self.run.scene.documents)]
        self.run.burst(fault.moment)
        history.fault(fault.kind)
        small = socket.create_connection(("127.0.0.1", self.run.deployment.nodes[0].port))
        small.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        asked = 0
        try:
            async with asyncio.timeout(SLOW_S), self._line(document, self.run.scene.slow_token, small) as line:
                await line.send(_greeting())
                while True:
                    await line.send(SAY_ALL)
                    asked += 1
                    await asyncio.sleep(0)
        except TimeoutError:
            history.expect_not(f"one who reads nothing was not cut off within {SLOW_S} s")
        except (OSError, WebSocketException) as end:
            history.note("slow reader", asked=asked, end=repr(end))
            if asked < LEAST_ASKED:
                history.expect_not(f"one who reads slowly was cut off after {asked} requests: {end!r}")

    async def _send_hostile(self, fault: Fault) -> None:
        history = self.run.history
        document = self.run.scene.documents[fault.client % len(self.run.scene.documents)]
        self.run.burst(fault.moment)
        history.fault(fault.kind)
        for frames in _hostile(Random(fault.seed)):
            token = self.run.scene.hostile_tokens[self.hostile_lines // LINES_EACH % HOSTILE]
            self.hostile_lines += 1
            with suppress(OSError, WebSocketException, TimeoutError):
                code = await self._send_all(document, token, frames)
                history.note("hostile", frames=len(frames), code=code)
                if code != Close.LATER:
                    self.hostile_frames += len(frames)

    async def _send_all(self, document: str, token: str, frames: list[bytes | str]) -> int | None:
        """Send frames on one connection and wait until they are dealt with; returns the code if that ended it."""
        async with asyncio.timeout(5), self._line(document, token) as line:
            with suppress(ConnectionClosed):
                await line.send(_greeting())
                for frame in frames:
                    await line.send(frame)
                await line.send(var_uint(105) + var_uint(7))
                async for frame in line:
                    if frame == var_uint(105) + var_uint(7):
                        return None
        return line.close_code

    def _line(self, document: str, token: str, sock: socket.socket | None = None) -> connect:
        address = f"ws://127.0.0.1:{self.run.deployment.nodes[0].port}/ws/documents/{document}"
        return connect(
            address,
            sock=sock,
            subprotocols=[Subprotocol(SUBPROTOCOL)],
            additional_headers={"Authorization": f"Bearer {token}"},
            max_size=None,
            max_queue=1 if sock else None,
            ping_interval=None,
            close_timeout=1,
        )


def _greeting() -> bytes:
    return var_uint(103) + var_string(json.dumps({"schema": SCHEMA, "epoch": None}))


def _named(update: bytes) -> bytes:
    return var_uint(100) + var_string(uuid.uuid4().hex) + var_bytes(update)


def _hostile(random: Random) -> Iterator[list[bytes | str]]:
    """Yield what is sent over one connection each: updates that made the native library panic, mutated honest ones, and
    what is no frame at all. None of them writes into the text that is judged, even where one should be taken.
    """
    for case in json.loads(PANICS.read_text()):
        # their root type is `t`, which is ours: another
        parts = (case.get("base_hex") or "", case["update_hex"])
        yield [_named(bytes.fromhex(part.replace("010174", "010175"))) for part in parts if part]
    for _ in range(MUTATIONS):
        yield [_named(_mutated(random)), b"\x00\x02" + var_bytes(_mutated(random))]
    yield ["a text"]
    yield [b""]
    yield [bytes([random.choice((2, 4, 50, 101, 102, 104, 255))]) + random.randbytes(20)]
    yield [random.randbytes(200)]
    yield [_named(b"\x00\x00")[:-1]]


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
