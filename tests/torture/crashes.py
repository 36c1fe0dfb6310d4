"""Servers that end at once: at a moment of chance, or at a step of what they do."""

from __future__ import annotations

import asyncio
import signal
from typing import TYPE_CHECKING

from tests.torture.waiting import until

if TYPE_CHECKING:
    from tests.torture.clients import DocumentClient
    from tests.torture.judge import Judge
    from tests.torture.people import SimulatedPeople
    from tests.torture.plan import Fault
    from tests.torture.stage import TortureStage

OF_A_SNAPSHOT = ("snapshot_checked", "snapshot_written")
FAILPOINTS = (
    "during_load",
    "after_receive",
    "after_apply",
    "after_append",
    "after_commit",
    "after_ack",
    *OF_A_SNAPSHOT,
)
KINDS = ("kill -9", *FAILPOINTS)
WITHIN_S = 0.03  # of an edit the server is killed
FAILPOINT_S = 120  # until an edit has come there
READY_S = 60
SAVED_S = 15  # until what was typed before everyone leaves is saved: else no snapshot is worth while
WORTH_A_SNAPSHOT = 60  # operations of each: of one alone they are enough (the server's AFTER_LEFT is 50)


class Crashes:
    """Makes them; after each the log on disk is judged before a server comes back."""

    def __init__(self, stage: TortureStage, people: SimulatedPeople, judge: Judge) -> None:
        self.stage, self.people, self.judge = stage, people, judge

    async def strike(self, fault: Fault) -> None:
        """Kill every node, and then once more at each failpoint that follows."""
        nodes = self.stage.deployment.nodes
        self.people.burst(fault.moment)
        await asyncio.sleep(fault.moment * WITHIN_S)
        self.judge.note_early_end()
        for node in nodes:
            await asyncio.to_thread(node.kill)
        self.stage.history.fault("kill -9")
        await self.judge.check_log("after kill -9")
        for kind in (fault.kind, *fault.follow):
            if kind in FAILPOINTS:
                await self._crash_at(kind, fault)
        for node in nodes:
            node.start()
        for node in nodes:
            await asyncio.to_thread(node.wait, READY_S)

    async def _crash_at(self, point: str, fault: Fault) -> None:
        """Start a node so that the first that gets there ends it."""
        history = self.stage.history
        node = self.stage.deployment.nodes[0]
        node.environment["RONDE_FAILPOINT"] = point
        node.start()
        del node.environment["RONDE_FAILPOINT"]
        running = node.running
        assert running
        leaving = self._leave(fault) if point in OF_A_SNAPSHOT else None
        for _ in range(FAILPOINT_S):
            if await until(lambda: running.poll() is not None, 1):
                break
            self.people.burst(0.5)
        if leaving:
            for client in await leaving:
                self.people.come_back(client)
        history.fault(point)
        if running.poll() is None:
            history.expect_not(f"the server did not get to {point} in {FAILPOINT_S} s")
            node.kill()
        elif running.returncode != -signal.SIGKILL:
            history.expect_not(f"the server ended with {running.returncode} at {point}")
        await self.judge.check_log(point)

    def _leave(self, fault: Fault) -> asyncio.Task[list[DocumentClient]]:
        """Let everyone leave a document once they are in it: after a while the server writes a snapshot of it."""
        people, history = self.people, self.stage.history
        document = people.clients[fault.client].document
        theirs = [client for client in people.clients if client.document == document]
        names = {client.name for client in theirs}

        async def leave() -> list[DocumentClient]:
            # What is typed offline comes as one update on return: then a log may have grown by too few.
            for client in theirs:
                if client.name in people.away:
                    people.come_back(client)
            await until(lambda: all(client.is_live or client.name in people.away for client in theirs), READY_S)
            for client in theirs * WORTH_A_SNAPSHOT:
                people.insert(client, fault.moment)
                await asyncio.sleep(0)
            here = names - people.away.keys()
            await until(lambda: not history.unanswered_of(here), SAVED_S)
            for client in theirs:
                people.stay_away(client)
            return theirs

        return asyncio.create_task(leave())
