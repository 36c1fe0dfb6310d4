"""One run: servers, clients that type into them, and faults, by one seed."""

from __future__ import annotations

import asyncio
import math
import time
from contextlib import ExitStack, contextmanager
from random import Random
from typing import TYPE_CHECKING

from tests.support.deployments import Deployment, build_embedded
from tests.support.durable_deployment import build_durable
from torture import database
from torture.crashes import FAILPOINTS
from torture.faults import KINDS, KINDS_OF_PRODUCTION, Faults
from torture.full_disk import KINDS as OF_A_SMALL_DISK
from torture.history import History
from torture.judge import CONVERGED_S, Judge
from torture.people import TYPES, People
from torture.plan import faults, operations
from torture.small_disk import SmallDisk
from torture.visitors import HOSTILE
from torture.waiting import until
from torture.warm_start import AS_IN_PRODUCTION, EMBEDDED, WarmNode

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from torture.verdict import Floors

DOCUMENTS = 3
PAUSE_S = 0.012  # after a burst of one client
MOST_IN_FLIGHT = 1000  # operations that are not answered


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
        self.people = People(self)
        self.faults = Faults(self)
        self.converged_s: float | None = None
        between = floors.operations_between(len(self.kinds))
        weights = [weight for weight in TYPES for _ in range(DOCUMENTS)]
        self._operations = operations(Random(random.getrandbits(32)), weights)
        self._faults = faults(random, len(weights), self.kinds, between, serial=FAILPOINTS)
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
        number = DOCUMENTS * len(TYPES)
        self.scene = await asyncio.to_thread(self.deployment.call, database.make_scene, DOCUMENTS, number, HOSTILE)
        await self.people.connect()

    @property
    def is_red(self) -> bool:
        """Whether something is known to be wrong."""
        return bool(self.history.unexpected) or not self.judge.findings.are_none

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
            await until(self._may_go_on, math.inf)
            self.people.do(op)
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

    async def finish(self) -> None:
        """Heal everything, wait, and judge."""
        await self.people.heal(CONVERGED_S)
        begun = time.monotonic()
        if await self.judge.all_equal(self.people.clients):
            self.converged_s = time.monotonic() - begun
        await self.judge.finish()

    async def close(self) -> None:
        """End everything that was started."""
        await self.people.close()
        for process in self.deployment.processes:  # how a worker ends that may be at work is judged elsewhere
            await asyncio.to_thread(process.kill)
        if not self.is_production:
            await asyncio.to_thread(self.disk.keep, self.folder / "kept")
        await asyncio.to_thread(self.stack.close)
        self.history.close()
