"""Make a database of the copies: the newest whole base, and what the log's segments have after it."""

import shutil
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path

from across.backup.continuous.copy_folder import CopyFolder, SegmentId, is_whole, seal_of


class UnusableCopy(Exception):
    """There is nothing in the folder from which a database can be made, with a sentence."""


@dataclass(frozen=True)
class Rebuilt:
    """How far the copies reach."""

    base: SegmentId
    segments: int
    copied_at: datetime


def rebuild_database(folder: CopyFolder, target: Path) -> Rebuilt:
    """Make the database at `target`, and check it.

    :raises UnusableCopy: when no base is whole, or what comes out is no sound database.
    """
    bases = folder.bases()
    if not bases:
        raise UnusableCopy(f"{folder.path} has no whole copy of a database.")
    base = next((place for place in reversed(bases) if is_whole(folder.base(place))), None)
    if base is None:
        raise UnusableCopy(f"The copies in {folder.path} are not what was written.")
    shutil.copyfile(folder.base(base), target)
    segments = folder.segments(base)
    _refuse_gaps(base, segments)
    for place in segments:
        _apply(folder.log(place), target, is_last=place == segments[-1])
    with closing(sqlite3.connect(target)) as connection:
        found = connection.execute("PRAGMA integrity_check(1)").fetchone()
        if found != ("ok",):
            raise UnusableCopy(f"The database that the copies make is not sound: {found[0]}.")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    newest = folder.log(segments[-1]) if segments else seal_of(folder.base(base))
    return Rebuilt(base, len(segments), datetime.fromtimestamp(newest.stat().st_mtime, UTC))


def _refuse_gaps(base: SegmentId, segments: list[SegmentId]) -> None:
    expected = [SegmentId(base.run, base.segment - 1), *segments] if segments else []
    for one, other in pairwise(expected):
        if other.segment != one.segment + 1:
            raise UnusableCopy(f"Between {one} and {other} a part of the log is missing.")


def _apply(log: Path, target: Path, *, is_last: bool) -> None:
    """Let SQLite move a segment into the database; of the last one, as much as was committed whole."""
    if not is_last and not is_whole(log):
        raise UnusableCopy(f"{log.name} is not what was written.")
    wal = target.with_name(f"{target.name}-wal")
    shutil.copyfile(log, wal)
    with closing(sqlite3.connect(target, isolation_level=None)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    wal.unlink(missing_ok=True)
    target.with_name(f"{target.name}-shm").unlink(missing_ok=True)
