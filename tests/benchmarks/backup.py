"""Measure backup, verification and restoring, and how much is lost with the disk.

    tests/benchmarks/backup.py [--mib 300] [--database sqlite|postgresql|both] [--limit-s-per-gib 300]
    tests/benchmarks/backup.py --copy [--rounds 20] [--limit-s 10]

The first fills a throwaway database (the sample, then documents that people typed, talk and record entries), and runs
the commands as people do; a restore ends when record and documents are checked. The second writes all along into a
database that is copied continuously, kills the copier at any moment, and says how old the oldest change is that the
copies lack.
"""

import argparse
import io
import json
import os
import random
import resource
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
import uuid
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from itertools import batched
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
GIB, MIB = 1024**3, 1024**2
EDITS = 20_000
"""Edits of one document; the largest that people wrote in the benchmarks of others have 260,000."""


def fill(mib: int) -> None:
    """Load the sample, then add documents, messages and entries until the database has that size."""
    from django.core.management import call_command

    from circles.projects.models import Project
    from documents.documents.models import Document
    from foundation.accounts.models import User
    from foundation.audit.models import Head

    call_command("migrate", verbosity=0, interactive=False)
    call_command("sample", language="en", verbosity=0, stdout=io.StringIO())
    project, user = Project.objects.get(), User.objects.earliest("joined_at")
    edits = typed_edits()
    number = 0
    while database_bytes() < mib * MIB:
        number += 1
        document = Document.create(project.circles.general(), f"Typed {number}", by=user)
        add_edits(document, user, edits)
        add_messages(project, user, 2_000, number)
        add_entries(Head.objects.get(pk=project.record_id), 200)


def typed_edits() -> list[bytes]:
    """Return the updates of a person who types, and sometimes deletes."""
    from pycrdt import Doc, Text

    doc: Doc[Any] = Doc()
    text = doc.get("t", type=Text)
    edits: list[bytes] = []
    watched = doc.observe(lambda event: edits.append(event.update))
    chance = random.Random(1)
    for number in range(EDITS):
        if number % 10 == 9:
            place = chance.randrange(len(text))
            del text[place : place + 1]
        else:
            text.insert(len(text), "abcdefgh "[number % 9])
    doc.unobserve(watched)
    return edits


def add_edits(document: Any, user: Any, edits: list[bytes]) -> None:
    """Write a document's log."""
    from documents.coediting.models import Update
    from documents.coediting.snapshots import take_snapshot

    log = document.log
    for some in batched(enumerate(edits, start=1), 5000, strict=False):
        Update.objects.bulk_create(
            Update(log=log, seq=seq, message_id=uuid.uuid4().hex, user=user, data=data) for seq, data in some
        )
    log.seq = len(edits)
    log.save()
    take_snapshot(log.pk)


def add_messages(project: Any, user: Any, number: int, seed: int) -> None:
    """Write a topic full of messages."""
    from chat.chat.models import Message, Room
    from chat.chat.workflows.conversation import open_topic
    from foundation.audit import clock

    topic = open_topic(Room.of(project.circles.general()), f"Talk {seed}", by=user)
    now = clock.now()
    words = "The seal leaks 0.4 ml an hour, so we change it. " * 4
    Message.objects.bulk_create(
        [
            Message(
                topic=topic, seq=each, author=user, text=f"{each} {words}", html=f"<p>{each} {words}</p>", said_at=now
            )
            for each in range(1, number + 1)
        ]
    )


def add_entries(head: Any, number: int) -> None:
    """Append to the record, as its own function does."""
    from django.db import transaction

    from foundation.audit.models import Entry

    with transaction.atomic():
        for each in range(number):
            Entry.write(
                project=head.pk, actor=None, event="action.created", subject_kind="action", subject=str(each),
                title="Measure the voltage", facts={"day": "2026-11-27"}, personal={"who": "Ada Mercier"},
            )  # fmt: skip


def database_bytes() -> int:
    """Return how large the database is."""
    from django.db import connection

    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT pg_database_size(current_database())")
        else:
            cursor.execute("SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()")
        return int(cursor.fetchone()[0])


def manage(*words: str, **environment: str) -> float:
    """Run a command, and return the seconds it took."""
    begun, worked = time.perf_counter(), processor_s()
    command = [sys.executable, str(ROOT / "manage.py"), *words]
    result = subprocess.run(command, env=os.environ | environment, capture_output=True, text=True, check=False)
    if result.returncode:
        sys.exit(result.stdout + result.stderr)
    seconds = time.perf_counter() - begun
    name = " ".join(words[:-1])
    print(f"  {name}: {seconds:.1f} s, {processor_s() - worked:.1f} s of processor. {result.stdout.splitlines()[-1]}")
    return seconds


def processor_s() -> float:
    """Return the processor time of the commands that have ended; what PostgreSQL works comes on top."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def measure_backup(options: argparse.Namespace, folder: Path, elsewhere: dict[str, str]) -> float:
    """Fill, back up, verify and restore; return the seconds that a GiB takes to be restored."""
    import django

    django.setup()
    begun = time.perf_counter()
    fill(options.mib)
    size = database_bytes()
    print(f"{options.database}: {size / MIB:.0f} MiB, made in {time.perf_counter() - begun:.0f} s", flush=True)
    path = str(options.keep / f"{options.database}.backup" if options.keep else folder / "backup")
    manage("backup", path)
    print(f"  the file has {Path(path).stat().st_size / MIB:.0f} MiB")
    manage("backup", "verify", path)
    seconds = manage("restore", path, **elsewhere)
    a_gib = seconds * GIB / size
    print(f"  a GiB of database is restored in {a_gib:.0f} s", flush=True)
    return a_gib


@contextmanager
def a_copier(database: Path, folder: Path) -> Iterator["subprocess.Popen[bytes]"]:
    """Run the process that copies, as an embedded server does."""
    command = [
        sys.executable,
        "-m",
        "across.backup.continuous",
        str(database),
        str(folder),
        "--files",
        str(folder / "none"),
    ]
    process = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE)
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def measure_copy(options: argparse.Namespace, folder: Path) -> float:
    """Write, kill, rebuild; return the age of the oldest change that was lost, at most."""
    from across.backup.continuous.copy_folder import CopyFolder
    from across.backup.continuous.rebuilding import rebuild_database

    database, copies = folder / "database", CopyFolder(folder / "copies")
    with closing(sqlite3.connect(database)) as rows:
        rows.execute("PRAGMA journal_mode = WAL")
        rows.execute("CREATE TABLE said (id INTEGER PRIMARY KEY, at REAL, words TEXT)")
    ended, committed = threading.Event(), [0.0]
    writer = threading.Thread(target=write_all_along, args=(database, ended, committed))
    chance, ages = random.Random(1), []
    writer.start()
    try:
        for number in range(options.rounds):
            with a_copier(database, copies.path) as process:
                before = time.time()
                while not copies.copied.exists() or copies.copied.stat().st_mtime < before:
                    time.sleep(0.01)
                time.sleep(chance.uniform(1, 5))
                process.kill()
                killed = time.time()
                process.wait()
            target = folder / f"rebuilt-{number}"
            rebuild_database(copies, target)
            with closing(sqlite3.connect(target)) as rows:
                last = rows.execute("SELECT max(id) FROM said").fetchone()[0] or 0
            target.unlink()
            ages.append(killed - committed[last + 1] if last + 1 < len(committed) else 0.0)
    finally:
        ended.set()
        writer.join()
    print(f"{len(committed):,} commits, killed {len(ages)} times; the oldest change lost was {max(ages):.2f} s old")
    print(json.dumps([round(age, 2) for age in sorted(ages)]))
    return max(ages)


def write_all_along(database: Path, ended: threading.Event, committed: list[float]) -> None:
    """Commit row after row, and note when each was."""
    with closing(sqlite3.connect(database, timeout=20, isolation_level=None)) as rows:
        rows.execute("PRAGMA synchronous = FULL")
        rows.execute("PRAGMA wal_autocheckpoint = 100000")
        while not ended.is_set():
            rows.execute("INSERT INTO said VALUES (?, ?, ?)", (len(committed), time.time(), "words " * 500))
            committed.append(time.time())


def main() -> int:
    """Measure and print; 1 when it is beyond the limit."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--mib", type=int, default=300)
    parser.add_argument("--database", choices=["sqlite", "postgresql", "both"], default="both")
    parser.add_argument("--limit-s-per-gib", type=float, default=300)
    parser.add_argument("--keep", type=Path, metavar="DIR", help="leave the backups there")
    parser.add_argument("--copy", action="store_true", help="measure the continuous copy")
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--limit-s", type=float, default=10)
    options = parser.parse_args()
    if options.database == "both" and not options.copy:  # a process each: settings are read once
        runs = [["--database", name] for name in ("sqlite", "postgresql")]
        return max(subprocess.call([sys.executable, __file__, *sys.argv[1:], *run]) for run in runs)
    folder = Path(tempfile.mkdtemp(prefix="ronde-bench-"))
    os.environ |= {"RONDE_DATA_DIR": str(folder / "data"), "DJANGO_SETTINGS_MODULE": "config.settings"}
    for name in ("DATABASE_URL", "REDIS_URL", "DEBUG", "BACKUP_DIR"):
        os.environ.pop(f"RONDE_{name}", None)
    sys.path[:0] = [str(ROOT), str(ROOT / "script" / "lib")]
    with ExitStack() as stack:
        stack.callback(shutil.rmtree, folder, ignore_errors=True)
        if options.copy:
            return int(measure_copy(options, folder) > options.limit_s)
        elsewhere = {"RONDE_DATA_DIR": str(folder / "elsewhere")}
        if options.database == "postgresql":
            import psycopg
            from postgres import Postgres

            url = stack.enter_context(Postgres()).url
            with closing(psycopg.connect(url)) as session:
                session.autocommit = True
                session.cursor().execute("CREATE DATABASE elsewhere")
            os.environ["RONDE_DATABASE_URL"] = url
            elsewhere["RONDE_DATABASE_URL"] = f"{url.rpartition('/')[0]}/elsewhere"
        return int(measure_backup(options, folder, elsewhere) > options.limit_s_per_gib)


if __name__ == "__main__":
    sys.exit(main())
