"""A disk that is full for a while."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING

from torture.waiting import until

if TYPE_CHECKING:
    from tests.support.deployments import Node
    from torture.plan import Fault
    from torture.run import Run

KINDS = ("full disk",)
FELT = "the log cannot be written"  # what a server says then
FELT_S = 30
SAVED_S = 10  # after there is room again, until all is saved


class FullDisk:
    """Fills it and frees it: nothing is called saved meanwhile that is not, and all is soon afterwards."""

    def __init__(self, run: Run) -> None:
        self.run = run

    async def strike(self, fault: Fault) -> None:
        """Let everybody type until a server has felt it, and see that all is saved once there is room again."""
        run, judge = self.run, self.run.judge
        before = {node: judge.complaints_end(node) for node in run.deployment.nodes}
        await asyncio.to_thread(run.disk.fill)
        deadline = time.monotonic() + FELT_S
        while not self._is_felt(before) and time.monotonic() < deadline:
            for client in run.people.clients:
                run.people.insert(client, fault.moment)
            await asyncio.sleep(0.1)
        run.people.burst(fault.moment)
        if self._is_felt(before):
            run.history.fault(fault.kind)
        await run.people.type_on(run.people.clients[fault.client], fault.moment)
        await asyncio.to_thread(run.disk.free)
        postgres = run.deployment.postgres
        if postgres and postgres.server and postgres.server.poll() is not None:
            run.history.note("PostgreSQL ended itself")  # it does where its own log has no room
            await asyncio.to_thread(postgres.serve)
        typed = set(run.history.unanswered)
        if not await until(lambda: not typed & self._waiting(), SAVED_S):
            run.history.expect_not(f"what was typed is not saved {SAVED_S} s after the disk had room again")
        for node, end in before.items():
            judge.excuse_complaints(node, end)

    def _is_felt(self, before: dict[Node, int]) -> bool:
        return any(FELT in self.run.judge.complaints(node, end) for node, end in before.items())

    def _waiting(self) -> set[int]:
        """Return what those who are connected did and is not called saved."""
        live = {client.name for client in self.run.people.clients if client.is_live}
        return self.run.history.unanswered_of(live)
