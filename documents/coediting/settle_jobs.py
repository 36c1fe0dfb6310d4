"""Settles documents once they are quiet, in a thread of its own, one after the other."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING

import structlog

from documents.coediting.executor import DatabaseThreads
from documents.coediting.settle import settle

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

QUIET_S = 3.0  # without a change, after which a document is settled
PATIENCE_S = 60.0  # after which one is settled that is never quiet
SHARE = 20  # of the time that settling a document takes, that passes before it is settled again

log = structlog.get_logger(__name__)


class SettleJobs:
    """Waits for documents to become quiet. `grew` is called, on the event loop, for one whose log grew."""

    def __init__(self, grew: Callable[[UUID], None]) -> None:
        self._grew = grew
        self._due: dict[UUID, tuple[float, float]] = {}  # document → (not before, in any case at)
        self._took: dict[UUID, float] = {}
        self._wake = asyncio.Event()
        self._thread = DatabaseThreads("documents-settling", 1)
        self._task = asyncio.create_task(self._run(), name="documents settling")

    def request(self, document: UUID) -> None:
        """Settle a document once nothing more is written in it for a while."""
        now = asyncio.get_running_loop().time()
        pause = max(QUIET_S, SHARE * self._took.get(document, 0.0))
        _quiet, latest = self._due.get(document, (0.0, now + max(PATIENCE_S, pause)))
        self._due[document] = (min(now + pause, latest), latest)
        self._wake.set()

    async def _run(self) -> None:
        loop = asyncio.get_running_loop()
        while True:
            await self._wake.wait()
            while self._due:
                document, (at, _latest) = min(self._due.items(), key=lambda item: item[1][0])
                if at > loop.time():
                    await asyncio.sleep(min(at - loop.time(), QUIET_S))
                    continue
                del self._due[document]
                await self._settle(document)
            self._wake.clear()

    async def _settle(self, document: UUID) -> None:
        began = time.monotonic()
        try:
            settled = await self._thread.run(settle, document)
        except Exception:
            # The next one must have its turn whatever became of this one; this one comes again when it is opened.
            log.exception("a document could not be settled", document=str(document))
            return
        took = time.monotonic() - began
        self._took.pop(document, None)
        if took * SHARE > QUIET_S:
            self._took[document] = took
        if settled.grew:
            self._grew(document)

    async def close(self) -> None:
        """Settle none any more; those that wait come again when they are opened."""
        self._task.cancel()
        await asyncio.gather(self._task, return_exceptions=True)
        await self._thread.close()
