"""Connections that break, halt, stutter, or say things twice or in another order: one client's way to the server."""

from __future__ import annotations

import asyncio
from random import Random
from typing import TYPE_CHECKING

from torture.plan import LONGEST_BURST
from torture.proxy import GATHERED_S

if TYPE_CHECKING:
    from torture.clients import Client
    from torture.plan import Fault
    from torture.proxy import Way
    from torture.run import Run

KINDS = (
    "cut",
    "cut without FIN",
    "truncation",
    "delay",
    "doubled connection",
    "repeated frames",
    "reordered frames",
)


FLURRIES = 5  # in which somebody types while their connection is disturbed


class BrokenNetwork:
    """Makes it."""

    def __init__(self, run: Run) -> None:
        self.run = run

    async def strike(self, fault: Fault) -> None:
        """Disturb somebody who is connected, for a while."""
        client, history = self._someone(fault), self.run.history
        way = self.run.people.ways[client.name]
        self.run.people.insert(client, fault.moment)
        self.run.people.burst(fault.moment)
        history.note("disturbed", client=client.name)
        history.fault(fault.kind)
        match fault.kind:
            case "cut":
                way.cut()
            case "truncation":
                way.end_halfway()
                self.run.people.insert(client, fault.moment)
                await self.run.until(lambda: not way.lines, 5)
            case _:
                await _begin(way, fault)
                for _ in range(FLURRIES):
                    for _ in range(LONGEST_BURST):
                        self.run.people.insert(client, fault.moment)
                    await asyncio.sleep(GATHERED_S)
                await self.run.people.type_on(client, fault.moment)
                _end(way)

    def _someone(self, fault: Fault) -> Client:
        """Return a client that is connected: that of the plan, or one after it."""
        after = self.run.people.clients[fault.client :] + self.run.people.clients[: fault.client]
        return next(
            (client for client in after if client.is_live and self.run.people.ways[client.name].lines), after[0]
        )


async def _begin(way: Way, fault: Fault) -> None:
    match fault.kind:
        case "cut without FIN":
            way.fall_silent()
        case "delay":
            way.delay_s = 0.02 + fault.moment / 4
        case "doubled connection":
            await way.double()
        case "repeated frames":
            way.repeats = True
        case "reordered frames":
            way.random = Random(fault.seed)


def _end(way: Way) -> None:
    way.give_up_silent()
    way.end_doubles()
    way.delay_s, way.repeats, way.random = 0, False, None
