"""The folder with the copies: which files it has, and which of them make a database.

    0002-000007.sqlite3        a base: the database file as it was while the log was segment 7
    0002-000007.wal            segment 7: the log from its first frame to the last copied commit
    0002-000007.sqlite3.json   written once that base is whole: its SHA-256
    0002-000007.wal.json       the same for a segment, before the next one begins
    files/                     the files of the storage
    copied                     touched each time when all that was committed has been copied

The first number is that of a run of the copier. Between two runs something may have been committed that neither has
seen, so a base goes with the segments of its own run only.
"""

import fcntl
import hashlib
import json
import os
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

NAME = re.compile(r"(\d{4,})-(\d{6,})\.((?:sqlite3|wal)(?:\.json)?)")
KEPT_BASES = 2
LOCK_S = 15
CHUNK = 4 * 1024 * 1024


class FolderInUse(Exception):
    """Another process copies into this folder."""


@dataclass(frozen=True, order=True)
class SegmentId:
    """A run of the copier, and a segment of the log in it."""

    run: int
    segment: int

    def __str__(self) -> str:
        return f"{self.run:04}-{self.segment:06}"


@dataclass(frozen=True)
class CopyFolder:
    """Names, and what may go."""

    path: Path

    def base(self, place: SegmentId) -> Path:
        """Return the file of a base."""
        return self.path / f"{place}.sqlite3"

    def log(self, place: SegmentId) -> Path:
        """Return the file of a segment."""
        return self.path / f"{place}.wal"

    @property
    def files(self) -> Path:
        """Return the folder with copies of the storage's files."""
        return self.path / "files"

    @property
    def copied(self) -> Path:
        """Return the file whose time says when all was copied last."""
        return self.path / "copied"

    def bases(self) -> list[SegmentId]:
        """Return the whole bases, the oldest first."""
        return sorted(place for place, kind, _ in self._found() if kind == "sqlite3.json" and self.base(place).exists())

    def segments(self, base: SegmentId) -> list[SegmentId]:
        """Return the segments that go with a base, in order."""
        found = (place for place, kind, _ in self._found() if kind == "wal")
        return sorted(place for place in found if place.run == base.run and place >= base)

    def next_run(self) -> int:
        """Return a number that no run has had."""
        return max((place.run for place, *_ in self._found()), default=0) + 1

    def write_seal(self, file: Path, digest: str) -> None:
        """Say that a base or segment is whole."""
        part = file.with_name(f"{file.name}.json.part")
        with part.open("w") as out:
            json.dump({"sha256": digest}, out)
            out.flush()
            os.fsync(out.fileno())
        part.rename(seal_of(file))
        self.sync()

    def prune(self, current: int | None = None) -> None:
        """Remove what is older than the last whole bases, and what never became whole in a run other than this one."""
        bases = self.bases()
        oldest = bases[-KEPT_BASES:][0] if bases else None
        runs = {place.run for place in bases}
        for place, _, path in list(self._found()):
            if (oldest and place < oldest) or (place.run not in runs and place.run != current):
                path.unlink(missing_ok=True)
        for part in self.path.glob("*.part"):
            if not part.name.startswith(f"{current:04}-" if current else "-"):
                part.unlink(missing_ok=True)

    def sync(self) -> None:
        """Let names survive a power cut."""
        handle = os.open(self.path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)

    @contextmanager
    def held(self, seconds: float = LOCK_S) -> Iterator[None]:
        """Be the only one who copies here; a copier whose server has just ended is waited for.

        :raises FolderInUse: when another one goes on.
        """
        self.path.mkdir(mode=0o700, parents=True, exist_ok=True)
        with (self.path / "lock").open("a") as handle:
            deadline = time.monotonic() + seconds
            while True:
                try:
                    fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    break
                except OSError:
                    if time.monotonic() > deadline:
                        raise FolderInUse(f"Another server copies into {self.path}.") from None
                    time.sleep(0.05)
            handle.truncate(0)
            handle.write(str(os.getpid()))
            handle.flush()
            yield

    def _found(self) -> Iterator[tuple[SegmentId, str, Path]]:
        for path in self.path.iterdir() if self.path.is_dir() else ():
            if match := NAME.fullmatch(path.name):
                yield SegmentId(int(match[1]), int(match[2])), match[3], path


def seal_of(file: Path) -> Path:
    """Return the file that says that another one is whole."""
    return file.with_name(f"{file.name}.json")


def is_whole(file: Path) -> bool:
    """Read a base or segment, and say whether it is what was written."""
    if not seal_of(file).exists():
        return False
    digest = hashlib.sha256()
    with file.open("rb") as source:
        while chunk := source.read(CHUNK):
            digest.update(chunk)
    return bool(json.loads(seal_of(file).read_text()) == {"sha256": digest.hexdigest()})
