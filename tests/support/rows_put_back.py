"""Puts the rows of a small PostgreSQL database back as they were: copying its some thousand files takes a second."""

from dataclasses import dataclass
from typing import Any

from psycopg import Connection

MOST_ROWS = 5_000
TABLES = "SELECT quote_ident(tablename) FROM pg_tables WHERE schemaname = 'public' ORDER BY 1"
SEQUENCES = (
    "SELECT sequencename, coalesce(last_value, start_value), last_value IS NOT NULL FROM pg_sequences ORDER BY 1"
)
# Tables, columns and triggers: whatever a test made, dropped or turned off.
SCHEMA = """SELECT md5(string_agg(what, ',' ORDER BY what)) FROM (
  SELECT format('%s %s %s %s', oid, relname, attname, atttypid) FROM pg_attribute JOIN pg_class ON oid = attrelid
  WHERE relnamespace = 'public'::regnamespace
  UNION ALL SELECT format('%s %s', oid, tgenabled) FROM pg_trigger
) AS parts (what)"""
OTHERS = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> %s"


@dataclass(frozen=True)
class Rows:
    """What a database holds."""

    schema: str
    digests: dict[str, str]
    rows: dict[str, bytes]
    sequences: dict[str, tuple[int, bool]]

    @classmethod
    def read(cls, session: Connection) -> "Rows | None":
        """Read what is there; None where it is too much to be kept here."""
        with session.cursor() as cursor:
            digests = _digests(cursor)
            if sum(number for number, _digest in digests.values()) > MOST_ROWS:
                return None
            rows = {table: _copied(cursor, table) for table, (number, _digest) in digests.items() if number}
            return cls(_schema(cursor), _of(digests), rows, _sequences(cursor))

    def put_back(self, session: Connection) -> bool:
        """Make the database hold this again, whoever is connected; False, with nothing done, where its schema has
        changed.
        """
        with session.transaction(), session.cursor() as cursor:
            cursor.execute(OTHERS, [session.info.backend_pid])
            if _schema(cursor) != self.schema:
                return False
            cursor.execute("SET LOCAL session_replication_role = replica")  # no trigger, no foreign key
            for table, digest in _of(_digests(cursor)).items():
                if digest != self.digests[table]:
                    cursor.execute(f"DELETE FROM {table}")
                    with cursor.copy(f"COPY {table} FROM STDIN") as into:
                        into.write(self.rows.get(table, b""))
            for name, place in _sequences(cursor).items():
                if place != self.sequences[name]:
                    cursor.execute("SELECT setval(%s, %s, %s)", [name, *self.sequences[name]])
        return True


def _schema(cursor: Any) -> str:
    cursor.execute(SCHEMA)
    return str(cursor.fetchone()[0])


def _digests(cursor: Any) -> dict[str, tuple[int, str]]:
    """Return for each table how many rows it has, and a digest of these."""
    cursor.execute(TABLES)
    each = "SELECT '{0}', count(*), coalesce(md5(string_agg(one::text, ',' ORDER BY one::text)), '') FROM {0} AS one"
    cursor.execute(" UNION ALL ".join(each.format(table) for (table,) in cursor.fetchall()))
    return {table: (number, digest) for table, number, digest in cursor.fetchall()}


def _of(digests: dict[str, tuple[int, str]]) -> dict[str, str]:
    return {table: digest for table, (_number, digest) in digests.items()}


def _copied(cursor: Any, table: str) -> bytes:
    with cursor.copy(f"COPY {table} TO STDOUT") as rows:
        return b"".join(rows)


def _sequences(cursor: Any) -> dict[str, tuple[int, bool]]:
    cursor.execute(SEQUENCES)
    return {name: (value, is_called) for name, value, is_called in cursor.fetchall()}
