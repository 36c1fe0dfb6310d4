"""The counters that give rows their numbers."""

from django.db import connection


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
