"""Connections that break, halt, stutter, or say things twice or in another order: two clients' ways to the server."""

from __future__ import annotations

import asyncio
from random import Random
from typing import TYPE_CHECKING

from tests.torture.plan import LONGEST_BURST
from tests.torture.proxy import GATHERED_S
from tests.torture.waiting import until

if TYPE_CHECKING:
    from tests.torture.clients import DocumentClient
    from tests.torture.people import SimulatedPeople
    from tests.torture.plan import Fault
    from tests.torture.proxy import ProxyPort
    from tests.torture.stage import TortureStage

KINDS = (
    "cut",
    "cut without FIN",
    "truncation",
    "delay",
    "doubled connection",
    "repeated frames",
    "reordered frames",
)


FLURRIES = 5  # in which a person types while their connection is disturbed


class BrokenNetwork:
    """Makes it."""

    def __init__(self, stage: TortureStage, people: SimulatedPeople) -> None:
        self.stage, self.people = stage, people

    async def strike(self, fault: Fault) -> None:
        """Disturb two who are connected, for a while: one who learns what is saved, and one who does not."""
        people, history = self.people, self.stage.history
        disturbed = self._some(fault)
        ways = [people.ways[client.name] for client in disturbed]
        people.burst(fault.moment)
        for client in disturbed:
            people.insert(client, fault.moment)
            history.note("disturbed", client=client.name)
        history.fault(fault.kind)
        match fault.kind:
            case "cut":
                for way in ways:
                    way.cut()
            case "truncation":
                await self._end_halfway(disturbed, ways, fault)
            case _:
                for way in ways:
                    await _begin(way, fault)
                await self._type_in_flurries(disturbed, fault)
                for way in ways:
                    _end(way)

    def _some(self, fault: Fault) -> list[DocumentClient]:
        """Return the client of the plan, or the next that is connected, and the next of the other sort."""
        people = self.people
        after = people.clients[fault.client :] + people.clients[: fault.client]
        live = [client for client in after if client.is_live and people.ways[client.name].lines] or after
        return [live[0], *[client for client in live if client.is_answered != live[0].is_answered][:1]]

    async def _end_halfway(self, disturbed: list[DocumentClient], ways: list[ProxyPort], fault: Fault) -> None:
        for way in ways:
            way.end_halfway()
        for client in disturbed:
            self.people.insert(client, fault.moment)
        await until(lambda: not any(way.lines for way in ways), 5)

    async def _type_in_flurries(self, disturbed: list[DocumentClient], fault: Fault) -> None:
        for client in disturbed * FLURRIES:
            for _ in range(LONGEST_BURST):
                self.people.insert(client, fault.moment)
            await asyncio.sleep(GATHERED_S)
        await self.people.type_on(disturbed[0], fault.moment)


async def _begin(way: ProxyPort, fault: Fault) -> None:
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


def _end(way: ProxyPort) -> None:
    way.give_up_silent()
    way.end_doubles()
    way.delay_s, way.repeats, way.random = 0, False, None
