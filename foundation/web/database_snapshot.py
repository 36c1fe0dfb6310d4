"""Read all of a database as it is at one instant, while people go on writing."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction


@contextmanager
def one_instant() -> Iterator[None]:
    """Let every read in the block see the same instant; nothing may be written in it.

    Nobody waits meanwhile: neither database locks anything for a reader. On SQLite Django would begin a transaction
    that keeps all writers out, so a plain one is begun here. Inside another transaction that one has to do.
    """
    if connection.in_atomic_block:
        yield
    elif connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("BEGIN")
            try:
                yield
            finally:
                cursor.execute("ROLLBACK")
    else:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield
