"""What goes wrong, by its kind, and who makes it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from tests.torture import crashes, full_disk, network, outages, visitors

if TYPE_CHECKING:
    from tests.torture.judge import Judge
    from tests.torture.people import SimulatedPeople
    from tests.torture.plan import Fault
    from tests.torture.stage import TortureStage

KINDS = (*crashes.KINDS, *network.KINDS, *visitors.KINDS, *full_disk.KINDS)
"""On one process with SQLite, and on more."""
KINDS_OF_PRODUCTION = (*KINDS, *outages.KINDS)


def possible_kinds(stage: TortureStage) -> tuple[str, ...]:
    """Return the kinds of fault that can be made there: no disk is full where it could not be made a small one."""
    kinds = KINDS_OF_PRODUCTION if stage.is_production else KINDS
    return tuple(kind for kind in kinds if stage.disk.folder or kind not in full_disk.KINDS)


class Maker(Protocol):
    """Makes faults of some kinds."""

    async def strike(self, fault: Fault) -> None:
        """Make one fault and return when it is over."""


class Faults:
    """Makes one after the other."""

    def __init__(self, stage: TortureStage, people: SimulatedPeople, judge: Judge) -> None:
        self.visitors = visitors.Visitors(stage, people)
        self._makers: list[tuple[tuple[str, ...], Maker]] = [
            (crashes.KINDS, crashes.Crashes(stage, people, judge)),
            (network.KINDS, network.BrokenNetwork(stage, people)),
            (visitors.KINDS, self.visitors),
            (full_disk.KINDS, full_disk.FullDisk(stage, people, judge)),
            (outages.KINDS, outages.Outages(stage, people, judge)),
        ]

    async def strike(self, fault: Fault) -> None:
        """Make one fault and return when it is over; everything serves again then."""
        for kinds, maker in self._makers:
            if fault.kind in kinds:
                await maker.strike(fault)
