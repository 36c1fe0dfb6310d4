"""Runs work that would block the event loop step by step in a thread of its own.

A step holds the interpreter's lock for some milliseconds. Jobs alternate after each step, so that a short job does not
wait for a long one; a job that has run for a moment pauses after each step for as long as the step took.
"""

from __future__ import annotations

import asyncio
import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from documents.coediting.replica import Steps

TURN_S = 0.01  # of a processor, then another job has its turn
AT_ONCE_S = 0.15  # that a job may work without a rest


class SlowLane:
    """Runs steps beside the event loop."""

    def __init__(self) -> None:
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="documents-slow")

    async def run[R](self, steps: Steps[R]) -> tuple[R, float]:
        """Take all steps; return what they end with, and the processor's seconds that took."""
        loop = asyncio.get_running_loop()
        total = 0.0
        while True:
            ended, took = await loop.run_in_executor(self._pool, _turn, steps)
            total += took
            if ended:
                return ended[0], total
            if total > AT_ONCE_S:
                await asyncio.sleep(took)

    def close(self) -> None:
        """Take no more work; what runs ends after its turn."""
        self._pool.shutdown(wait=False, cancel_futures=True)


def _turn[R](steps: Steps[R]) -> tuple[tuple[R] | None, float]:
    began = time.thread_time()
    while (took := time.thread_time() - began) < TURN_S:
        try:
            next(steps)
        except StopIteration as end:
            return (end.value,), time.thread_time() - began
    return None, took
