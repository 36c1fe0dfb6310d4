"""A database for one benchmark, thrown away after it."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

KINDS = ("sqlite", "postgresql")


def on_databases(which: str, measure: Callable[[Path], int]) -> int:
    """Measure on a new database of a kind, or on one of each (`both`), each in a process of its own, as settings are
    read once. What measures gets the folder of the data; it returns a status, of which the worst is returned.
    """
    if which == "both":
        runs = [[sys.executable, *sys.argv, "--database", kind] for kind in KINDS]
        return max(subprocess.call(run) for run in runs)
    with throwaway_database(which) as folder:
        print(which, flush=True)
        return measure(folder)


@contextmanager
def throwaway_database(kind: str) -> Iterator[Path]:
    """Let settings lead to a database of a kind, not made yet, and to a new folder for everything else."""
    folder = Path(tempfile.mkdtemp(prefix="ronde-bench-"))
    os.environ |= {"RONDE_DATA_DIR": str(folder), "DJANGO_SETTINGS_MODULE": "config.settings"}
    for name in ("RONDE_DATABASE_URL", "RONDE_REDIS_URL", "RONDE_DEBUG"):
        os.environ.pop(name, None)
    try:
        if kind == "sqlite":
            yield folder
            return
        from postgres import Postgres

        with Postgres() as server:
            os.environ["RONDE_DATABASE_URL"] = server.url
            yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def gather_statistics() -> None:
    """Tell PostgreSQL how many rows are where, as it soon finds out by itself; SQLite never does on a server."""
    from django.db import connection

    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
