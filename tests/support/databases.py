"""Databases that tests copy: with the schema alone, or with the sample project, each made once in a run.

Append-only tables refuse to be flushed, and their triggers stay on in tests. So after a test that commits, the database
is copied anew.
"""

import fcntl
import os
import shutil
import sqlite3
import subprocess
import sys
import weakref
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import psycopg
from django.conf import settings
from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created

from tests.support.rotation import DEEP
from tests.support.rows_put_back import Rows

ROOT = Path(__file__).resolve().parents[2]
FOLDER = Path(os.environ["RONDE_TEST_FOLDER"])
"""What all processes of a run share (tests/settings.py)."""


class Databases(Protocol):
    """The databases of one server, by name."""

    def url(self, name: str) -> str: ...

    def exists(self, name: str) -> bool: ...

    def create(self, name: str) -> None: ...

    def copy(self, template: str, name: str) -> None:
        """Make `name`, or what it holds already, the same as the template."""

    def drop(self, name: str) -> None: ...

    def rows_of(self, name: str) -> Rows | None:
        """Return what a database holds, where putting that back is quicker than copying it."""

    def put_back(self, rows: Rows, name: str) -> bool:
        """Make a database hold this again; False where that takes a copy."""


@dataclass(frozen=True)
class SQLite:
    """Files in a folder."""

    folder: Path

    def url(self, name: str) -> str:
        return f"sqlite:///{self.folder / name}"

    def exists(self, name: str) -> bool:
        return (self.folder / name).exists()

    def create(self, name: str) -> None:
        (self.folder / name).touch()

    def copy(self, template: str, name: str) -> None:
        paths = self.folder / template, self.folder / name
        with closing(sqlite3.connect(paths[0])) as source, closing(sqlite3.connect(paths[1])) as target:
            target.execute("PRAGMA synchronous = OFF")
            source.backup(target)

    def drop(self, name: str) -> None:
        for suffix in ("", "-wal", "-shm"):
            (self.folder / f"{name}{suffix}").unlink(missing_ok=True)

    def rows_of(self, name: str) -> None:
        """Copying one file takes a moment."""

    def put_back(self, rows: Rows, name: str) -> bool:
        return False


@dataclass(frozen=True)
class PostgreSQL:
    """A server; `maintenance_url` leads to a database of it that nobody copies."""

    maintenance_url: str

    def url(self, name: str) -> str:
        return f"{self.maintenance_url.rpartition('/')[0]}/{name}"

    def exists(self, name: str) -> bool:
        return bool(self._execute("SELECT 1 FROM pg_database WHERE datname = %s", name))

    def create(self, name: str) -> None:
        self._execute(f"CREATE DATABASE {name}")

    def copy(self, template: str, name: str) -> None:
        self.drop(name)
        # FILE_COPY: twice as fast as the default for a database this small on a server without fsync
        self._execute(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY FILE_COPY")

    def drop(self, name: str) -> None:
        """Drop it, whoever is still connected."""
        self._execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")

    def rows_of(self, name: str) -> Rows | None:
        with closing(psycopg.connect(self.url(name))) as session:
            return Rows.read(session)

    def put_back(self, rows: Rows, name: str) -> bool:
        with closing(psycopg.connect(self.url(name))) as session:
            return rows.put_back(session)

    def _execute(self, statement: str, *parameters: str) -> list[tuple[object, ...]]:
        with closing(psycopg.connect(self.maintenance_url)) as session:
            session.autocommit = True
            with session.cursor() as cursor:
                cursor.execute(statement, parameters or None)
                return list(cursor.fetchall()) if cursor.description else []


SQLITE = SQLite(FOLDER)


def manage(environment: dict[str, str], *arguments: str) -> str:
    """Run a management command in a process of its own; return what it printed.

    :raises RuntimeError: with what it printed, when it fails.
    """
    command = [sys.executable, str(ROOT / "manage.py"), *arguments]
    result = subprocess.run(
        command, env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
    )
    if result.returncode:
        raise RuntimeError(f"manage.py {' '.join(arguments)}:\n{result.stdout}{result.stderr}")
    return result.stdout


def empty_template(databases: Databases) -> str:
    """Return the name of a database with the schema, made at once, and nobody's rows."""
    return _template(databases, "empty", ["migrate", "--verbosity=0"])


def migrated_template(databases: Databases) -> str:
    """Return the name of a database that has gone through every migration: it costs most of a minute."""
    return _template(databases, "migrated", ["migrate", "--step-by-step", "--verbosity=0"])


def sample_template(databases: Databases, language: str) -> str:
    """Return the name of a database with the sample project, loaded into nothing, once in this run.

    On PostgreSQL it is restored from a backup of what SQLite has: that takes a moment, loading it a minute.
    """
    name = f"sample_{language}"
    if isinstance(databases, SQLite) or DEEP:
        return _template(databases, name, ["sample", "--language", language, "--verbosity=0"])
    return _template(databases, name, ["restore"], lambda: sample_template(SQLITE, language))


def _template(databases: Databases, name: str, command: list[str], backed_up: Callable[[], str] | None = None) -> str:
    """Make it by a command, which may be given a backup of a template on SQLite, unless it is there; one process does,
    others wait.
    """
    lock_name = f"{type(databases).__name__}_{name}.lock"
    name = f"{FOLDER.name}_{type(databases).__name__}_{name}".lower()
    with (FOLDER / lock_name).open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if databases.exists(name):
            return name
        try:
            databases.create(name)
            if backed_up:
                command = [*command, str(FOLDER / f"{name}.backup")]
                manage(_environment(SQLITE, backed_up()), "backup", command[-1])
            manage(_environment(databases, name), *command)
        except BaseException:
            databases.drop(name)
            raise
    return name


def _environment(databases: Databases, template: str) -> dict[str, str]:
    """Return the environment of a command that works on a template."""
    own = {"RONDE_DATABASE_URL": databases.url(template), "DJANGO_SETTINGS_MODULE": "config.settings"}
    return os.environ | own | {"RONDE_DATA_DIR": str(FOLDER / f"{template}_data")}


def empty_storage() -> None:
    """Forget the files of tests before: what is `replayed` has the same ids in each, and would find them."""
    for path in Path(settings.MEDIA_ROOT).glob("*"):
        shutil.rmtree(path) if path.is_dir() else path.unlink()


def copy_files(template: str, folder: Path) -> None:
    """Copy the files that belong to what a template holds."""
    files = FOLDER / f"{template}_data" / "files"
    if files.exists():
        shutil.copytree(files, folder, dirs_exist_ok=True)


_connections: weakref.WeakSet[BaseDatabaseWrapper] = weakref.WeakSet()


def _remember_connection(connection: BaseDatabaseWrapper, **_: object) -> None:
    _connections.add(connection)


connection_created.connect(_remember_connection)


def close_all_connections() -> None:
    """Close Django's connections of every thread."""
    for opened in list(_connections):
        opened.inc_thread_sharing()
        try:
            opened.close()
        finally:
            opened.dec_thread_sharing()


class OwnDatabase:
    """The database of this test process, a copy of a template."""

    def __init__(self) -> None:
        postgres = connection.vendor == "postgresql"
        self.databases = PostgreSQL(os.environ["RONDE_DATABASE_URL"]) if postgres else SQLITE
        self.name = f"{FOLDER.name}_{os.getpid()}"
        self.load(empty_template(self.databases))
        name = self.name if postgres else str(FOLDER / self.name)
        settings.DATABASES["default"]["NAME"] = connection.settings_dict["NAME"] = name

    @property
    def is_empty(self) -> bool:
        """Whether it holds the schema alone, and no file belongs to it."""
        return self.template.endswith("_empty")

    def load(self, template: str) -> None:
        """Hold what the template holds, from here on."""
        self.template = template
        copy_files(template, Path(settings.MEDIA_ROOT))
        self._copy()
        self.rows = self.databases.rows_of(self.name)

    def reset(self) -> None:
        """Hold what the template holds again, and nothing else."""
        close_all_connections()
        if not (self.rows and self.databases.put_back(self.rows, self.name)):
            self._copy()

    def _copy(self) -> None:
        close_all_connections()
        self.databases.copy(self.template, self.name)

    def drop(self) -> None:
        close_all_connections()
        self.databases.drop(self.name)
