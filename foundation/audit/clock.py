"""The database's clock: the one time that all nodes and entry points share."""

from datetime import UTC, datetime

from django.db import connection


def now() -> datetime:
    """Read the database's clock (aware, UTC; milliseconds on SQLite, microseconds on PostgreSQL)."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now')")
            return datetime.fromisoformat(cursor.fetchone()[0])
        cursor.execute("SELECT clock_timestamp()")
        read: datetime = cursor.fetchone()[0]
        return read.astimezone(UTC)
