"""A second sample beside a running server on SQLite: loaded into a copy of the database, its rows then taken over.

A sample is one transaction of many seconds, and SQLite has one writer: in place it would hold up everyone's writing.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from django.db import connection

APART = 1_000_000
"""So far apart are the numbers of new rows in the copy from those that the database gives meanwhile."""
NOT_TAKEN = (
    "sqlite_",
    "django_",
    "auth_",
    "account",
    "usersessions_",
    "mfa_",
    "inbox_outgoingemail",
    "search_text_index",
)
"""Tables, by how they begin, of which nothing new belongs to a project, or that triggers fill."""


@contextmanager
def in_a_copy(database: Path, folder: Path) -> Iterator[None]:
    """Let this process work on a copy of a database meanwhile; then take over what is new in it, all or nothing."""
    before, copy = folder / "before.sqlite3", folder / "copy.sqlite3"
    for path in (before, copy):
        with closing(sqlite3.connect(database)) as source, closing(sqlite3.connect(path)) as target:
            source.backup(target)
    move_numbers_apart(copy)
    connection.close()
    kept, connection.settings_dict["NAME"] = connection.settings_dict["NAME"], str(copy)
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = kept
    take_over(before, copy, database)


def move_numbers_apart(path: Path) -> None:
    """Let new rows have numbers that the database they are taken over into does not come to."""
    with closing(sqlite3.connect(path)) as copy, copy:
        numbered = "SELECT name FROM sqlite_master WHERE type = 'table' AND sql LIKE '%AUTOINCREMENT%'"
        last = dict(copy.execute("SELECT name, seq FROM sqlite_sequence"))
        tables = [name for (name,) in copy.execute(numbered)]
        copy.execute("DELETE FROM sqlite_sequence")
        rows = [(name, last.get(name, 0) + APART) for name in tables]
        copy.executemany("INSERT INTO sqlite_sequence (name, seq) VALUES (?, ?)", rows)


def take_over(before: Path, copy: Path, database: Path) -> None:
    """Insert what `copy` has and `before` had not, in one short transaction.

    :raises sqlite3.IntegrityError: when something that it refers to, or its address, is gone or taken; nothing is
        written then.
    """
    with closing(sqlite3.connect(database, timeout=20, isolation_level=None)) as session:
        session.execute("ATTACH ? AS old", (str(before),))
        session.execute("ATTACH ? AS new", (str(copy),))
        tables = [name for (name,) in session.execute("SELECT name FROM main.sqlite_master WHERE type = 'table'")]
        session.execute("BEGIN IMMEDIATE")
        try:
            for table in tables:
                if not table.startswith(NOT_TAKEN):
                    insert_new(session, table)
            if broken := session.execute("PRAGMA main.foreign_key_check").fetchall():
                raise sqlite3.IntegrityError(f"rows refer to what is gone: {broken[:3]}")
            session.execute("COMMIT")
        except BaseException:
            session.execute("ROLLBACK")
            raise


def insert_new(session: sqlite3.Connection, table: str) -> None:
    """Insert the rows of one table that are new by their key."""
    columns = session.execute(f'PRAGMA main.table_info("{table}")').fetchall()
    names = ", ".join(f'"{column[1]}"' for column in columns)
    [key] = [column[1] for column in columns if column[5]]
    # Names of our own tables and columns
    new = f'SELECT {names} FROM new."{table}" WHERE "{key}" NOT IN (SELECT "{key}" FROM old."{table}")'  # noqa: S608
    session.execute(f'INSERT INTO main."{table}" ({names}) {new} ORDER BY "{key}"')
