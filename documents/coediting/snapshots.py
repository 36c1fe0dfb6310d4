"""Spares reading a whole log: now and then a document's state is written down, once another process has checked it.

Nothing of the log is removed. What merges the updates keeps even what rests on something missing; encoding a loaded
document would drop it.
"""

from __future__ import annotations

import hashlib
import subprocess
import sys
from pathlib import Path
from uuid import UUID

import structlog
from pycrdt import merge_updates

from documents.coediting.snapshot_check import UNREADABLE, write_request
from documents.models import Log, Snapshot

ROOT = Path(__file__).resolve().parents[2]
AFTER = 400  # updates since the last snapshot
AT_ONCE = 100  # merging costs the square of the number
PATIENCE_S = 60

log = structlog.get_logger(__name__)


def take_snapshot(document: UUID, *, after: int = AFTER) -> bool:
    """Write a document's state down if its log has grown by `after` updates; say whether it was.

    Refused, with a line in the log of the process, when a fresh process does not find in it what the log says.
    """
    row = Log.objects.filter(pk=document).first()
    last = row.snapshots.order_by("-seq").values_list("seq", flat=True).first() if row else None
    if row is None or row.seq - (last or 0) < max(after, 1):
        return False
    state = row.read()
    merged = merged_in_steps(state.updates)
    if not agrees(state.updates, merged):
        log.error("a snapshot does not say what the log says", document=str(document), seq=state.seq)
        return False
    Snapshot.objects.bulk_create(
        [Snapshot(log=row, seq=state.seq, data=merged, sha256=hashlib.sha256(merged).hexdigest())],
        ignore_conflicts=True,  # another node was as quick
    )
    return True


def merged_in_steps(updates: list[bytes]) -> bytes:
    """Merge updates, some at a time."""
    merged = updates[0]
    for start in range(1, len(updates), AT_ONCE):
        merged = merge_updates(merged, *updates[start : start + AT_ONCE])
    return merged


def agrees(updates: list[bytes], claim: bytes) -> bool:
    """Ask a fresh process whether `claim` holds what `updates` hold."""
    answer = subprocess.run(
        [sys.executable, "-m", "documents.coediting.snapshot_check"],
        input=write_request(updates, claim),
        capture_output=True,
        timeout=PATIENCE_S,
        cwd=ROOT,
        check=False,
    )
    said = answer.stdout.decode().split()
    return answer.returncode == 0 and len(said) == 2 and said[0] == said[1] != UNREADABLE
