"""Writes the updates of all document sessions: one thread, and one commit for whatever has queued up."""

from __future__ import annotations

import asyncio
from itertools import groupby, islice
from operator import attrgetter
from typing import TYPE_CHECKING

import structlog
from django.db import DatabaseError

from documents.coediting.executor import CONNECTION_ERRORS, DatabaseThreads
from documents.coediting.log_access import size_of
from documents.coediting.log_append import append

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from documents.coediting.log_access import PendingUpdate

WINDOW_S = 0.004  # what comes meanwhile shares the commit
BUSY_WINDOW_S = 0.1  # while people type, who see "saved" so much later
BUSY = range(5, 250)  # rows in one commit for which the wider window pays; more are a program's, which waits for them
MAX_WAITING = 32 * 1024 * 1024  # bytes that wait while the database does not answer
MAX_BATCH = 2000

log = structlog.get_logger(__name__)


class Writer:
    """One queue to the log. `committed` is called after each commit, on the event loop."""

    def __init__(self, committed: Callable[[], None]) -> None:
        self._queue: list[PendingUpdate] = []
        self._bytes = 0
        self._wake = asyncio.Event()
        self._idle = asyncio.Event()
        self._idle.set()
        self._thread = DatabaseThreads("documents-writer", 1)
        self._committed = committed
        self._window = WINDOW_S
        self._task = asyncio.create_task(self._run(), name="documents writer")

    @property
    def is_full(self) -> bool:
        """Whether so much waits that nothing more may be taken."""
        return self._bytes > MAX_WAITING

    def put(self, together: Sequence[PendingUpdate]) -> None:
        """Queue updates that were taken together; in time their `landed` is called."""
        self._queue += together
        self._bytes += size_of(together)
        self._idle.clear()
        self._wake.set()

    async def all_landed(self) -> None:
        """Wait until everything queued so far has landed."""
        await self._idle.wait()

    async def close(self, patience: float = 10) -> None:
        """Write what waits, for `patience` seconds at most, and end."""
        try:
            await asyncio.wait_for(self._idle.wait(), patience)
        except TimeoutError:
            log.error("updates were not written before the end", waiting=len(self._queue))
        self._task.cancel()
        await asyncio.gather(self._task, return_exceptions=True)
        await self._thread.close()

    async def _run(self) -> None:
        while True:
            await self._wake.wait()
            self._wake.clear()
            await asyncio.sleep(self._window)
            while self._queue:
                batch, self._queue = self._queue[:MAX_BATCH], self._queue[MAX_BATCH:]
                self._window = BUSY_WINDOW_S if len(batch) in BUSY else WINDOW_S
                self._land(batch, await self._write(batch))
                self._committed()
            self._idle.set()

    def _land(self, batch: Sequence[PendingUpdate], places: Sequence[int | None]) -> None:
        self._bytes -= size_of(batch)
        found = iter(places)
        for landed, group in groupby(batch, attrgetter("landed")):
            together = list(group)
            theirs = [place for place in islice(found, len(together)) if place is not None]
            try:
                landed(together, theirs or None)
            except Exception:
                # One session's failure must not hold up the others' answers.
                log.exception("an answer could not be given", document=str(together[0].document))

    async def _write(self, batch: list[PendingUpdate]) -> Sequence[int | None]:
        """Write a batch; while the database fails, try again for ever (nobody sees *saved* meanwhile)."""
        pause = 0.05
        while True:
            try:
                return await self._thread.run(append, batch)
            except CONNECTION_ERRORS:
                log.warning("the log cannot be written", waiting=len(batch) + len(self._queue), exc_info=True)
                await asyncio.sleep(pause)
                pause = min(pause * 2, 1.0)
            except (DatabaseError, KeyError):
                # A row that the database refuses, or a document that is gone: find out whose, and keep the others'.
                if len({pending.document for pending in batch}) == 1:
                    log.exception("a document's updates were refused", document=str(batch[0].document))
                    return [None] * len(batch)
                return await self._write_apart(batch)

    async def _write_apart(self, batch: list[PendingUpdate]) -> list[int | None]:
        places: dict[int, int | None] = {}
        for document in {pending.document for pending in batch}:
            part = [pending for pending in batch if pending.document == document]
            for pending, place in zip(part, await self._write(part), strict=True):
                places[id(pending)] = place
        return [places[id(pending)] for pending in batch]
