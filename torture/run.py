"""One run: a server, clients that type into it, and faults, by one seed; then the verdict."""

from __future__ import annotations

import asyncio
import time
from contextlib import ExitStack
from typing import TYPE_CHECKING

from tests.support.deployments import build_embedded
from tests.support.durable_deployment import build_durable
from torture import database
from torture.faults import HOSTILE, KINDS, Faults
from torture.history import History, mark_of
from torture.outages import KINDS_OF_PRODUCTION
from torture.plan import Fault, Op, steps
from torture.proxy import Way
from torture.pycrdt_client import PycrdtClient
from torture.verdict import Findings, judge_equality, judge_text
from torture.yjs_clients import YjsClient, YjsProcess, replay

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from random import Random

    from torture.clients import Client

DOCUMENTS = 3
PER_DOCUMENT = 4  # one of each kind
PACE_S = 0.006  # between two operations of all clients together
CONVERGED_S = 20
LOOK_S = 0.02
BURST = 3  # operations just before a fault, so that some are in flight


class Run:
    """What a run consists of."""

    def __init__(self, random: Random, folder: Path, *, is_production: bool = False) -> None:
        self.folder = folder
        self.history = History(folder / "history.jsonl")
        self.findings = Findings()
        self.stack = ExitStack()
        self.is_production = is_production
        self.kinds = (*KINDS, *KINDS_OF_PRODUCTION) if is_production else KINDS
        self.deployment = (build_durable if is_production else build_embedded)(folder, self.stack)
        self.clients: list[Client] = []
        self.ways: dict[str, Way] = {}
        self.yjs = YjsProcess(self.history)
        self.faults = Faults(self)
        self.converged_s: float | None = None
        self._plan = steps(random, DOCUMENTS * PER_DOCUMENT, self.kinds)
        self._op = 0
        self._returns: dict[str, int] = {}  # client: the operation with which it comes back
        self._fault: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Start the server and connect everybody."""
        await asyncio.to_thread(self.deployment.start)
        people = DOCUMENTS * PER_DOCUMENT
        self.scene = await asyncio.to_thread(self.deployment.call, database.make_scene, DOCUMENTS, people, HOSTILE)
        await self.yjs.start()
        for number, token in enumerate(self.scene.tokens):
            name, document = f"c{number:02}", self.scene.documents[number % DOCUMENTS]
            node = self.deployment.nodes[number % len(self.deployment.nodes)]
            way = self.ways[name] = await Way(node.port).open()
            self.clients.append(self.connect(name, number // DOCUMENTS, document, token, way.port))
        if not await self.until(lambda: all(client.is_live for client in self.clients), 60):
            raise RuntimeError(f"not everybody could connect:\n{self.deployment.log()[-3000:]}")

    def connect(self, name: str, kind: int, document: str, token: str, port: int) -> Client:
        """Return a new client: by its kind on pycrdt (0, 1) or Yjs (2, 3), told what is saved (0, 2) or not."""
        address, ours = f"ws://127.0.0.1:{port}/ws/documents", kind % 2 == 0
        if kind < 2:
            return PycrdtClient(name, f"{address}/{document}", document, token, self.history, ours=ours)
        return YjsClient(self.yjs, name, address, document, token, ours=ours)

    async def until(self, holds: Callable[[], bool], seconds: float) -> bool:
        """Wait until something holds; returns whether it did in time."""
        deadline = time.monotonic() + seconds
        while not holds():
            if time.monotonic() > deadline:
                return False
            await asyncio.sleep(LOOK_S)
        return True

    async def work(self, is_enough: Callable[[], bool], seconds: float) -> None:
        """Type and break things until it is enough, or the time is over."""
        deadline = time.monotonic() + seconds
        for step in self._plan:
            if is_enough() or time.monotonic() > deadline:
                break
            if isinstance(step, Fault):
                await self._finish_fault()
                self._fault = asyncio.create_task(self.faults.strike(step))
            else:
                self._do(step)
                await asyncio.sleep(PACE_S)
        await self._finish_fault()

    async def _finish_fault(self) -> None:
        if self._fault:
            await self._fault
        self._fault = None

    def _do(self, op: Op) -> None:
        client = self.clients[op.client]
        for away in [name for name, back in self._returns.items() if back <= self._op]:
            del self._returns[away]
            self.clients[int(away[1:])].go_online()
        match op.kind:
            case "offline":
                self._returns[client.name] = self._op + op.away
                client.go_offline()
            case "reload" if client.name not in self._returns:
                client.reload()
            case "delete" if mine := self.history.present_marks(client.name, client.document):
                self._invoke(client, "delete")
                client.delete(self._op, mine[int(op.where * len(mine))])
            case "undo":
                self._invoke(client, "undo")
                client.undo(self._op)
            case _:
                self.insert(client, op.where)

    def insert(self, client: Client, where: float) -> None:
        """Let a client type."""
        self._invoke(client, "insert")
        client.insert(self._op, mark_of(client.name, self._op), where)

    def burst(self, where: float) -> None:
        """Let those type who learn what is saved, so that some of it is in flight in a moment."""
        live = [client for client in self.clients if client.is_answered and client.is_live]
        for client in live[:BURST]:
            self.insert(client, where)

    def _invoke(self, client: Client, kind: str) -> None:
        self._op += 1
        self.history.invoke(self._op, client.name, kind, is_answered=client.is_answered)

    async def check_log(self, when: str) -> None:
        """Judge what is on disk, while no node runs: whatever was acknowledged is there."""
        for way in self.ways.values():
            way.give_up_silent()
        await self.until(lambda: not any(client.is_live for client in self.clients), 3)
        stored = await asyncio.to_thread(self.deployment.call, database.stored_texts, self.scene.documents)
        for number, document in enumerate(self.scene.documents):
            self._judge_stored(f"document {number}, {when}", document, stored[document], with_held=False)

    def _judge_stored(self, where: str, document: str, stored: database.StoredText, *, with_held: bool) -> None:
        judge_text(self.findings, where, stored.replayed, self.history.changes[document], with_held=with_held)
        judge_equality(self.findings, where, {"log": stored.replayed, "snapshot and tail": stored.loaded})
        if not stored.is_gapless:
            self.findings.unexpected.append(f"{where}: the log has a gap")

    async def _heal(self) -> None:
        for way in self.ways.values():
            way.give_up_silent()
        for client in self.clients:
            client.go_online()
        await self.until(lambda: all(client.is_live for client in self.clients), CONVERGED_S)
        for client in self.clients * BURST:  # all at once, and nothing after it that could mend what is missing
            self.insert(client, 0.5)
        begun = time.monotonic()
        if await self._all_equal(self.clients):
            self.converged_s = time.monotonic() - begun

    async def finish(self) -> None:
        """Heal everything, wait, read everybody once, and judge."""
        await self._heal()
        everybody = [*self.clients, *self._fresh_clients()]
        await self._all_equal(everybody)
        texts = {client.name: (await client.read()).text for client in everybody}
        unsettled = [client.name for client in everybody if not (await client.read()).is_settled]
        self.findings.diverged += [f"{name} never settled" for name in unsettled]
        for client in everybody:
            await client.close()
        self.faults.note_early_end()
        for node in self.deployment.nodes:
            await asyncio.to_thread(node.stop)
        stored = await asyncio.to_thread(self.deployment.call, database.stored_texts, self.scene.documents)
        for number, document in enumerate(self.scene.documents):
            where, of_log = f"document {number}, at the end", stored[document]
            self._judge_stored(where, document, of_log, with_held=True)
            read = {
                f"{client.name} ({client.kind})": texts[client.name]
                for client in everybody
                if client.document == document
            }
            read["the log in Yjs"] = await replay(of_log.updates)
            judge_equality(self.findings, where, {"log": of_log.replayed, **read})
        self.findings.unexpected += self.history.unexpected + self._errors_in_log()

    def _fresh_clients(self) -> list[Client]:
        """Let clients of both engines come to each document that were not there before, on the first and last node."""
        first, last = self.deployment.nodes[0], self.deployment.nodes[-1]
        return [
            self.connect(f"f{kind}{number}", kind, document, self.scene.tokens[number], node.port)
            for number, document in enumerate(self.scene.documents)
            for kind, node in ((0, first), (3, last))
        ]

    async def _all_equal(self, clients: list[Client]) -> bool:
        deadline = time.monotonic() + CONVERGED_S
        while time.monotonic() < deadline:
            readings = [(client.document, await client.read()) for client in clients]
            texts = {(document, reading.text) for document, reading in readings}
            if len(texts) == DOCUMENTS and all(reading.is_settled for _, reading in readings):
                return True
            await asyncio.sleep(0.1)
        return False

    def _errors_in_log(self) -> list[str]:
        signs = ["PanicException", "level=critical"]
        if not self.is_production:  # there database and Redis are taken away, of which it may complain
            signs += ["Traceback", "level=error"]
        lines = self.deployment.log().splitlines()
        return [f"the server wrote: {line[:200]}" for line in lines if any(sign in line for sign in signs)]

    async def close(self) -> None:
        """End everything that was started."""
        for client in self.clients:
            await client.close()
        await self.yjs.close()
        for way in self.ways.values():
            await way.close()
        await asyncio.to_thread(self.stack.close)
        self.history.close()
