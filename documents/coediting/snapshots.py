"""Spares reading a whole log: now and then a document's state is written down, once another process has checked it.

Nothing of the log is removed. That process also does the work: it loads the log, writes the state, and loads it again.
"""

from __future__ import annotations

import asyncio
import hashlib
import subprocess
import sys
from pathlib import Path
from uuid import UUID

import structlog

from documents.coediting.executor import DatabaseThreads
from documents.coediting.metrics import SNAPSHOT_FAILURES
from documents.coediting.snapshot_check import read_answer, write_request
from documents.models import Log, Snapshot

ROOT = Path(__file__).resolve().parents[2]
AFTER = 400  # updates since the last snapshot
SPARSE = 20_000  # updates between two older ones: a past state is so many away at most, a tenth of a second
PATIENCE_S = 60

log = structlog.get_logger(__name__)


class SnapshotCheck:
    """Runs the checking process, one at a time."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._is_over = False

    def snapshot_of(self, updates: list[bytes]) -> tuple[bytes | None, str]:
        """Return these updates as one that holds the same, as compact as can be; or none, and why."""
        if self._is_over:
            return None, "the server ends"
        with subprocess.Popen(
            [sys.executable, "-m", "documents.coediting.snapshot_check"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            cwd=ROOT,
        ) as process:
            self._process = process
            try:
                answer, errors = process.communicate(write_request(updates), timeout=PATIENCE_S)
            except subprocess.TimeoutExpired:
                process.kill()
                return None, f"no answer in {PATIENCE_S} s"
            finally:
                self._process = None
        if process.returncode:
            return None, f"exit status {process.returncode}: {errors.decode(errors='replace')[-2000:].strip()}"
        return read_answer(answer)

    def stop(self) -> None:
        """End what runs, and run nothing more."""
        self._is_over = True
        if self._process:
            self._process.kill()


def take_snapshot(document: UUID, *, after: int = AFTER, check: SnapshotCheck | None = None) -> bool:
    """Write a document's state down if its log has grown by `after` updates; say whether it was.

    Refused, with a line in the log of the process, when a fresh process does not find in it what the log says.
    """
    row = Log.objects.filter(pk=document).first()
    last = row.snapshots.order_by("-seq").values_list("seq", flat=True).first() if row else None
    if row is None or row.seq - (last or 0) < max(after, 1):
        return False
    state = row.read()
    data, why = (check or SnapshotCheck()).snapshot_of(state.updates)
    if data is None:
        SNAPSHOT_FAILURES.inc()
        log.error("a snapshot was not kept", document=str(document), seq=state.seq, why=why)
        return False
    Snapshot.objects.bulk_create(
        [Snapshot(log=row, seq=state.seq, data=data, sha256=hashlib.sha256(data).hexdigest())],
        ignore_conflicts=True,  # another node was as quick
    )
    _thin_out(row)
    return True


def _thin_out(row: Log) -> None:
    """Keep the last two, and of those before them one in so many updates, from which past states are read."""
    seqs = list(row.snapshots.order_by("seq").values_list("seq", flat=True))
    kept = 0
    for seq in seqs[:-2]:
        if seq - kept >= SPARSE:
            kept = seq
        else:
            row.snapshots.filter(seq=seq).delete()


class SnapshotJobs:
    """Takes snapshots in a thread of its own, one after the other; who is asked for again while waiting, waits once."""

    def __init__(self) -> None:
        self._due: dict[UUID, None] = {}
        self._wake = asyncio.Event()
        self._thread = DatabaseThreads("documents-snapshots", 1)
        self._check = SnapshotCheck()
        self._task = asyncio.create_task(self._run(), name="documents snapshots")

    def request(self, document: UUID) -> None:
        """Take a document's snapshot soon, if one is due."""
        self._due[document] = None
        self._wake.set()

    async def _run(self) -> None:
        while True:
            await self._wake.wait()
            self._wake.clear()
            while self._due:
                document = next(iter(self._due))
                del self._due[document]
                try:
                    await self._thread.run(take_snapshot, document, check=self._check)
                except Exception:
                    # The next one must have its turn whatever became of this one.
                    log.exception("a snapshot could not be taken", document=str(document))

    async def close(self) -> None:
        """Take none any more; one that is being taken is given up."""
        self._task.cancel()
        self._check.stop()
        await asyncio.gather(self._task, return_exceptions=True)
        await self._thread.close()
