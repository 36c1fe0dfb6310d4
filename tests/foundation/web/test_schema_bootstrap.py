"""A database that is made at once is the database that all migrations would have made, with either server."""

import re
import sqlite3
from contextlib import closing

import psycopg
import pytest
from django.db import connection

from tests.support.databases import SQLITE, Databases, OwnDatabase, empty_template, migrated_template
from tests.support.rotation import in_turn

type Row = tuple[object, ...]
POSTGRESQL_SHAPES = (
    (
        "SELECT table_name, column_name, udt_name, character_maximum_length, is_nullable, column_default,"
        " collation_name, identity_generation FROM information_schema.columns WHERE table_schema = 'public'"
    ),
    "SELECT tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'",
    (
        "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint"
        " WHERE connamespace = 'public'::regnamespace"
    ),
    "SELECT tgname, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal",
    "SELECT proname, prosrc FROM pg_proc WHERE pronamespace = 'public'::regnamespace",
)
ROWS = (
    "SELECT app, name FROM django_migrations",
    ("SELECT app_label, codename, name FROM auth_permission p"
    " JOIN django_content_type c ON c.id = p.content_type_id"),
)  # fmt: skip


# It takes a minute and more: on one database with one commit in four.
@pytest.mark.both_databases
@pytest.mark.django_db
@(
    pytest.mark.on_turn
    if connection.vendor in in_turn("migrations", ["sqlite", "postgresql", *["none"] * 6])
    else pytest.mark.deep
)
def test_a_new_database_has_the_tables_triggers_and_rows_that_migrations_make(django_db_setup: OwnDatabase) -> None:
    databases = django_db_setup.databases
    ours, theirs = (look(databases, make(databases)) for make in (empty_template, migrated_template))
    assert all(ours)
    for made_at_once, migrated in zip(ours, theirs, strict=True):
        assert [row for row in made_at_once if row not in migrated] == [], "only made at once"
        assert [row for row in migrated if row not in made_at_once] == [], "only migrated"


def look(databases: Databases, name: str) -> list[list[Row]]:
    """Return what tables, indexes and triggers were made by, and the rows that come with them."""
    if databases is SQLITE:
        with closing(sqlite3.connect(SQLITE.folder / name)) as database:
            made_by = database.execute("SELECT type, name, coalesce(sql, '') FROM sqlite_master").fetchall()
            shapes = [(kind, name, *(columns(sql) if kind == "table" else [sql])) for kind, name, sql in made_by]
            return [sorted(shapes), *(sorted(database.execute(rows).fetchall()) for rows in ROWS)]
    with psycopg.connect(databases.url(name)) as session, session.cursor() as cursor:
        found = []
        for query in POSTGRESQL_SHAPES + ROWS:
            cursor.execute(query)
            found.append(sorted(cursor.fetchall(), key=str))
        return found


def columns(table: str) -> list[str]:
    """Return a table's columns and constraints, which may come in any order: one that was added later is the last."""
    head, _, inside = table.partition(" (")
    return [head, *sorted(re.split(r', (?="|CONSTRAINT )', inside.removesuffix(")")))]
