"""One run: servers, clients that type into them, and faults, by one seed."""

from __future__ import annotations

import asyncio
import math
import time
from contextlib import ExitStack, contextmanager
from functools import partial
from random import Random
from typing import TYPE_CHECKING

from tests.support.deployments import Deployment, build_embedded
from tests.support.durable_deployment import build_durable
from torture import database
from torture.crashes import FAILPOINTS
from torture.faults import KINDS, KINDS_OF_PRODUCTION, Faults
from torture.full_disk import KINDS as OF_A_SMALL_DISK
from torture.full_disk import SmallDisk
from torture.history import History, mark_of
from torture.judge import CONVERGED_S, Judge
from torture.plan import Op, faults, operations
from torture.proxy import Way
from torture.pycrdt_client import PycrdtClient
from torture.visitors import HOSTILE
from torture.warm_start import AS_IN_PRODUCTION, EMBEDDED, WarmNode
from torture.yjs_clients import YjsClient, YjsProcess

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from torture.clients import Client
    from torture.verdict import Floors

DOCUMENTS = 3
TYPES = (3, 1, 3, 1)
"""How much a client of each kind types: those who learn what is saved more than those who do not."""
PAUSE_S = 0.012  # after a burst of one client
MOST_MARKS = 80  # of one client, after which it takes one out for each that it would put in
LOOK_S = 0.02
BURST = 3  # operations just before a fault, so that some are in flight
MOST_IN_FLIGHT = 1000  # operations that are not answered
LASTING = 60  # operations, while a fault lasts


class Run:
    """What a run consists of."""

    def __init__(
        self,
        random: Random,
        folder: Path,
        floors: Floors,
        *,
        nodes: int = 0,
        only: Sequence[str] = (),
        is_cold: bool = False,
    ) -> None:
        """`nodes` on PostgreSQL and Redis, or without any one process on SQLite; `only` some kinds of fault."""
        self._is_cold = is_cold
        self.folder = folder
        self.history = History(folder / "history.jsonl")
        self.stack = ExitStack()
        self.is_production = nodes > 0
        self.disk = SmallDisk()
        kinds = KINDS_OF_PRODUCTION if nodes else KINDS
        self.kinds = tuple(kind for kind in kinds if not only or kind in only)
        self.deployment = self._build(nodes)
        self.judge = Judge(self)
        self.clients: list[Client] = []
        self.ways: dict[str, Way] = {}
        self.yjs = YjsProcess(self.history)
        self.faults = Faults(self)
        self.converged_s: float | None = None
        between = floors.operations_between(len(self.kinds))
        weights = [weight for weight in TYPES for _ in range(DOCUMENTS)]
        self._operations = operations(Random(random.getrandbits(32)), weights)
        self._faults = faults(random, len(weights), self.kinds, between, serial=FAILPOINTS)
        self._op = 0
        self.away: dict[str, float] = {}  # client: the operation with which it comes back
        self._is_hushed = False
        self._fault: asyncio.Task[None] | None = None

    def _build(self, nodes: int) -> Deployment:
        """Build what is tortured; the kinds of fault that are not possible here are left out."""
        if nodes:
            deployment = build_durable(self.folder, self.stack, nodes, self.disk.mount)
        else:
            self.disk.mount(self.folder / "data", self.stack)
            deployment = build_embedded(self.folder, self.stack)
        if not self.disk.folder:
            self.kinds = tuple(kind for kind in self.kinds if kind not in OF_A_SMALL_DISK)
        return deployment

    def _load(self) -> None:
        program = AS_IN_PRODUCTION if self.is_production else EMBEDDED
        warm = [WarmNode(node, self.stack, program) for node in self.deployment.nodes]
        for node in warm:
            node.await_loaded()
        self.deployment.nodes[:] = warm

    async def start(self) -> None:
        """Start the server and connect everybody."""
        if not self._is_cold:
            await asyncio.to_thread(self._load)
        await asyncio.to_thread(self.deployment.start)
        people = DOCUMENTS * len(TYPES)
        self.scene = await asyncio.to_thread(self.deployment.call, database.make_scene, DOCUMENTS, people, HOSTILE)
        await self.yjs.start()
        ports = [node.port for node in self.deployment.nodes]
        for number, token in enumerate(self.scene.tokens):
            name, document = f"c{number:02}", self.scene.documents[number % DOCUMENTS]
            first = number % len(ports)
            answered = partial(self._answered, document)
            way = self.ways[name] = await Way(ports[first:] + ports[:first], answered).open()
            self.clients.append(self.connect(name, number // DOCUMENTS, document, token, way.port))
        if not await self.until(lambda: all(client.is_live for client in self.clients), 60):
            raise RuntimeError(f"not everybody could connect:\n{self.deployment.log()[-3000:]}")

    def _answered(self, document: str, name: str, place: int) -> None:
        self.history.places[document].add((name, place))

    def connect(self, name: str, kind: int, document: str, token: str, port: int) -> Client:
        """Return a new client: by its kind on pycrdt (0, 1) or Yjs (2, 3), told what is saved (0, 2) or not."""
        address, ours = f"ws://127.0.0.1:{port}/ws/documents", kind % 2 == 0
        if kind < 2:
            return PycrdtClient(name, f"{address}/{document}", document, token, self.history, ours=ours)
        return YjsClient(self.yjs, name, address, document, token, ours=ours)

    @property
    def is_red(self) -> bool:
        """Whether something is known to be wrong."""
        return bool(self.history.unexpected) or not self.judge.findings.are_none

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
        fault, since = next(self._faults), 0
        for op in self._operations:
            if is_enough() or time.monotonic() > deadline:
                break
            if since >= fault.after and not self._is_striking:
                await self._finish_fault()
                self._fault = asyncio.create_task(self.faults.strike(fault))
                fault, since = next(self._faults), 0
            # However long a fault lasts, people go on; but not for ever where nothing is answered.
            await self.until(self._may_go_on, math.inf)
            self._do(op)
            since += 1
            # Either way whatever has come is dealt with first: who types faster than that measures nothing.
            await asyncio.sleep(PAUSE_S if op.ends_burst else 0)
        await self._finish_fault()

    def _may_go_on(self) -> bool:
        has_to_wait = self._is_hushed or len(self.history.unanswered) > MOST_IN_FLIGHT
        return not (self._is_striking and has_to_wait)

    @property
    def _is_striking(self) -> bool:
        return self._fault is not None and not self._fault.done()

    async def _finish_fault(self) -> None:
        if self._fault:
            await self._fault
        self._fault = None

    @contextmanager
    def hushed(self) -> Iterator[None]:
        """Let nobody do anything, but for what a fault itself lets them do."""
        self._is_hushed = True
        try:
            yield
        finally:
            self._is_hushed = False

    def _do(self, op: Op) -> None:
        client = self.clients[op.client]
        mine = self.history.present_marks(client.name)
        for name in [name for name, back in self.away.items() if back <= self._op]:
            self.come_back(self.clients[int(name[1:])])
        match op.kind:
            case "offline" if client.name not in self.away:
                self.stay_away(client, self._op + op.away)
            case "reload" if client.name not in self.away:
                client.reload()
            case "insert" | "delete" if mine and (op.kind == "delete" or len(mine) >= MOST_MARKS):
                self._invoke(client, "delete")
                client.delete(self._op, mine[int(op.where * len(mine))])
            case "undo":
                self._invoke(client, "undo")
                client.undo(self._op)
            case _:
                self.insert(client, op.where)

    def stay_away(self, client: Client, until: float = math.inf) -> None:
        """Let a client go offline, until so many operations have been done, or it is told to come back."""
        self.away[client.name] = until
        client.go_offline()

    def come_back(self, client: Client) -> None:
        """Let a client go online again."""
        del self.away[client.name]
        client.go_online()

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

    async def type_on(self, client: Client, where: float) -> None:
        """Let everybody go on for a while, and this client in any case."""
        self.insert(client, where)
        last = self.history.invoked + LASTING
        await self.until(lambda: self.history.invoked >= last, 2)

    def fresh_clients(self) -> list[Client]:
        """Let clients of both engines come to each document that were not there before, on the first and last node."""
        first, last = self.deployment.nodes[0], self.deployment.nodes[-1]
        return [
            self.connect(f"f{kind}{number}", kind, document, self.scene.tokens[number], node.port)
            for number, document in enumerate(self.scene.documents)
            for kind, node in ((0, first), (3, last))
        ]

    async def finish(self) -> None:
        """Heal everything, wait, and judge."""
        for way in self.ways.values():
            way.give_up_silent()
        for client in self.clients:
            client.go_online()
        await self.until(lambda: all(client.is_live for client in self.clients), CONVERGED_S)
        for client in self.clients * BURST:  # all at once, and nothing after it that could mend what is missing
            self.insert(client, 0.5)
        begun = time.monotonic()
        if await self.judge.all_equal(self.clients):
            self.converged_s = time.monotonic() - begun
        await self.judge.finish()

    async def close(self) -> None:
        """End everything that was started."""
        for client in self.clients:
            await client.close()
        await self.yjs.close()
        for way in self.ways.values():
            await way.close()
        for process in self.deployment.processes:  # how a worker ends that may be at work is judged elsewhere
            await asyncio.to_thread(process.kill)
        if not self.is_production:
            await asyncio.to_thread(self.disk.keep, self.folder / "kept")
        await asyncio.to_thread(self.stack.close)
        self.history.close()
