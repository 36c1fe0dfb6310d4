"""A disk that is full for a while."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING

from tests.torture.waiting import until

if TYPE_CHECKING:
    from tests.support.deployments import Node
    from tests.torture.judge import Judge
    from tests.torture.people import SimulatedPeople
    from tests.torture.plan import Fault
    from tests.torture.stage import TortureStage

KINDS = ("full disk",)
FELT = "the log cannot be written"  # what a server says then
FELT_S = 30
SAVED_S = 10  # after there is room again, until all is saved


class FullDisk:
    """Fills it and frees it: nothing is called saved meanwhile that is not, and all is soon afterwards."""

    def __init__(self, stage: TortureStage, people: SimulatedPeople, judge: Judge) -> None:
        self.stage, self.people, self.judge = stage, people, judge

    async def strike(self, fault: Fault) -> None:
        """Let everyone type until a server has felt it, and see that all is saved once there is room again."""
        stage, people, judge = self.stage, self.people, self.judge
        before = {node: judge.complaints_end(node) for node in stage.deployment.nodes}
        await asyncio.to_thread(stage.disk.fill)
        deadline = time.monotonic() + FELT_S
        while not self._is_felt(before) and time.monotonic() < deadline:
            for client in people.clients:
                people.insert(client, fault.moment)
            await asyncio.sleep(0.1)
        people.burst(fault.moment)
        if self._is_felt(before):
            stage.history.fault(fault.kind)
        await people.type_on(people.clients[fault.client], fault.moment)
        await asyncio.to_thread(stage.disk.free)
        postgres = stage.deployment.postgres
        if postgres and postgres.server and postgres.server.poll() is not None:
            stage.history.note("PostgreSQL ended itself")  # it does where its own log has no room
            await asyncio.to_thread(postgres.serve)
        typed = set(stage.history.unanswered)
        if not await until(lambda: not typed & self._waiting(), SAVED_S):
            stage.history.expect_not(f"what was typed is not saved {SAVED_S} s after the disk had room again")
        for node, end in before.items():
            judge.excuse_complaints(node, end)

    def _is_felt(self, before: dict[Node, int]) -> bool:
        return any(FELT in self.judge.complaints(node, end) for node, end in before.items())

    def _waiting(self) -> set[int]:
        """Return what those who are connected did and is not called saved."""
        live = {client.name for client in self.people.clients if client.is_live}
        return self.stage.history.unanswered_of(live)
