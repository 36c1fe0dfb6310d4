"""Reads what other processes appended to logs, with one query for all documents that wait for it.

With two nodes and twenty documents being typed in, each commit of one node wakes the other once for each document.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, NamedTuple

from django.db import connection

from documents.coediting.log_statements import statements

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from documents.coediting.executor import DatabaseThreads

type Rows = list[tuple[int, bytes]]


class Request(NamedTuple):
    """What comes after a place of a document's log."""

    document: UUID
    seq: int
    rows: asyncio.Future[Rows]


class TailReader:
    """Reads the ends of logs in a thread. What is asked for while it reads waits for the next query."""

    def __init__(self, threads: DatabaseThreads) -> None:
        self._threads = threads
        self._requests: list[Request] = []
        self._reading: asyncio.Task[None] | None = None

    async def read(self, document: UUID, seq: int) -> Rows:
        """Read the updates after a place of a log, in order, with their places."""
        request = Request(document, seq, asyncio.get_running_loop().create_future())
        self._requests.append(request)
        if self._reading is None:
            self._reading = asyncio.create_task(self._read())
        return await request.rows

    async def _read(self) -> None:
        while self._requests:
            requests, self._requests = self._requests, []
            try:
                found = await self._threads.run(rows_after, [(request.document, request.seq) for request in requests])
            except Exception as error:  # noqa: BLE001  whoever asked for it is told
                for request in requests:
                    if not request.rows.done():
                        request.rows.set_exception(error)
                continue
            for request in requests:
                if not request.rows.done():
                    request.rows.set_result([row for row in found.get(request.document, ()) if row[0] > request.seq])
        self._reading = None


def rows_after(places: Sequence[tuple[UUID, int]]) -> dict[UUID, Rows]:
    """Read what comes after these places of logs, of each log after the lowest, in order."""
    lowest: dict[UUID, int] = {}
    for document, seq in places:
        lowest[document] = min(seq, lowest.get(document, seq))
    found: dict[UUID, Rows] = {}
    with connection.cursor() as cursor:
        for document, seq, data in statements().read_after(cursor, list(lowest.items())):
            found.setdefault(document, []).append((seq, data))
    return found
