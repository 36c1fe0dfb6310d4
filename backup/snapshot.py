"""Read a whole database as it is at one instant, while others write."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction


@contextmanager
def one_snapshot() -> Iterator[None]:
    """What is read inside is of the instant at which it began: all that was committed by then. Nobody waits for it."""
    if connection.vendor != "sqlite":
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield
        return
    # atomic() would begin IMMEDIATE, as a writer, and hold up everybody.
    with connection.cursor() as cursor:
        cursor.execute("BEGIN DEFERRED")
        try:
            cursor.execute("SELECT count(*) FROM django_migrations")  # the snapshot is that of the first read
            yield
        finally:
            cursor.execute("ROLLBACK")


def last_numbers() -> dict[str, int]:
    """Return the last number that each table's counter gave out, by table: a number is never given out twice."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name, seq FROM sqlite_sequence")
        else:
            cursor.execute(
                "SELECT owner.relname, counter.last_value FROM pg_sequences counter"
                " JOIN pg_depend ON objid = (quote_ident(schemaname) || '.' || quote_ident(sequencename))::regclass"
                "  AND classid = 'pg_class'::regclass AND refclassid = 'pg_class'::regclass AND deptype IN ('a', 'i')"
                " JOIN pg_class owner ON owner.oid = refobjid"
                " WHERE schemaname = current_schema() AND counter.last_value IS NOT NULL"
            )
        return dict(cursor.fetchall())
