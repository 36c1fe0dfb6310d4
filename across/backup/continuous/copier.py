"""Copies what is committed, every few seconds, without ever holding up who writes for longer than a few milliseconds.

What makes it safe is a reading transaction that is open all the time: while anyone reads, SQLite does not let the log
start again, so every frame stays until it is copied. `start_log_again` hands over from one such transaction to the
next without a gap.
"""

import hashlib
import os
import sqlite3
import time
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from across.backup.continuous.copy_folder import CHUNK, CopyFolder, SegmentId
from across.backup.continuous.wal_index import WAL_HEADER, LogEnd, UnknownLog, read_log_end

MIB = 1024 * 1024
ROUNDS = 3


@dataclass(frozen=True)
class CopyLimits:
    """When what is done."""

    every_s: float = 2
    log_bytes: int = 64 * MIB
    """The log starts again when it is so long."""
    segments_bytes: int = 256 * MIB
    """A new base is copied when the segments since the last one are so long, and longer than the database."""


class Copier:
    """Copies one database. Its files are opened once and never closed: closing a file takes this process's locks on it
    away, SQLite's own among them (https://www.sqlite.org/howtocorrupt.html, 2.2).
    """

    def __init__(self, database: Path, folder: CopyFolder, limits: CopyLimits) -> None:
        self.folder, self.limits = folder, limits
        folder.prune()
        self.place = SegmentId(folder.next_run(), 1)
        self.reader, self.spare, self.writer = (_connect(database) for _ in range(3))
        _begin(self.reader)
        self.database = os.open(database, os.O_RDONLY)
        self.index = os.open(f"{database}-shm", os.O_RDONLY)
        self.source = os.open(f"{database}-wal", os.O_RDONLY)
        self.end: LogEnd | None = None
        self.target: BinaryIO | None = None
        self.copied = 0
        self.digest = hashlib.sha256()
        self.copied_at = 0.0
        self.base: SegmentId | None = None
        self.base_bytes = 0
        self.copy_log()
        self.copy_base()

    def step(self) -> None:
        """Do what is due."""
        self.copy_log()
        if self.copied > self.limits.log_bytes:
            self.start_log_again()
        if self.place != self.base and self._segments_bytes() > max(self.limits.segments_bytes, self.base_bytes):
            self.copy_base()

    def copy_log(self) -> None:
        """Copy what was committed since the last time, and see it on disk.

        :raises UnknownLog: when the log is not the one that we hold.
        """
        end = read_log_end(self.index)
        if end.frames and (self.end is None or end.salts != self.end.salts):
            self._begin_segment(end)
        if self.end and end.salts == self.end.salts:
            if end.size < self.copied:
                raise UnknownLog("the write-ahead log has become shorter")
            self._copy_frames(end)
        self.copied_at = time.monotonic()
        if self.base:  # without one, nothing of this run makes a database
            self.folder.copied.touch()

    def start_log_again(self) -> None:
        """Move the log into the database file, so that the next who writes starts it again; copied to its end before.

        Where a person reads or writes for long, nothing changes, and it is tried again at the next step.
        """
        for _ in range(ROUNDS):  # nearly all of the work, while people write; less is left each time
            self._read_anew()
            _checkpoint(self.spare)
        try:
            self.writer.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError:
            return
        try:
            self.copy_log()  # nobody writes: this is all that the log will ever have, if it starts again
            _end(self.reader)
            _checkpoint(self.spare)
            _begin(self.reader)  # before anyone writes: from here on nobody else moves the log
        finally:
            _end(self.writer)

    def _read_anew(self) -> None:
        """Read what was committed by now instead of what was earlier; the log can only start again once it is copied.

        Either the new reader keeps it from doing so, or it began when all that was committed had been moved. Then what
        is committed later cannot be moved while it reads, and what was committed before is copied here.
        """
        _begin(self.spare)
        self.copy_log()
        _end(self.reader)
        self.reader, self.spare = self.spare, self.reader

    def copy_base(self) -> None:
        """Copy the database file, which nobody writes to meanwhile, or only what the log has as well."""
        place = self.place
        part = self.folder.path / f"{place}.sqlite3.part"
        digest, offset = hashlib.sha256(), 0
        with part.open("wb") as file:
            while chunk := os.pread(self.database, CHUNK, offset):
                file.write(chunk)
                digest.update(chunk)
                offset += len(chunk)
                if time.monotonic() - self.copied_at > self.limits.every_s:
                    self.copy_log()
            file.flush()
            os.fsync(file.fileno())
        part.rename(self.folder.base(place))
        self.copy_log()
        self.folder.write_seal(self.folder.base(place), digest.hexdigest())
        self.folder.prune(place.run)
        self.base, self.base_bytes = place, offset
        self.folder.copied.touch()

    def _segments_bytes(self) -> int:
        since = self.folder.segments(self.base) if self.base else []
        return sum(self.folder.log(place).stat().st_size for place in since)

    def _begin_segment(self, end: LogEnd) -> None:
        if self.target:
            self.target.close()
            self.folder.write_seal(self.folder.log(self.place), self.digest.hexdigest())
            self.place = SegmentId(self.place.run, self.place.segment + 1)
        header = os.pread(self.source, WAL_HEADER, 0)
        if header[16:24] != end.salts:
            raise UnknownLog("the write-ahead log is not the one that its index is of")
        self.target = self.folder.log(self.place).open("xb")
        self.folder.sync()
        self.end, self.copied, self.digest = end, 0, hashlib.sha256()

    def _copy_frames(self, end: LogEnd) -> None:
        if not self.target or not end.frames or self.copied == end.size:
            return
        while self.copied < end.size:
            chunk = os.pread(self.source, min(MIB, end.size - self.copied), self.copied)
            if not chunk:
                raise UnknownLog("the write-ahead log is shorter than its index says")
            self.target.write(chunk)
            self.digest.update(chunk)
            self.copied += len(chunk)
        self.target.flush()
        os.fdatasync(self.target.fileno())


def _connect(database: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(database, timeout=5, isolation_level=None)
    connection.execute("PRAGMA wal_autocheckpoint = 0")
    (mode,) = connection.execute("PRAGMA journal_mode").fetchone()
    if mode != "wal":
        raise UnknownLog("the database has no write-ahead log")
    return connection


def _begin(connection: sqlite3.Connection) -> None:
    connection.execute("BEGIN")
    connection.execute("SELECT count(*) FROM sqlite_master").fetchone()  # reading begins with the first statement


def _end(connection: sqlite3.Connection) -> None:
    connection.execute("ROLLBACK")


def _checkpoint(connection: sqlite3.Connection) -> None:
    connection.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()
