"""Measures the processor time of short pieces of work, at a cost below that of the work.

Brings: four system calls fewer for each keystroke, which were a quarter of the event loop's samples in S1
(docs/performance.md, 5). May go when the processor's clock can be read without a system call, as Linux allows for the
wall clock.
"""

import time

from foundation.web.work_clock import WorkClock

USUAL_S = 0.0005
WATCHED = 4  # pieces that are measured exactly after one that took longer than usual


class ProcessorClock(WorkClock):
    """Measures pieces of work that follow each other.

    The processor's own clock costs a call of the system, the wall's does not and never shows less. So the wall's is
    asked; where it shows more than usual (the work took long, or another process had its turn), the next pieces are
    measured by the processor's, and that one counts as usual.
    """

    def __init__(self) -> None:
        self._watched = 0
        self._is_exact = False

    def begin(self, *, exactly: bool = False) -> float:
        """Return what `end` wants to know when the piece of work is done."""
        self._is_exact = exactly or self._watched > 0
        return time.thread_time() if self._is_exact else time.perf_counter()

    def end(self, began: float) -> float:
        """Return the seconds it took."""
        if self._is_exact:
            took = time.thread_time() - began
            self._watched = WATCHED if took > USUAL_S else max(0, self._watched - 1)
            return took
        took = time.perf_counter() - began
        if took <= USUAL_S:
            return took
        self._watched = WATCHED
        return USUAL_S
