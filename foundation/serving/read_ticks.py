"""Reads many sockets in one turn of the event loop when there is much to read.

Most of the cost of a keystroke is waking the event loop: handling ten keystrokes in one turn takes half as long for
each. The delay is a thirtieth of a second at most, which people do not notice.

Brings: S1 takes 0.44 of a core in place of 0.63, S3 0.20 in place of 0.40 (docs/performance.md, 22; ADR 55). May go
when the event loop runs in a thread without the interpreter's lock, so that a wake-up finds its caches warm.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from asyncio import AbstractEventLoop
    from collections.abc import Callable

BUSY = 100  # reads a second, from which on they wait for each other
TICK_S = 0.033  # that they wait
COUNTED_S = 0.5  # for which reads are counted


class ReadTicks:
    """Tells the sockets of one event loop when to read what came."""

    def __init__(self) -> None:
        self.is_busy = False
        self._reads = 0
        self.counted_from = 0.0
        self._held: list[Callable[[], None]] = []

    def hold(self, read: Callable[[], None], loop: AbstractEventLoop) -> bool:
        """Call `read` at the next tick, where there is one; False where what came is to be read now."""
        now = loop.time()
        self._reads += 1
        passed = now - self.counted_from
        if passed >= COUNTED_S:
            self.is_busy = self._reads > BUSY * passed
            self._reads, self.counted_from = 0, now
        if not self.is_busy:
            return False
        if not self._held:
            loop.call_later(TICK_S, self._tick, loop)
        self._held.append(read)
        return True

    def _tick(self, loop: AbstractEventLoop) -> None:
        held, self._held = self._held, []
        for read in held:
            loop.call_soon(read)  # in one turn, and none fails with another
