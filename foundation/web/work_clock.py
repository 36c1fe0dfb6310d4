"""Measures the processor time of short pieces of work.

By default it asks the system each time; the engine room has a clock that costs less
(`foundation.serving.processor_clock`).
"""

import time
from collections.abc import Callable


class WorkClock:
    """Measures pieces of work that follow each other, in one thread."""

    def begin(self, *, exactly: bool = False) -> float:
        """Return what `end` wants to know when the piece of work is done; it may be an estimate, unless `exactly`."""
        return time.thread_time()

    def end(self, began: float) -> float:
        """Return the seconds of the processor that it took."""
        return time.thread_time() - began


_made: list[Callable[[], WorkClock]] = [WorkClock]


def use(made: Callable[[], WorkClock]) -> None:
    """Let clocks be made by this from now on."""
    _made[:] = [made]


def work_clock() -> WorkClock:
    """Make a clock."""
    return _made[0]()
