"""Threads in which an event loop queries the database, each with one connection that it keeps.

Django's own way (`sync_to_async`) runs everything of a process in one thread, where a slow page would hold up a
keystroke.
"""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TYPE_CHECKING

from django.db import InterfaceError, NotSupportedError, OperationalError, connections

if TYPE_CHECKING:
    from collections.abc import Callable

PREPARED_AFTER = 5
"""How often a statement runs before psycopg prepares it."""
CONNECTION_ERRORS = (OperationalError, InterfaceError, NotSupportedError)
"""The connection or the server failed, or a plan that it kept is of a table as it was: the same may work again."""


class Crowded(RuntimeError):
    """More calls wait than these threads will take."""


class DatabaseThreads:
    """A few threads for database work of one kind, and how many calls may wait for them. Where that `only_reads`,
    a call is made once more where the connection was lost since it was last used.
    """

    def __init__(self, name: str, count: int, *, most: int = 10_000, only_reads: bool = False) -> None:
        self._pool = ThreadPoolExecutor(count, thread_name_prefix=name)
        self._count = count
        self._most = most
        self._only_reads = only_reads
        self._waiting = 0

    async def run[**P, R](self, function: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
        """Call `function` in a thread; after a failure of the connection the thread begins with a new one.

        :raises Crowded: when too many calls wait already.
        """
        if self._waiting >= self._most:
            raise Crowded
        self._waiting += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(
                self._pool, lambda: self._call(function, *args, **kwargs)
            )
        finally:
            self._waiting -= 1

    def _call[**P, R](self, function: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
        try:
            prepare_statements()
            return function(*args, **kwargs)
        except CONNECTION_ERRORS as error:
            is_lost = isinstance(error, NotSupportedError) or not connections["default"].is_usable()
            close_for_good()
            if not (is_lost and self._only_reads):
                raise
        return function(*args, **kwargs)

    async def on_each(self, function: Callable[[], object]) -> None:
        """Call `function` once in each thread, when it is done with what waits before it; what it raises is raised."""
        every_thread = Barrier(self._count)

        def call() -> None:
            every_thread.wait()  # for the others, so that none does two
            function()

        loop = asyncio.get_running_loop()
        try:
            await asyncio.gather(*(loop.run_in_executor(self._pool, call) for _ in range(self._count)))
        except asyncio.CancelledError:
            every_thread.abort()  # those that were not begun are not called any more
            raise

    async def close(self) -> None:
        """End the threads once they are done, and close their connections."""
        try:
            await self.on_each(connections.close_all)
        finally:
            await asyncio.to_thread(self._pool.shutdown)


def prepare_statements() -> None:
    """Let PostgreSQL keep the plans of what this thread asks again and again, with ids for parameters."""
    connection = connections["default"]
    if connection.vendor == "postgresql":
        connection.ensure_connection()
        connection.connection.prepare_threshold = PREPARED_AFTER


def close_for_good() -> None:
    """Close this thread's connection; a pool would give it to others, with what failed and the plans that it keeps."""
    wrapper = connections["default"]
    raw = wrapper.connection
    if hasattr(raw, "keep_no_longer"):  # the engine room's, whose `close` keeps it otherwise
        raw.keep_no_longer()
    elif raw is not None:
        raw.close()
    wrapper.close()
