"""Put a clone on PostgreSQL back to what its template holds: a twentieth of the work of dropping and copying it.

It is done as a superuser with `session_replication_role = replica`, in which no trigger fires: neither those that keep
rows of append-only tables nor those of foreign keys.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg2

TIMES = 50
"""How often before a new copy is due: rows that are gone leave their room behind, for nothing vacuums in tests."""

REMEMBER = """
CREATE SCHEMA kept;
CREATE TABLE kept." sequences" AS
    SELECT sequencename, start_value, last_value FROM pg_sequences WHERE schemaname = 'public';
DO $$
DECLARE
    name text;
    holds boolean;
BEGIN
    FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' LOOP
        EXECUTE format('SELECT EXISTS (SELECT FROM public.%I)', name) INTO holds;
        IF holds THEN
            EXECUTE format('CREATE TABLE kept.%I AS TABLE public.%I', name, name);
        END IF;
    END LOOP;
END $$
"""
RESTORE = """
SET session_replication_role = replica;
DO $$
DECLARE
    name text;
BEGIN
    FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' LOOP
        EXECUTE format('DELETE FROM public.%I', name);
    END LOOP;
    FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = 'kept' AND tablename <> ' sequences' LOOP
        EXECUTE format('INSERT INTO public.%I SELECT * FROM kept.%I', name, name);
    END LOOP;
    PERFORM setval(format('public.%I', sequencename), COALESCE(last_value, start_value), last_value IS NOT NULL)
    FROM kept." sequences";
END $$
"""
SHAPE = """
SELECT count(*), (SELECT count(*) FROM pg_attribute), (SELECT count(*) FROM pg_trigger WHERE tgenabled = 'O')
FROM pg_class
"""
OTHERS = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()
"""


class Emptying:
    """One database, at `url`, as it is now, to be put back to this again and again."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.times = 0
        with self._session() as cursor:
            cursor.execute(REMEMBER)
            self.shape = self._shape(cursor)

    def again(self) -> bool:
        """Put it back, whoever still looks at it; says no when a new copy is due."""
        self.times += 1
        if self.times > TIMES:
            return False
        with self._session() as cursor:
            cursor.execute(OTHERS)
            if self._shape(cursor) != self.shape:
                return False
            cursor.execute(RESTORE)
        return True

    def _shape(self, cursor: Any) -> tuple[int, ...]:
        """Give what changes when somebody changes tables, columns or triggers."""
        cursor.execute(SHAPE)
        shape: tuple[int, ...] = cursor.fetchone()
        return shape

    @contextmanager
    def _session(self) -> Iterator[Any]:
        session = psycopg2.connect(self.url)
        try:
            with session, session.cursor() as cursor:
                yield cursor
        finally:
            session.close()
