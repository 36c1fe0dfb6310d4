"""A program that writes in a document: a client of `ronde.sync.v1`, made from docs/document-protocol.md alone.

It joins, types each line that it reads, and prints what becomes of it and who else is here. It lives through networks
that break: what is not acknowledged is sent again, under its own name, and stored once.

    pip install pycrdt websockets
    RONDE_URL=https://ronde.example RONDE_TOKEN=ronde_… python3 example_client.py DOCUMENT-ID < lines.txt
"""

import asyncio
import json
import os
import random
import sys
import threading
import uuid
from collections.abc import Iterator
from contextlib import suppress
from itertools import count
from typing import Any

import pycrdt
import websockets
from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Subprotocol

SYNC, AWARENESS, UPDATE, HELLO, PING = 0, 1, 100, 103, 105
STEP1 = 0  # of SYNC; 1 and 2 are updates
SCHEMA = 3  # of the documents that this program knows how to write
AGAIN = ("hole", "busy")  # reasons for which an update is not taken yet
FINAL = (1009, 4401, 4403, 4404, 4409)  # codes after which it is no use to connect again
BEAT_S, PATIENCE_S = 8, 6
WHO = {"user": {"name": "A program"}}


def number(value: int) -> bytes:
    """Write a number: seven bits a byte, lowest first; the highest bit says that more follow."""
    return bytes([value]) if value < 128 else bytes([value & 127 | 128]) + number(value >> 7)


def counted(data: bytes | str) -> bytes:
    """Write bytes or a string, after their length."""
    data = data.encode() if isinstance(data, str) else data
    return number(len(data)) + data


def read_number(data: Iterator[int]) -> int:
    """Read a number."""
    byte = next(data)
    return byte if byte < 128 else byte & 127 | read_number(data) << 7


def read_bytes(data: Iterator[int]) -> bytes:
    """Read bytes that stand after their length."""
    return bytes(next(data) for _ in range(read_number(data)))


class Client:
    """Holds one document, and keeps it and the server's the same."""

    def __init__(self, address: str, token: str) -> None:
        self.address, self.token = address, token
        self.clock = 0  # of what this program says of itself
        self.begin()

    def begin(self) -> None:
        """Begin with nothing: what the server refuses for good stays in a document, and would be sent again."""
        self.doc: pycrdt.Doc[Any] = pycrdt.Doc()
        self.text = self.doc.get("default", type=pycrdt.XmlFragment)
        self.unsaved: dict[str, tuple[str, bytes]] = {}  # name: the line, and the update that makes it
        self.epoch: str | None = None
        self.is_live = False
        self.outgoing: asyncio.Queue[bytes] = asyncio.Queue()

    def type(self, words: str) -> None:
        """Add a paragraph."""
        before, name = self.doc.get_state(), uuid.uuid4().hex
        self.text.children.append(pycrdt.XmlElement("paragraph", contents=[pycrdt.XmlText(words)]))
        self.unsaved[name] = words, self.doc.get_update(before)
        if self.is_live:
            self.send(UPDATE, name, self.unsaved[name][1])

    def send(self, *parts: int | str | bytes) -> None:
        """Send a frame; a number is written as one, all else after its length."""
        written = (number(part) if isinstance(part, int) else counted(part) for part in parts)
        self.outgoing.put_nowait(b"".join(written))

    def show(self, state: dict[str, Any] | None) -> None:
        """Say of oneself what others should see; None takes leave."""
        self.clock += 1
        said = number(1) + number(self.doc.client_id) + number(self.clock) + counted(json.dumps(state))
        self.send(AWARENESS, said)

    def take(self, data: Iterator[int]) -> None:
        """Do what a frame of the server asks; kinds that one does not know ask nothing."""
        match read_number(data):
            case 0:
                self.synchronise(read_number(data), read_bytes(data))
            case 1:
                self.look(iter(read_bytes(data)))
            case 101:
                words, _ = self.unsaved.pop(read_bytes(data).decode(), ("", b""))
                report("saved", words)
            case 102:
                self.handle_refusal(read_bytes(data).decode(), read_bytes(data).decode())
            case 103:
                self.greet(json.loads(read_bytes(data)))
            case 104:
                report("from now on only to be read", read_bytes(data).decode())
            case 105:
                self.ponged.set()

    def greet(self, hello: dict[str, Any]) -> None:
        self.send(HELLO, json.dumps({"schema": SCHEMA, "epoch": self.epoch}))
        self.epoch = hello["epoch"]
        self.send(SYNC, STEP1, self.doc.get_state())

    def synchronise(self, step: int, payload: bytes) -> None:
        """Take what is new; answer a state vector with all that the server lacks, then what it has not acknowledged."""
        if step != STEP1:
            self.doc.apply_update(payload)
            return
        self.send(UPDATE, uuid.uuid4().hex, self.doc.get_update(payload))
        for name, (_, update) in self.unsaved.items():
            self.send(UPDATE, name, update)
        if not self.is_live:
            self.is_live = True
            self.show(WHO)

    def handle_refusal(self, name: str, reason: str) -> None:
        words, _ = self.unsaved.get(name, ("", b""))
        if reason in AGAIN:  # the server's state vector follows, and the answer brings it once more
            report("not yet", f"{reason}: {words[:40]}")
            return
        report("refused", f"{reason}: {words[:40]}")
        self.begin()
        raise ConnectionError(reason)

    def look(self, data: Iterator[int]) -> None:
        """Report who is here."""
        for _ in range(read_number(data)):
            client, _clock, state = read_number(data), read_number(data), json.loads(read_bytes(data))
            name = state.get("user", {}).get("name", "someone") if state else "gone"
            report("here", f"{client} is {name}")

    async def run(self) -> None:
        """Be connected, again and again."""
        while True:
            with suppress(OSError, TimeoutError, websockets.WebSocketException):
                await self.be_connected()
            await asyncio.sleep(0.2 + random.random() / 2)

    async def be_connected(self) -> None:
        """Speak with the server until the connection ends."""
        headers = {"Authorization": f"Bearer {self.token}"}
        protocols = [Subprotocol("ronde.sync.v1")]
        async with connect(self.address, subprotocols=protocols, additional_headers=headers, max_size=None) as line:
            self.outgoing, self.ponged = asyncio.Queue(), asyncio.Event()
            beside = [asyncio.create_task(work) for work in (self.pass_on(line), self.beat(line))]
            try:
                async for frame in line:
                    self.take(iter(frame if isinstance(frame, bytes) else frame.encode()))
            finally:
                self.is_live = False
                for task in beside:
                    task.cancel()
                if line.close_code in FINAL:
                    sys.exit(f"closed with {line.close_code}")

    async def pass_on(self, line: ClientConnection) -> None:
        with suppress(websockets.ConnectionClosed):
            while True:
                await line.send(await self.outgoing.get())

    async def beat(self, line: ClientConnection) -> None:
        """Notice a connection that is dead, and say again who we are before that is forgotten."""
        for beat in count(1):
            await asyncio.sleep(BEAT_S)
            self.ponged.clear()
            self.send(PING, beat)
            try:
                await asyncio.wait_for(self.ponged.wait(), PATIENCE_S)
            except TimeoutError:
                line.transport.abort()
            self.show(WHO)


def report(what: str, words: str) -> None:
    if words:
        print(f"{what}: {words}", flush=True)


async def main(address: str) -> None:
    """Type what is read; end when all of it is saved."""
    client = Client(address, os.environ["RONDE_TOKEN"])
    running, loop, lines = asyncio.create_task(client.run()), asyncio.get_running_loop(), asyncio.Queue[str]()

    def read() -> None:
        line = " "
        while line:  # the last one is empty
            line = sys.stdin.readline()
            loop.call_soon_threadsafe(lines.put_nowait, line)

    threading.Thread(target=read, daemon=True).start()
    while line := await lines.get():
        client.type(line.strip())
    while client.unsaved:  # noqa: ASYNC110 short enough
        await asyncio.sleep(0.05)
    running.cancel()


if __name__ == "__main__":
    asyncio.run(main(f"{os.environ['RONDE_URL'].replace('http', 'ws', 1)}/ws/documents/{sys.argv[1]}"))
