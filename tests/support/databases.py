"""Databases for tests: clones of a template, which cost some milliseconds.

Append-only tables refuse to be flushed, and their triggers stay on in tests. So a test that commits leaves a clone that
is thrown away, or on PostgreSQL put back beneath the triggers. SQLite clones are copied files; PostgreSQL copies a
template by itself.
"""

import os
import shutil
import weakref
from abc import ABC, abstractmethod
from pathlib import Path

import psycopg2
from django.conf import settings
from django.db import connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created

from tests.support.emptying import Emptying
from tests.support.templates import SCRIPT_RUN, SHELF, Template, alone, empty, fill
from tests.support.world import world

_opened: weakref.WeakSet[BaseDatabaseWrapper] = weakref.WeakSet()


def _remember(connection: BaseDatabaseWrapper, **_: object) -> None:
    _opened.add(connection)


connection_created.connect(_remember)


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


class Clones(ABC):
    """Templates and clones on one kind of database; a place is where one is: a path (SQLite), a name (PostgreSQL)."""

    def __init__(self) -> None:
        self.holding = empty()
        self.count = 0
        self.current: str | None = None
        self.passing: dict[Template, str] = {}
        """What this process made and takes away at its end."""

    def fresh(self) -> None:
        """Hold again what the template holds."""
        world.end()
        close_all()
        if not self._restored():
            self._renew()

    def _restored(self) -> bool:
        """Say whether the current clone could be put back, which pays where copying is dear."""
        return False

    def _renew(self) -> None:
        """Throw the current clone away and take a new one."""
        old, self.count = self.current, self.count + 1
        self.current = self.place(f"ronde_clone_{os.getpid()}_{self.count}")
        self.copy(self.current, self.holding)
        point_to(self.current)
        self.discard(old)

    def turn_to(self, template: Template) -> None:
        """Take clones of another template from here on."""
        world.end()
        self.holding = template
        self._renew()

    def drop(self) -> None:
        world.end()
        close_all()
        self.discard(self.current)
        for template, place in self.passing.items():
            with alone(template.lock):
                self.discard(place)

    def copy(self, place: str, template: Template | None = None) -> str:
        """Make a database from a template, that of the empty house if none is named, and give its address."""
        template = template or empty()
        with alone(template.lock):
            self._copy(self._made(template), place)
        return self.url(place)

    def _made(self, template: Template) -> str:
        """Give where the template is; make it when it is not there."""
        place = self.shelf(template.name)
        if self.is_there(place):
            return place
        part = self.shelf(f"{template.name}_part_{os.getpid()}")
        self.discard(part)
        if template.beneath:
            self.copy(part, template.beneath)
        else:
            self.create(part)
        fill(self.url(part), template)
        self._rename(part, place)
        if template.passes and not SCRIPT_RUN:
            self.passing[template] = place
        return place

    @abstractmethod
    def place(self, name: str) -> str:
        """Give where a clone of this name goes."""

    @abstractmethod
    def shelf(self, name: str) -> str:
        """Give where a template of this name goes."""

    @abstractmethod
    def url(self, place: str) -> str: ...

    @abstractmethod
    def is_there(self, place: str) -> bool: ...

    @abstractmethod
    def create(self, place: str) -> None:
        """Make an empty database."""

    @abstractmethod
    def discard(self, place: str | None) -> None:
        """Take a database away, whoever still looks at it."""

    @abstractmethod
    def _copy(self, template: str, place: str) -> None: ...

    @abstractmethod
    def _rename(self, place: str, new: str) -> None: ...


class SQLiteClones(Clones):
    """Clones are files in `folder`, named by their path."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.folder = folder

    def place(self, name: str) -> str:
        return str(self.folder / f"{name}.sqlite3")

    def shelf(self, name: str) -> str:
        return str(SHELF / f"{name}.sqlite3")

    def url(self, place: str) -> str:
        return f"sqlite:///{place}"

    def is_there(self, place: str) -> bool:
        return Path(place).exists()

    def create(self, place: str) -> None:
        """Nothing: SQLite makes the file when it is opened."""

    def discard(self, place: str | None) -> None:
        if place:
            for suffix in ("", "-wal", "-shm"):
                Path(f"{place}{suffix}").unlink(missing_ok=True)

    def _copy(self, template: str, place: str) -> None:
        shutil.copyfile(template, place)

    def _rename(self, place: str, new: str) -> None:
        Path(place).replace(new)


class PostgresClones(Clones):
    """Clones are databases on the server that `url` leads to (`postgres://…/postgres`)."""

    def __init__(self, url: str) -> None:
        super().__init__()
        self.server, self.maintenance = url.rsplit("/", 1)
        self.emptying: Emptying | None = None

    def _restored(self) -> bool:
        return bool(self.emptying and self.emptying.again())

    def _renew(self) -> None:
        super()._renew()
        # a clone of the sample is looked at by one module, and its many rows would be dear to put back
        self.emptying = Emptying(self.url(self.current)) if self.current and not self.holding.passes else None

    def place(self, name: str) -> str:
        return name

    def shelf(self, name: str) -> str:
        return f"ronde_template_{name}"

    def url(self, place: str) -> str:
        return f"{self.server}/{place}"

    def is_there(self, place: str) -> bool:
        return bool(self._run("SELECT 1 FROM pg_database WHERE datname = %s", place))

    def create(self, place: str) -> None:
        self._run(f"CREATE DATABASE {place}")

    def discard(self, place: str | None) -> None:
        if place:
            self._run(f"DROP DATABASE IF EXISTS {place} WITH (FORCE)")

    def _copy(self, template: str, place: str) -> None:
        # FILE_COPY: three times as fast as the default for a database this small on a server without fsync
        self._run(f"CREATE DATABASE {place} TEMPLATE {template} STRATEGY FILE_COPY")

    def _rename(self, place: str, new: str) -> None:
        self._run(f"ALTER DATABASE {place} RENAME TO {new}")

    def _run(self, statement: str, *parameters: str) -> list[tuple[object, ...]]:
        session = psycopg2.connect(f"{self.server}/{self.maintenance}")
        session.autocommit = True
        try:
            with session.cursor() as cursor:
                cursor.execute(statement, parameters or None)
                return list(cursor.fetchall()) if cursor.description else []
        finally:
            session.close()


def clones(folder: Path) -> Clones:
    """Give the clones of the database that this process runs on."""
    if connection.vendor == "sqlite":
        return SQLiteClones(folder)
    return PostgresClones(os.environ["RONDE_DATABASE_URL"])
