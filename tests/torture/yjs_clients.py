"""Real Yjs clients: one Node process with all of them, driven by lines of JSON."""

from __future__ import annotations

import asyncio
import json
from base64 import b64encode
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.torture.clients import OTHER_ENDS, ClientText

if TYPE_CHECKING:
    from tests.torture.history import History

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = ROOT / "tests" / "torture" / "yjs_clients.mjs"
REPLAY = ROOT / "frontend" / "tests" / "yjs-client" / "load.mjs"
LONGEST_LINE = 64 * 1024 * 1024
ANSWER_S = 30
TRANSIENT = {"hole", "busy"}


class YjsProcess:
    """The Node process."""

    def __init__(self, history: History) -> None:
        self.history = history
        self.clients: dict[str, YjsClient] = {}
        self.process: asyncio.subprocess.Process | None = None
        self._requests: dict[int, asyncio.Future[ClientText]] = {}
        self._numbers = count(1)
        self._reading: asyncio.Task[None] | None = None

    async def start(self) -> YjsProcess:
        """Start it."""
        pipe = asyncio.subprocess.PIPE
        self.process = await asyncio.create_subprocess_exec(
            "node", str(PROGRAM), cwd=ROOT, stdin=pipe, stdout=pipe, limit=LONGEST_LINE
        )
        self._reading = asyncio.create_task(self._read_events())
        return self

    def tell(self, what: str, name: str, **facts: Any) -> None:
        """Tell a client there to do something."""
        assert self.process
        assert self.process.stdin
        self.process.stdin.write(json.dumps({"do": what, "name": name, **facts}).encode() + b"\n")

    async def read(self, name: str) -> ClientText:
        """Return what a client there has, once it has done everything it was told before."""
        number = next(self._numbers)
        answer = self._requests[number] = asyncio.get_running_loop().create_future()
        self.tell("read", name, request=number)
        return await asyncio.wait_for(answer, ANSWER_S)

    async def close(self) -> None:
        """End it."""
        if self.process and self.process.returncode is None:
            self.process.kill()
            await self.process.wait()
        if self._reading:
            await self._reading

    async def _read_events(self) -> None:
        assert self.process
        assert self.process.stdout
        async for line in self.process.stdout:
            self._take(json.loads(line))

    def _take(self, said: dict[str, Any]) -> None:  # noqa: C901  one branch for each event
        match said["event"]:
            case "changed":
                self.history.changed(said["op"], self.clients[said["name"]].document, said["marks"])
            case "acknowledged":
                self.history.places[self.clients[said["name"]].document].add((said["id"], said["place"]))
                self.history.acknowledge(said["op"])
            case "live":
                self.clients[said["name"]].is_live = True
            case "forgot":
                self.history.forget(said["name"])
            case "closed":
                self.clients[said["name"]].note_end(said["code"])
            case "refused" if said["reason"] not in TRANSIENT:
                self.history.expect_not(f"{said['name']}: an honest change was refused: {said['reason']}")
            case "reading":
                self._requests.pop(said["request"]).set_result(ClientText(said["text"], said["settled"]))


class YjsClient:
    """One client of that process: of `ronde.sync.v1`, or a stock `y-websocket`."""

    def __init__(self, process: YjsProcess, name: str, address: str, document: str, token: str, *, ours: bool) -> None:
        self.name, self.document = name, document
        self.kind = "Yjs, ronde.sync.v1" if ours else "Yjs, y-websocket"
        self.is_answered = ours
        self.is_live = False
        self._process = process
        process.clients[name] = self
        process.tell("open", name, stock=not ours, address=address, document=document, token=token)

    def insert(self, op: int, mark: str, where: float) -> None:
        """Put a mark between two others."""
        self._process.tell("insert", self.name, op=op, mark=mark, where=where)

    def delete(self, op: int, mark: str) -> None:
        """Take a mark out, if it is there."""
        self._process.tell("delete", self.name, op=op, mark=mark)

    def undo(self, op: int) -> None:
        """Take the last change back."""
        self._process.tell("undo", self.name, op=op)

    def go_offline(self) -> None:
        """Drop the connection and stay away."""
        self.is_live = False
        self._process.tell("offline", self.name)

    def go_online(self) -> None:
        """Connect, and again whenever it breaks."""
        self._process.tell("online", self.name)

    def reload(self) -> None:
        """Throw the document away and begin again."""
        self.is_live = False
        self._process.tell("reload", self.name)

    def note_end(self, code: int) -> None:
        """Note that its connection ended."""
        self.is_live = False
        self._process.history.note("closed", client=self.name, code=code)
        if code not in OTHER_ENDS:
            self._process.history.expect_not(f"{self.name} ({self.kind}) was closed with {code}")

    async def read(self) -> ClientText:
        """Say what is here."""
        return await self._process.read(self.name)

    async def close(self) -> None:
        """Go for good."""
        self._process.tell("close", self.name)


async def replay(updates: list[bytes]) -> str:
    """Return the text that Yjs gives to these updates of a log."""
    pipe = asyncio.subprocess.PIPE
    loader = await asyncio.create_subprocess_exec("node", str(REPLAY), cwd=ROOT, stdin=pipe, stdout=pipe)
    request = {"id": "log", "updates": [b64encode(update).decode() for update in updates]}
    said, _ = await loader.communicate(json.dumps(request).encode() + b"\n")
    loaded = json.loads(said)
    return f"{loaded['text']} and something pending" if loaded["pending"] else str(loaded["text"])
