"""One page, measured: its queries, the processor time of process and database, the time of its answers, its size."""

import argparse
import statistics
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROUNDS = 20
HEAD = f"  {'page':<46} 1st 2nd   1st ms  cpu ms   least  p50 ms  p95 ms       kB"
RATIO = "  ratio"


@dataclass(frozen=True)
class Figure:
    """One page: its queries, again and on the first visit after an event, and its times in milliseconds.

    `processor_ms` is what process and database worked for one answer, half of twenty no longer, `least_work_ms` the
    least of them: on a machine that others share, the time of an answer depends on them as well.
    """

    page: str
    status: int
    queries: int
    queries_after_event: int
    after_event_ms: float
    processor_ms: float
    least_work_ms: float
    least_ms: float
    p50_ms: float
    p95_ms: float
    kilobytes: float

    def is_beyond(self, options: argparse.Namespace) -> bool:
        """Say whether it is broken, or beyond a limit; of times the work counts where an answer waited for others."""
        most = max(self.queries, self.queries_after_event)
        return (
            self.status != 200 or most > options.limit_queries or min(self.p50_ms, self.processor_ms) > options.limit_ms
        )

    def row(self, options: argparse.Namespace, beside: "Figure | None" = None) -> str:
        """Write it as a row of the table, with its least work as a ratio to that of a page `beside` it."""
        marker = "!" if self.is_beyond(options) else " "
        ratio = f"{self.least_work_ms / beside.least_work_ms:7.2f}" if beside else ""
        return (
            f"{marker} {self.page:<46} {self.queries_after_event:>3} {self.queries:>3} {self.after_event_ms:8.1f} "
            f"{self.processor_ms:7.1f} {self.least_ms:7.1f} {self.p50_ms:7.1f} {self.p95_ms:7.1f} {self.kilobytes:8.1f}"
            f"{ratio}"
        )


@dataclass
class Clock:
    """Milliseconds on the wall and of the processors: this process's, and that of the database server it talks to."""

    wall_ms: list[float] = field(default_factory=list)
    work_ms: list[float] = field(default_factory=list)

    @contextmanager
    def running(self) -> Iterator[None]:
        """Measure one answer."""
        worked, begun = self._worked(), time.perf_counter()
        yield
        self.wall_ms.append((time.perf_counter() - begun) * 1000)
        self.work_ms.append((self._worked() - worked) * 1000)

    def _worked(self) -> float:
        return time.process_time() + seconds_of_the_server()


def seconds_of_the_server() -> float:
    """Return the processor seconds of the PostgreSQL process that serves this connection, as Linux counts them; 0 on
    SQLite, which works in this process.
    """
    from django.db import connection

    if connection.vendor != "postgresql":
        return 0.0
    connection.ensure_connection()
    counted = Path(f"/proc/{connection.connection.info.backend_pid}/schedstat")
    return int(counted.read_text().split()[0]) / 1e9 if counted.exists() else 0.0


class Reader:
    """A signed-in person at a browser; `forgetting` throws away each time what is kept until the next event."""

    def __init__(self, page: str, user: Any, *, forgetting: bool, asked: Mapping[str, str] | None = None) -> None:
        from django.test import Client

        self.page, self.forgetting, self.clock = page, forgetting, Clock()
        self.asked = asked or {}
        self.browser = Client(SERVER_NAME="127.0.0.1", raise_request_exception=False)
        self.browser.force_login(user)

    def read(self) -> Any:
        """Read the page."""
        from foundation.web.caches import page_cache

        if self.forgetting:
            page_cache.clear()
        with self.clock.running():
            return self.browser.get(self.page, self.asked)

    def count(self) -> int:
        """Read the page, and give how many queries it made."""
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        with CaptureQueriesContext(connection) as queries:
            self.read()
        if "--show" in sys.argv:
            for query in sorted(queries, key=lambda query: -float(query["time"])):
                print("   ", query["time"], query["sql"][:300])
        return len(queries)


def measure(page: str, user: Any, event: Callable[[], object], *, forgetting: bool = False) -> Figure:
    """Read a page for the first time after an event, then some times in a row."""
    reader = Reader(page, user, forgetting=forgetting)
    reader.read()  # compiles the template, which happens once in the life of a server
    event()
    afresh, again = reader.count(), reader.count()
    event()
    answer = reader.read()
    first = reader.clock.wall_ms[-1]
    reader.clock = Clock()
    for _ in range(ROUNDS):
        reader.read()
    wall = sorted(reader.clock.wall_ms)
    p95 = wall[min(len(wall) - 1, round(0.95 * len(wall)))]
    return Figure(
        page + (" (nothing kept)" if forgetting else ""),
        answer.status_code,
        again,
        afresh,
        first,
        statistics.median(reader.clock.work_ms),
        min(reader.clock.work_ms),
        wall[0],
        statistics.median(wall),
        p95,
        len(answer.content) / 1024,
    )
