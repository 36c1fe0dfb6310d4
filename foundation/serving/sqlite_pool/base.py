"""SQLite's connections, kept for the next page.

Under ASGI each page has a thread of its own, and with it a connection of its own. To open one takes 4 ms, in which
SQLite reads what its 1,100 tables, indexes and triggers are; to compile the page's statements and to read the first
blocks of the file once more takes another 6.

Brings: a document's page takes 38 ms in place of 48, and a document opens 22 to 30 ms sooner (ADR 56). May go when
Django has a pool for SQLite, as it has for PostgreSQL.
"""

from __future__ import annotations

import sqlite3
from collections import defaultdict, deque
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any
from weakref import WeakSet

from django.db.backends.sqlite3 import base

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.db.backends.sqlite3.base import SQLiteCursorWrapper

MOST_KEPT = 8

type File = tuple[int, int]  # device and number: a name may come to mean another file

KEPT: defaultdict[File, deque[KeptConnection]] = defaultdict(deque)
"""Connections that nobody uses now."""


class KeptConnection(sqlite3.Connection):
    """A connection that, when it is closed, waits to be used again."""

    def __init__(self, database: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(database, *args, **kwargs)
        self.file = file_of(database)
        self.is_kept = True
        self.cursors: WeakSet[sqlite3.Cursor] = WeakSet()
        self._functions: dict[tuple[str, int], Callable[..., Any] | None] = {}

    def close(self) -> None:
        """Keep it, unless something is left undone, enough are kept, or it was said that it is not to be kept."""
        for cursor in list(self.cursors):
            cursor.close()  # what was not read to its end would show whoever is next the rows of then
        if not self.is_kept or self.in_transaction or len(KEPT[self.file]) >= MOST_KEPT:
            super().close()
        else:
            KEPT[self.file].append(self)

    def keep_no_longer(self) -> None:
        """End it when it is closed (`documents.coediting.executor`)."""
        self.is_kept = False

    def create_function(
        self, name: str, narg: int, func: Callable[..., Any] | None, *, deterministic: bool = False
    ) -> None:
        """Let statements call a function, unless they can already: SQLite would forget all that it has compiled."""
        if self._functions.get((name, narg)) is not func:
            super().create_function(name, narg, func, deterministic=deterministic)
            self._functions[name, narg] = func


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's, which takes a connection that was kept where there is one."""

    connection: KeptConnection

    def get_connection_params(self) -> dict[str, Any]:
        """Return what Django says, and whose connection it is."""
        return super().get_connection_params() | {"factory": KeptConnection}

    def get_new_connection(self, conn_params: dict[str, Any]) -> KeptConnection:
        """Return a connection that was kept, or a new one."""
        with suppress(FileNotFoundError, IndexError):
            return KEPT[file_of(conn_params["database"])].pop()
        made: KeptConnection = super().get_new_connection(conn_params)
        return made

    def create_cursor(self, name: str | None = None) -> SQLiteCursorWrapper:
        """Return a cursor, which the connection knows as long as any code holds it."""
        cursor: SQLiteCursorWrapper = super().create_cursor(name)
        self.connection.cursors.add(cursor)
        return cursor


def file_of(database: str) -> File:
    """Return which file has this name now."""
    found = Path(database).stat()
    return found.st_dev, found.st_ino
