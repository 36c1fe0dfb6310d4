"""Works on documents once they are quiet, in a thread of its own, one after the other."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING

import structlog

from documents.coediting.executor import DatabaseThreads

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

SHARE = 20  # of the time that the work on a document takes, that passes before it is done again

log = structlog.get_logger(__name__)


class QuietJobs:
    """Waits for documents to become quiet: for `quiet` seconds without a change, or, for one that never is, for
    `patience` seconds. `done` is called, on the event loop, for one on which `work` says that it did something.
    """

    def __init__(
        self,
        name: str,
        work: Callable[[UUID], bool],
        done: Callable[[UUID], None] | None = None,
        *,
        quiet: float,
        patience: float,
    ) -> None:
        self._name, self._run_on, self._done = name, work, done
        self._quiet, self._patience = quiet, patience
        self._due: dict[UUID, tuple[float, float]] = {}  # document → (not before, in any case at)
        self._took: dict[UUID, float] = {}
        self._wake = asyncio.Event()
        self._thread = DatabaseThreads(f"documents-{name}", 1)
        self._task = asyncio.create_task(self._run(), name=f"documents {name}")

    def request(self, document: UUID) -> None:
        """Work on a document once nothing more is written in it for a while."""
        now = asyncio.get_running_loop().time()
        pause = max(self._quiet, SHARE * self._took.get(document, 0.0))
        _quiet, latest = self._due.get(document, (0.0, now + max(self._patience, pause)))
        self._due[document] = (min(now + pause, latest), latest)
        self._wake.set()

    async def _run(self) -> None:
        loop = asyncio.get_running_loop()
        while True:
            await self._wake.wait()
            while self._due:
                document, (at, _latest) = min(self._due.items(), key=lambda item: item[1][0])
                if at > loop.time():
                    await asyncio.sleep(min(at - loop.time(), self._quiet))
                    continue
                del self._due[document]
                await self._work_on(document)
            self._wake.clear()

    async def _work_on(self, document: UUID) -> None:
        began = time.monotonic()
        try:
            did_something = await self._thread.run(self._run_on, document)
        except Exception:
            # The next one must have its turn whatever became of this one; this one comes again when it is opened.
            log.exception("the work on a quiet document failed", work=self._name, document=str(document))
            return
        took = time.monotonic() - began
        self._took.pop(document, None)
        if took * SHARE > self._quiet:
            self._took[document] = took
        if did_something and self._done:
            self._done(document)

    async def close(self) -> None:
        """Work on none any more; those that wait come again when they are opened."""
        self._task.cancel()
        await asyncio.gather(self._task, return_exceptions=True)
        await self._thread.close()
