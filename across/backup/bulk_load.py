"""Write many rows into an empty table, as fast as each database takes them."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection

from across.backup.archive import BackupRefused, TableLayout
from across.backup.tables import Model, columns_of
from across.backup.values import to_copy_text, to_sqlite
from foundation.web.former_layout import column_now

ROOM_KIB = 256 * 1024
USUAL_ROOM_KIB = 2000

type Insert = Callable[[Iterable[list[Any]]], None]


@contextmanager
def room_for_indexes() -> Iterator[None]:
    """Let SQLite keep the pages of indexes in memory: with its usual 2 MB it writes each of them again and again."""
    if connection.vendor != "sqlite":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA cache_size = -{ROOM_KIB}")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA cache_size = -{USUAL_ROOM_KIB}")


def inserter(model: Model, layout: TableLayout) -> Insert:
    """Return what inserts rows whose values stand in the order of the layout.

    :raises BackupRefused: when the table's columns are others.
    """
    fields = columns_of(model)
    names = [column_now(column) for column in layout.columns]
    if set(fields) != set(names):
        raise BackupRefused(f"The columns of {layout.name} are not those that this version had.")
    ordered = [fields[column] for column in names]
    quote = connection.ops.quote_name
    table, columns = quote(model._meta.db_table), ", ".join(map(quote, names))
    if connection.vendor == "sqlite":
        return _insert_many(
            f"INSERT INTO {table} ({columns}) VALUES ({', '.join(['%s'] * len(ordered))})",  # noqa: S608 names of ours
            [to_sqlite(field) for field in ordered],
        )
    return _copy(f"COPY {table} ({columns}) FROM STDIN", [to_copy_text(field) for field in ordered])


def _insert_many(statement: str, converts: list[Callable[[Any], Any]]) -> Insert:
    def insert(rows: Iterable[list[Any]]) -> None:
        with connection.cursor() as cursor:
            cursor.executemany(
                statement,
                [[convert(value) for convert, value in zip(converts, row, strict=True)] for row in rows],
            )

    return insert


def _copy(statement: str, converts: list[Callable[[Any], Any]]) -> Insert:
    def insert(rows: Iterable[list[Any]]) -> None:
        lines = (
            "\t".join([convert(value) for convert, value in zip(converts, row, strict=True)]) + "\n" for row in rows
        )
        with connection.cursor() as cursor, cursor.copy(statement) as into:
            into.write("".join(lines))

    return insert


def remember_last_number(model: Model, last: int) -> None:
    """Let a table's counter go on after the last number that it gave out, or that a row has."""
    field = model._meta.auto_field
    if not field:
        return
    table = connection.ops.quote_name(model._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT max({connection.ops.quote_name(str(field.column))}) FROM {table}")  # noqa: S608 names of ours
        last = max(last, cursor.fetchone()[0] or 0)
        if not last:
            return
        if connection.vendor == "sqlite":
            cursor.execute("DELETE FROM sqlite_sequence WHERE name = %s", [model._meta.db_table])
            cursor.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)", [model._meta.db_table, last])
        else:
            cursor.execute(
                "SELECT setval(pg_get_serial_sequence(%s, %s), %s)", [model._meta.db_table, field.column, last]
            )
