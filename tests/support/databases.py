"""Databases for tests: a template migrated once, and clones of it that cost some milliseconds.

Append-only tables refuse to be flushed, and their triggers stay on in tests. So a test that commits throws its clone
away instead of emptying it. SQLite clones are copied files; PostgreSQL copies a template by itself.
"""

import ast
import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg2
from django.conf import settings
from django.db import connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created

ROOT = Path(__file__).resolve().parents[2]
SHELF = Path(tempfile.gettempdir()) / f"ronde-templates-{os.getuid()}"

_opened: weakref.WeakSet[BaseDatabaseWrapper] = weakref.WeakSet()


def _remember(connection: BaseDatabaseWrapper, **_: object) -> None:
    _opened.add(connection)


connection_created.connect(_remember)


def fingerprint() -> str:
    """Name the schema: the migrations, what of ours they import, and the versions of everything else."""
    digest = hashlib.sha256((ROOT / "requirements" / "base.txt").read_bytes())
    for path in sorted(ROOT.glob("*/migrations/*.py")):
        digest.update(path.read_bytes())
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.ImportFrom) and node.module:
                ours = ROOT / (node.module.replace(".", "/") + ".py")
                digest.update(ours.read_bytes() if ours.exists() else b"")
    return digest.hexdigest()[:16]


@contextmanager
def alone() -> Iterator[None]:
    """Let one process at a time make the template; the others wait and find it made."""
    SHELF.mkdir(exist_ok=True)
    with (SHELF / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def migrate(url: str) -> None:
    """Bring the database of this address to the newest schema, in a process of its own."""
    command = [sys.executable, str(ROOT / "manage.py"), "migrate", "--verbosity=0", "--no-input"]
    environment = os.environ | {"RONDE_DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "config.settings"}
    result = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if result.returncode:
        raise RuntimeError(f"the template could not be migrated:\n{result.stdout}{result.stderr}")


def close_all() -> None:
    """Close the connections of every thread: one left open would go on reading a clone that is gone."""
    for opened in list(_opened):
        opened.inc_thread_sharing()
        try:
            opened.close()
        finally:
            opened.dec_thread_sharing()


def point_to(name: str) -> None:
    """Make Django, in every thread, use the database of this name (SQLite: path)."""
    close_all()
    settings.DATABASES["default"]["NAME"] = name
    connections["default"].settings_dict["NAME"] = name


class SQLiteClones:
    """Clones are files in `folder`."""

    def __init__(self, folder: Path) -> None:
        self.template = SHELF / f"{fingerprint()}.sqlite3"
        self.folder = folder
        self.count = 0
        self.current: Path | None = None

    def make_template(self) -> None:
        with alone():
            if self.template.exists():
                return
            part = self.template.with_suffix(f".{os.getpid()}")
            part.unlink(missing_ok=True)
            migrate(f"sqlite:///{part}")
            part.replace(self.template)

    def fresh(self) -> None:
        """Throw the current clone away and take a new one."""
        old, self.count = self.current, self.count + 1
        self.current = self.folder / f"clone-{os.getpid()}-{self.count}.sqlite3"
        self.copy(self.current)
        point_to(str(self.current))
        self._discard(old)

    def drop(self) -> None:
        close_all()
        self._discard(self.current)

    def copy(self, path: Path) -> None:
        """Make the file `path` from the template."""
        shutil.copyfile(self.template, path)

    @staticmethod
    def _discard(path: Path | None) -> None:
        if path:
            for suffix in ("", "-wal", "-shm"):
                Path(f"{path}{suffix}").unlink(missing_ok=True)


class PostgresClones:
    """Clones are databases on the server that `url` leads to (`postgres://…/postgres`)."""

    def __init__(self, url: str) -> None:
        self.server, self.maintenance = url.rsplit("/", 1)
        self.template = f"ronde_template_{fingerprint()}"
        self.count = 0
        self.current: str | None = None

    def make_template(self) -> None:
        with alone():
            if self._run("SELECT 1 FROM pg_database WHERE datname = %s", self.template):
                return
            part = f"{self.template}_part"
            self.discard(part)
            self.create(part)
            migrate(f"{self.server}/{part}")
            self._run(f"ALTER DATABASE {part} RENAME TO {self.template}")

    def fresh(self) -> None:
        """Throw the current clone away and take a new one."""
        old, self.count = self.current, self.count + 1
        self.current = f"ronde_clone_{os.getpid()}_{self.count}"
        self.copy(self.current)
        point_to(self.current)
        self.discard(old)

    def create(self, name: str) -> None:
        """Make an empty database."""
        self._run(f"CREATE DATABASE {name}")

    def copy(self, name: str) -> str:
        """Make the database `name` from the template and give its address."""
        # FILE_COPY: three times as fast as the default for a database this small on a server without fsync
        self._run(f"CREATE DATABASE {name} TEMPLATE {self.template} STRATEGY FILE_COPY")
        return f"{self.server}/{name}"

    def drop(self) -> None:
        close_all()
        self.discard(self.current)

    def discard(self, name: str | None) -> None:
        """Drop a database, whoever still looks at it."""
        if name:
            self._run(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")

    def _run(self, statement: str, *parameters: str) -> list[tuple[object, ...]]:
        session = psycopg2.connect(f"{self.server}/{self.maintenance}")
        session.autocommit = True
        try:
            with session.cursor() as cursor:
                cursor.execute(statement, parameters or None)
                return list(cursor.fetchall()) if cursor.description else []
        finally:
            session.close()


def clones(folder: Path) -> SQLiteClones | PostgresClones:
    """Give the clones of the database that this process runs on."""
    if connection.vendor == "sqlite":
        return SQLiteClones(folder)
    return PostgresClones(os.environ["RONDE_DATABASE_URL"])
