"""Stores the state of a document now and then, so that opening it need not read the whole log. A separate process
writes and checks it.

Nothing of the log is removed. The process loads the log, writes the state, loads that state and compares. It is started
when it is first needed, and handles one document after the other.
"""

from __future__ import annotations

import asyncio
import hashlib
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path
from threading import Timer
from uuid import UUID

import structlog
from django.db.models import Sum
from django.db.models.functions import Length

from documents.coediting.executor import DatabaseThreads
from documents.coediting.log_access import failpoint
from documents.coediting.metrics import SNAPSHOT_FAILURES
from documents.coediting.models import Log, Snapshot
from documents.coediting.snapshot_check import Checked, read_answer, read_message, write_message, write_request

ROOT = Path(__file__).resolve().parents[2]
AFTER_OPEN = 4000  # updates since the last snapshot, while people write: only a crash leaves so many to be read again
GROWTH = 8  # a snapshot of all costs as much as all that is in it: so not before the log has grown by an eighth
AFTER_LEFT = 50  # the same, once everyone has left: the next to come finds little more than the snapshot
BYTES_LEFT = 16 * 1024  # or so many bytes of fewer updates
SPARSE = 20_000  # updates between two older ones: a past state is so many away at most, a tenth of a second
PATIENCE_S = 60
REST_S = 60  # without work, after which the checking process ends

log = structlog.get_logger(__name__)


def after_open(seq: int) -> int:
    """Return after how many updates a log that goes up to `seq` has another snapshot, while people write."""
    return max(AFTER_OPEN, seq // GROWTH)


class SnapshotCheck:
    """Asks the checking process, which is started where none runs. One thread at a time uses this; any may stop it."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._is_over = False

    @property
    def process_id(self) -> int | None:
        """Which process checks, where one runs."""
        return self._process.pid if self._process else None

    def snapshot_of(self, updates: list[bytes]) -> Checked | None:
        """Return these updates as one that holds the same, as compact as can be; or no state, and why. None where this
        was stopped before there was an answer: the server ends.
        """
        if self._is_over:
            return None
        process = self._process = self._process or _started()
        began, expiry = time.monotonic(), Timer(PATIENCE_S, process.kill)
        expiry.start()
        try:
            answer = _answer_to(process, write_request(updates))
        finally:
            expiry.cancel()
        if answer is not None:
            return read_answer(answer)
        errors = self._end()
        if self._is_over:
            return None
        if time.monotonic() - began >= PATIENCE_S:
            return Checked(None, why=f"no answer in {PATIENCE_S} s")
        return Checked(None, why=f"exit status {process.returncode}: {errors[-2000:].strip()}")

    def rest(self) -> None:
        """End the process until it is needed again."""
        if self._process:
            self._end()

    def stop(self) -> None:
        """End what runs, and run nothing more; whoever waits for an answer has none."""
        self._is_over = True
        if self._process:
            self._process.kill()

    def close(self) -> None:
        """Stop, and leave nothing behind; nobody may wait for an answer any more."""
        self.stop()
        self.rest()

    def _end(self) -> str:
        process, self._process = self._process, None
        return process.communicate()[1].decode(errors="replace") if process else ""


def _started() -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "documents.coediting.snapshot_check"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=ROOT,
    )


def _answer_to(process: subprocess.Popen[bytes], request: bytes) -> bytes | None:
    """Return the answer, or None where the process has ended."""
    if process.stdin is None or process.stdout is None:
        return None
    try:
        write_message(process.stdin, request)
    except OSError:
        return None
    return read_message(process.stdout)


def take_snapshot(document: UUID, *, after: int = AFTER_LEFT, check: SnapshotCheck | None = None) -> bool:
    """Write a document's state down if its log has grown by `after` updates, or by many bytes; say whether it was.

    Without a `check` a process is started for this one. Refused, with a line in the log of the process, when the
    checking process does not find in it what the log says.
    """
    row = Log.objects.filter(pk=document).first()
    last = row.snapshots.order_by("-seq").values_list("seq", flat=True).first() if row else None
    if row is None or (row.seq - (last or 0) < max(after, 1) and _bytes_after(row, last or 0) < BYTES_LEFT):
        return False
    state = row.read()
    if check:
        found = check.snapshot_of(state.updates)
    else:
        with closing(SnapshotCheck()) as own:
            found = own.snapshot_of(state.updates)
    if found is None:
        return False
    if found.state is None:
        SNAPSHOT_FAILURES.inc()
        log.error("a snapshot was not kept", document=str(document), seq=state.seq, why=found.why)
        return False
    failpoint("snapshot_checked")
    sha256 = hashlib.sha256(found.state).hexdigest()
    Snapshot.objects.bulk_create(
        [Snapshot(log=row, seq=state.seq, data=found.state, vector=found.vector, sha256=sha256)],
        ignore_conflicts=True,  # another node was as quick
    )
    failpoint("snapshot_written")
    _thin_out(row)
    return True


def _bytes_after(row: Log, seq: int) -> int:
    size = row.updates.filter(seq__gt=seq).aggregate(size=Sum(Length("data")))["size"]
    return size or 0


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
        self._due: dict[UUID, int] = {}
        self._wake = asyncio.Event()
        self._thread = DatabaseThreads("documents-snapshots", 1)
        self._check = SnapshotCheck()
        self._task = asyncio.create_task(self._run(), name="documents snapshots")

    def request(self, document: UUID, *, after: int) -> None:
        """Take a document's snapshot soon, if `after` updates have come since the last."""
        self._due[document] = min(after, self._due.get(document, after))
        self._wake.set()

    async def _run(self) -> None:
        while True:
            await self._until_wanted()
            self._wake.clear()
            while self._due:
                document = next(iter(self._due))
                after = self._due.pop(document)
                try:
                    await self._thread.run(take_snapshot, document, after=after, check=self._check)
                except Exception:
                    # The next one must have its turn whatever became of this one.
                    log.exception("a snapshot could not be taken", document=str(document))

    async def _until_wanted(self) -> None:
        try:
            await asyncio.wait_for(self._wake.wait(), REST_S)
        except TimeoutError:
            await self._thread.run(self._check.rest)
            await self._wake.wait()

    async def close(self) -> None:
        """Take none any more; one that is being taken is given up."""
        self._task.cancel()
        self._check.stop()
        await asyncio.gather(self._task, return_exceptions=True)
        await self._thread.close()
        await asyncio.to_thread(self._check.close)
