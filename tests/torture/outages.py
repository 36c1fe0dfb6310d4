"""What goes wrong where several nodes share a PostgreSQL and a Redis: one of these fails, and the others go on."""

from __future__ import annotations

import asyncio
import os
import signal
from typing import TYPE_CHECKING

import psycopg
import redis

if TYPE_CHECKING:
    from tests.torture.judge import Judge
    from tests.torture.people import SimulatedPeople
    from tests.torture.plan import Fault
    from tests.torture.stage import TortureStage

KINDS = (
    "kill -9 of a node",
    "kill -9 of the worker",
    "rolling restart",
    "Redis flushed",
    "Redis restarted",
    "Redis paused",
    "PostgreSQL crashed",
    "PostgreSQL locked",
)
READY_S = 60
LOCKED_S = 3
CONVERGED_S = 15  # without Redis


class Outages:
    """Makes them."""

    def __init__(self, stage: TortureStage, people: SimulatedPeople, judge: Judge) -> None:
        self.stage, self.people, self.judge = stage, people, judge

    async def strike(self, fault: Fault) -> None:
        """Make one fault and return when it is over; everything serves again then."""
        self.people.burst(fault.moment)
        match fault.kind:
            case "kill -9 of a node":
                await self._kill_node(fault)
            case "rolling restart":
                await self._restart_nodes(fault)
            case "kill -9 of the worker":
                await self._kill_worker(fault)
            case "PostgreSQL crashed":
                await self._crash_database(fault)
            case "PostgreSQL locked":
                await self._lock_database(fault)
            case _:
                await self._disturb_redis(fault)

    async def _go_on(self, fault: Fault) -> None:
        await self.people.type_on(self.people.clients[fault.client], fault.moment)

    async def _kill_node(self, fault: Fault) -> None:
        nodes = self.stage.deployment.nodes
        node = nodes[fault.client % len(nodes)]
        self.stage.history.fault(fault.kind)
        await asyncio.to_thread(node.kill)
        await self._go_on(fault)
        node.start()
        await asyncio.to_thread(node.wait, READY_S)

    async def _kill_worker(self, fault: Fault) -> None:
        worker = self.stage.deployment.jobs[0]
        self.stage.history.fault(fault.kind)
        await asyncio.to_thread(worker.kill)
        await self._go_on(fault)
        worker.start()

    async def _restart_nodes(self, fault: Fault) -> None:
        """As an update does it: each ends in peace, and comes back before the next one."""
        self.stage.history.fault(fault.kind)
        for node in self.stage.deployment.nodes:
            await asyncio.to_thread(node.stop, READY_S)
            node.start()
            await asyncio.to_thread(node.wait, READY_S)

    async def _crash_database(self, fault: Fault) -> None:
        postgres = self.stage.deployment.postgres
        assert postgres
        self.stage.history.fault(fault.kind)
        await asyncio.to_thread(postgres.crash)
        await self._go_on(fault)
        await asyncio.to_thread(postgres.serve)

    async def _lock_database(self, fault: Fault) -> None:
        """Let everyone who wants a log wait, as a migration may."""
        postgres = self.stage.deployment.postgres
        assert postgres
        async with await psycopg.AsyncConnection.connect(postgres.url) as locking:
            await locking.execute("LOCK TABLE coediting_log IN ACCESS EXCLUSIVE MODE")
            self.stage.history.fault(fault.kind)
            await self._go_on(fault)
            await asyncio.sleep(LOCKED_S)

    async def _disturb_redis(self, fault: Fault) -> None:
        server = self.stage.deployment.redis
        assert server
        assert server.server
        self.stage.history.fault(fault.kind)
        if fault.kind == "Redis flushed":
            redis.Redis(port=server.port).flushall()
        elif fault.kind == "Redis restarted":
            await asyncio.to_thread(server.stop)
            await self._converge(fault)
            await asyncio.to_thread(server.start)
        else:
            os.kill(server.server.pid, signal.SIGSTOP)
            await self._converge(fault)
            os.kill(server.server.pid, signal.SIGCONT)

    async def _converge(self, fault: Fault) -> None:
        """Let everyone go on, and then nobody: all must come to the same text, though no wake-up is heard any more."""
        await self._go_on(fault)
        with self.people.hushed():
            here = self.people.here
            have_converged = await self.judge.all_equal(here, CONVERGED_S)
        if not have_converged:
            self.judge.findings.diverged.append(f"{fault.kind}: not all the same text within {CONVERGED_S} s")
