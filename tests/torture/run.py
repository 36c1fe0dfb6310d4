"""One run: people type, and faults strike, by one seed; in the end everything is judged."""

from __future__ import annotations

import asyncio
import math
import time
from random import Random
from typing import TYPE_CHECKING

from tests.torture.crashes import FAILPOINTS
from tests.torture.faults import Faults, possible_kinds
from tests.torture.judge import CONVERGED_S, Judge
from tests.torture.people import TYPES, SimulatedPeople
from tests.torture.plan import faults, operations
from tests.torture.visitors import HOSTILE
from tests.torture.waiting import until

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tests.torture.stage import TortureStage
    from tests.torture.verdict import Floors

DOCUMENTS = 3
PAUSE_S = 0.012  # after a burst of one client
MOST_IN_FLIGHT = 1000  # operations that are not answered


class TortureRun:
    """Who and what takes part, and the plan that they follow."""

    def __init__(self, stage: TortureStage, random: Random, floors: Floors, *, only: Sequence[str] = ()) -> None:
        """`only` some kinds of fault, or all that are possible on this stage."""
        self.stage = stage
        self.people = SimulatedPeople(stage)
        self.judge = Judge(stage, self.people)
        self.faults = Faults(stage, self.people, self.judge)
        self.kinds = tuple(kind for kind in possible_kinds(stage) if not only or kind in only)
        self.converged_s: float | None = None
        between = floors.operations_between(len(self.kinds))
        weights = [weight for weight in TYPES for _ in range(DOCUMENTS)]
        self._operations = operations(Random(random.getrandbits(32)), weights)
        self._faults = faults(random, len(weights), self.kinds, between, serial=FAILPOINTS)
        self._fault: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Start the servers and connect everyone."""
        await self.stage.start(DOCUMENTS, DOCUMENTS * len(TYPES), HOSTILE)
        await self.people.connect()

    @property
    def is_red(self) -> bool:
        """Whether something is known to be wrong."""
        return bool(self.stage.history.unexpected) or not self.judge.findings.are_none

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
        has_to_wait = self.people.are_hushed or len(self.stage.history.unanswered) > MOST_IN_FLIGHT
        return not (self._is_striking and has_to_wait)

    @property
    def _is_striking(self) -> bool:
        return self._fault is not None and not self._fault.done()

    async def _finish_fault(self) -> None:
        if self._fault:
            await self._fault
        self._fault = None

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
        await self.stage.close()
