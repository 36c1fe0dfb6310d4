"""What was committed some seconds ago is in the copy, whatever writers, readers and other processes do to the log."""

import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest

from across.backup.continuous.copy_folder import CopyFolder, SegmentId
from across.backup.continuous.rebuilding import UnusableCopy, rebuild_database
from tests.support.databases import ROOT

SEED = int(os.environ.get("RONDE_TEST_SEED", "13"))
ROUNDS = int(os.environ.get("RONDE_TEST_COPY_ROUNDS", "3"))
PATIENCE_S = 60
SIZE = 700
type Copying = Callable[..., "subprocess.Popen[bytes]"]


@pytest.fixture
def database(tmp_path: Path) -> Path:
    path = tmp_path / "data" / "ronde.sqlite3"
    path.parent.mkdir()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("CREATE TABLE said (id INTEGER PRIMARY KEY, words TEXT NOT NULL)")
    return path


@pytest.fixture
def folder(tmp_path: Path) -> CopyFolder:
    return CopyFolder(tmp_path / "copies")


@pytest.fixture
def copying(database: Path, folder: CopyFolder) -> Iterator[Copying]:
    """Start the process that copies, with a log that starts again after some hundred rows."""
    started: list[subprocess.Popen[bytes]] = []

    def copying(segments_mib: float = 0.7) -> "subprocess.Popen[bytes]":
        command = [sys.executable, "-m", "across.backup.continuous", str(database), str(folder.path)]
        options = ["--files", str(database.parent / "files"), "--every", "0.05"]
        sizes = ["--log-mib", "0.3", "--segments-mib", str(segments_mib)]
        process = subprocess.Popen([*command, *options, *sizes], cwd=ROOT, stdin=subprocess.PIPE)
        started.append(process)
        return process

    yield copying
    for process in started:
        end(process)


def end(process: "subprocess.Popen[bytes]") -> None:
    """End it as the end of its server does."""
    assert process.stdin
    process.stdin.close()
    process.wait(PATIENCE_S)


def until(condition: Callable[[], Any]) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while not condition():
        assert time.monotonic() < deadline, "it does not come"
        time.sleep(0.01)


def until_copied(folder: CopyFolder) -> None:
    """Wait until a copy that began after now is done: the second time that one ends."""
    for _ in range(2):
        now = time.time()
        until(lambda: folder.copied.exists() and folder.copied.stat().st_mtime > now)  # noqa: B023
    until(folder.bases)


def words_of(number: int) -> str:
    return f"{number} " * (SIZE // len(f"{number} "))


def says(connection: sqlite3.Connection, *numbers: int) -> None:
    connection.executemany("INSERT INTO said VALUES (?, ?)", [(number, words_of(number)) for number in numbers])


def count_in(path: Path) -> int:
    """Return how many rows there are, which must be the first ones, each whole."""
    with closing(sqlite3.connect(path)) as connection:
        rows = connection.execute("SELECT id, words FROM said ORDER BY id").fetchall()
    assert rows == [(number, words_of(number)) for number in range(1, len(rows) + 1)]
    return len(rows)


def rebuilt(folder: CopyFolder, tmp_path: Path, process: "subprocess.Popen[bytes] | None" = None) -> int:
    """Take the copies as they are at this moment, make a database of them, and return how many rows it has."""
    taken = tmp_path / f"taken {time.monotonic_ns()}"
    if process:
        process.send_signal(signal.SIGSTOP)
    shutil.copytree(folder.path, taken)
    if process:
        process.send_signal(signal.SIGCONT)
    rebuild_database(CopyFolder(taken), taken / "database")
    return count_in(taken / "database")


def times_begun(folder: CopyFolder) -> int:
    """Return how often the log has started again in this run of the copier."""
    return max(each.segment for each in folder.segments(folder.bases()[-1]) or [SegmentId(0, 0)])


class Writer:
    """Commits row after row, in every way that makes trouble for whoever copies the log."""

    def __init__(self, database: Path, seed: int) -> None:
        self.database, self.chance = database, random.Random(seed)
        self.committed = 0

    def write(self) -> None:
        """Commit some rows over a connection of its own, or roll many back that had gone to the log already."""
        with closing(sqlite3.connect(self.database, timeout=20, isolation_level=None)) as connection:
            # Some move the log into the database whenever they can, as a command without our settings does.
            connection.execute(f"PRAGMA wal_autocheckpoint = {self.chance.choice([0, 1, 20, 1000])}")
            connection.execute("PRAGMA synchronous = OFF")  # processes are killed here, not machines
            connection.execute("PRAGMA cache_size = 5")  # a large transaction goes to the log before it is committed
            if self.chance.random() < 0.2:
                connection.execute("BEGIN IMMEDIATE")
                says(connection, *range(self.committed + 1, self.committed + 80))
                connection.execute("ROLLBACK")
            number = self.chance.choice([1, 1, 2, 5, 60])
            connection.execute("BEGIN IMMEDIATE")
            says(connection, *range(self.committed + 1, self.committed + number + 1))
            connection.execute("COMMIT")
            self.committed += number
            if self.chance.random() < 0.05:
                connection.execute("PRAGMA busy_timeout = 20")
                connection.execute(f"PRAGMA wal_checkpoint({self.chance.choice(['TRUNCATE', 'RESTART', 'FULL'])})")

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Write all along, in a thread."""
        ended = threading.Event()

        def go_on() -> None:
            while not ended.is_set():
                self.write()

        thread = threading.Thread(target=go_on)
        thread.start()
        try:
            yield
        finally:
            ended.set()
            thread.join()


def test_what_was_committed_before_a_copy_began_is_in_it(
    database: Path, folder: CopyFolder, copying: Copying, tmp_path: Path
) -> None:
    writer = Writer(database, SEED)
    process = copying()
    with writer.writing():
        for number in range(ROUNDS):
            if number % 2:
                process.kill()  # no time to copy anything; the next one begins anew
                process.wait()
                process = copying()
            until_copied(folder)
            until(lambda: times_begun(folder) > 3)
            acknowledged = writer.committed
            until_copied(folder)
            assert acknowledged <= rebuilt(folder, tmp_path, process) <= writer.committed + 60
    end(process)
    assert rebuilt(folder, tmp_path) == writer.committed == count_in(database)


def test_the_copies_do_not_grow_without_end(database: Path, folder: CopyFolder, copying: Copying) -> None:
    writer = Writer(database, SEED)
    copying()
    until_copied(folder)
    until(lambda: writer.write() or (len(folder.bases()) > 1 and folder.bases()[0].segment > 1))  # type: ignore[func-returns-value]
    assert len(folder.bases()) == 2
    until(lambda: not list(folder.path.glob("*-000001.*")))
    oldest = folder.bases()[0]
    until(lambda: all(place >= oldest for place in folder.segments(SegmentId(oldest.run, 0))))


def test_a_long_reader_holds_nobody_up_and_nothing_is_lost(
    database: Path, folder: CopyFolder, copying: Copying, tmp_path: Path
) -> None:
    writer = Writer(database, SEED)
    process = copying()
    until_copied(folder)
    with closing(sqlite3.connect(database, isolation_level=None)) as reader:
        reader.execute("BEGIN")
        (seen,) = reader.execute("SELECT count(*) FROM said").fetchone()
        for _ in range(300):
            writer.write()
        until_copied(folder)
        assert rebuilt(folder, tmp_path, process) == writer.committed
        assert reader.execute("SELECT count(*) FROM said").fetchone() == (seen,)
    end(process)
    assert rebuilt(folder, tmp_path) == writer.committed


def test_the_files_of_the_storage_are_copied(database: Path, folder: CopyFolder, copying: Copying) -> None:
    (database.parent / "files" / "printouts").mkdir(parents=True)
    (database.parent / "files" / "printouts" / "one.pdf").write_bytes(b"%PDF")
    copying()
    until((folder.files / "printouts" / "one.pdf").exists)
    (database.parent / "files" / "two.bin").write_bytes(bytes(2000))
    until((folder.files / "two.bin").exists)
    assert (folder.files / "two.bin").read_bytes() == bytes(2000)


def test_a_second_copier_does_not_write_into_the_same_folder(
    folder: CopyFolder, copying: Copying, monkeypatch: pytest.MonkeyPatch
) -> None:
    from across.backup.continuous.copy_folder import FolderInUse

    copying()
    until_copied(folder)
    with pytest.raises(FolderInUse, match="Another server copies into"), folder.held(seconds=0):
        pass


@pytest.mark.parametrize(
    ("kind", "damage", "sentence"),
    [
        ("sqlite3", lambda path: path.write_bytes(path.read_bytes()[:-1]), "not what was written"),
        ("wal", lambda path: path.unlink(), "a part of the log is missing"),
        ("wal", lambda path: path.write_bytes(path.read_bytes()[:-5000]), "is not what was written"),
        ("sqlite3.json", lambda path: path.unlink(), "no whole copy"),
    ],
)
def test_damaged_copies_are_refused(
    database: Path,
    folder: CopyFolder,
    copying: Copying,
    tmp_path: Path,
    kind: str,
    damage: Callable[[Path], object],
    sentence: str,
) -> None:
    process = copying(segments_mib=50)
    until_copied(folder)
    writer = Writer(database, SEED)
    until(lambda: writer.write() or len(folder.segments(folder.bases()[-1])) > 2)  # type: ignore[func-returns-value]
    end(process)
    base = folder.bases()[-1]
    for path in folder.path.glob(f"*.{kind}"):
        if kind != "wal" or path == folder.log(folder.segments(base)[1]):
            damage(path)
    with pytest.raises(UnusableCopy, match=sentence):
        rebuild_database(folder, tmp_path / "database")
