"""A database that is made at once is the database that all migrations would have made."""

import os
import re
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from tests.support.databases import ROOT, SQLITE, empty_template


@pytest.fixture
def made(tmp_path: Path) -> Path:
    """Make a database as script/server does on its first start."""
    first_start = [sys.executable, str(ROOT / "script/lib/first_start.py"), "no"]
    ours = {"RONDE_DATA_DIR": str(tmp_path), "DJANGO_SETTINGS_MODULE": "config.settings", "RONDE_DATABASE_URL": ""}
    subprocess.run(first_start, env=os.environ | ours, check=True)
    return tmp_path / "ronde.sqlite3"


@pytest.fixture
def migrated() -> Path:
    """Migrate a database from nothing, step by step."""
    return SQLITE.folder / empty_template(SQLITE)


def test_a_new_database_has_the_tables_triggers_and_rows_that_migrations_make(made: Path, migrated: Path) -> None:
    with closing(sqlite3.connect(made)) as ours, closing(sqlite3.connect(migrated)) as theirs:
        assert shapes(ours) == shapes(theirs)
        assert applied(ours) == applied(theirs)
        assert permissions(ours) == permissions(theirs)


def shapes(database: sqlite3.Connection) -> dict[tuple[str, str], list[str]]:
    """Return tables, indexes and triggers by kind and name, with what they were made by."""
    made_by = database.execute("SELECT type, name, coalesce(sql, '') FROM sqlite_master").fetchall()
    return {(kind, name): columns(sql) if kind == "table" else [sql] for kind, name, sql in made_by}


def columns(table: str) -> list[str]:
    """Return a table's columns and constraints, which may come in any order: one that was added later is the last."""
    head, _, inside = table.partition(" (")
    return [head, *sorted(re.split(r', (?="|CONSTRAINT )', inside.removesuffix(")")))]


def applied(database: sqlite3.Connection) -> list[tuple[str, str]]:
    return sorted(database.execute("SELECT app, name FROM django_migrations"))


def permissions(database: sqlite3.Connection) -> list[tuple[str, str, str]]:
    return sorted(
        database.execute(
            "SELECT app_label, codename, name FROM auth_permission p"
            " JOIN django_content_type c ON c.id = p.content_type_id"
        )
    )
