"""Tell how far a long job is, from outside of the transaction in which it reads."""

import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Protocol

from django.db import connection

EVERY_S = 1.0

type Report = Callable[[int, int], None]
"""Called with how much is done, and of how much."""


def unreported(done: int, number: int) -> None:
    """Tell nobody."""


class Reporting(Protocol):
    """A row that says how far a job is."""

    def report_progress(self, done: int, number: int) -> None:
        """Write it."""


@contextmanager
def reporting(row: Reporting) -> Iterator[Report]:
    """Yield what writes progress into a row, once a second at most, by a connection of its own: what the job reads is
    of one instant, and nothing can be written on the way. Inside a transaction (of a test) it writes there. While the
    job itself writes on SQLite nobody else can, and nothing is told.
    """
    last = 0.0
    with ThreadPoolExecutor(max_workers=1, thread_name_prefix="progress") as writer:
        is_inside = connection.in_atomic_block

        def report(done: int, number: int) -> None:
            nonlocal last
            is_kept_out = connection.in_atomic_block and connection.vendor == "sqlite" and not is_inside
            if is_kept_out or (last and time.monotonic() - last < EVERY_S):
                return
            last = time.monotonic()
            if is_inside:
                row.report_progress(done, number)
            else:
                writer.submit(row.report_progress, done, number)

        yield report
        if not is_inside:
            writer.submit(connection.close)
