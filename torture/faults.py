"""What goes wrong, by its kind, and who makes it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from torture import crashes, full_disk, network, outages, visitors

if TYPE_CHECKING:
    from torture.plan import Fault
    from torture.run import Run

KINDS = (*crashes.KINDS, *network.KINDS, *visitors.KINDS, *full_disk.KINDS)
"""On one process with SQLite, and on more."""
KINDS_OF_PRODUCTION = (*KINDS, *outages.KINDS)


class Maker(Protocol):
    """Makes faults of some kinds."""

    async def strike(self, fault: Fault) -> None:
        """Make one fault and return when it is over."""


class Faults:
    """Makes one after the other."""

    def __init__(self, run: Run) -> None:
        self.visitors = visitors.Visitors(run)
        self._makers: list[tuple[tuple[str, ...], Maker]] = [
            (crashes.KINDS, crashes.Crashes(run)),
            (network.KINDS, network.BrokenNetwork(run)),
            (visitors.KINDS, self.visitors),
            (full_disk.KINDS, full_disk.FullDisk(run)),
            (outages.KINDS, outages.Outages(run)),
        ]

    async def strike(self, fault: Fault) -> None:
        """Make one fault and return when it is over; everything serves again then."""
        for kinds, maker in self._makers:
            if fault.kind in kinds:
                await maker.strike(fault)
