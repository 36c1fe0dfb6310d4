"""A database from before apps were cut: `migrate` brings it along, with every row, and an import an older copy."""

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.backends.utils import CursorWrapper
from django.db.migrations.loader import MigrationLoader

from foundation.web import former_layout
from tests.factories import a_project


def rows_by_table() -> dict[str, int]:
    found = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            if not table.startswith("django_"):
                cursor.execute(f"SELECT count(*) FROM {connection.ops.quote_name(table)}")
                found[table] = cursor.fetchone()[0]
    return found


def name_as_before(cursor: CursorWrapper) -> None:
    """Give models and columns the names that they had."""
    for table in former_layout.WITH_RENAMED_COLUMNS:
        former = former_layout.former_table(table)
        cursor.execute(f"ALTER TABLE {former} RENAME COLUMN recurring_sync_id TO ritual_id")
    for before, now in former_layout.moved_models().items():
        cursor.execute(
            "UPDATE django_content_type SET app_label = %s, model = %s WHERE app_label = %s AND model = %s",
            [*before, *now],
        )


def put_back() -> None:
    """Make the database what it was before: tables, migrations and models by their former names."""
    with connection.cursor() as cursor:
        for before, now in former_layout.TABLES.items():
            if now in connection.introspection.table_names(cursor):
                cursor.execute(f"ALTER TABLE {now} RENAME TO {before}")
        for former, parts in reversed(former_layout.PARTS):
            applied = MigrationLoader(connection).applied_migrations
            names = {name for app, name in applied if app in parts}
            for part in parts:
                cursor.execute("DELETE FROM django_migrations WHERE app = %s", [part])
            for name in names:
                cursor.execute(
                    "INSERT INTO django_migrations (app, name, applied) VALUES (%s, %s, CURRENT_TIMESTAMP)",
                    [former, name],
                )
        name_as_before(cursor)


@pytest.mark.django_db(transaction=True)
def test_an_older_database_comes_along_with_every_row() -> None:
    a_project()
    before, applied = rows_by_table(), set(MigrationLoader(connection).applied_migrations)
    put_back()
    assert former_layout.is_former(connection.introspection.table_names())
    call_command("migrate", verbosity=0)
    assert rows_by_table() == before
    assert set(MigrationLoader(connection).applied_migrations) == applied
    assert not former_layout.is_former(connection.introspection.table_names())


def test_every_table_that_was_renamed_is_there() -> None:
    from django.apps import apps

    tables = {model._meta.db_table for model in apps.get_models(include_auto_created=True)}
    plain = {now for now in former_layout.TABLES.values() if "_historical" not in now}
    assert plain <= tables


def test_migrations_of_an_older_backup_are_handed_to_the_apps_that_have_them() -> None:
    known = {("projects", "0001_initial"), ("circles", "0001_initial"), ("syncs", "0001_initial")}
    found = former_layout.migrations_now({"circles": ["0001_initial"], "meetings": ["0001_initial"]}, known)
    assert found == {"circles": ["0001_initial"], "projects": ["0001_initial"], "syncs": ["0001_initial"]}


def test_an_app_that_was_cut_twice_goes_through_both_cuts_or_through_the_second() -> None:
    known = {("documents", "0001_initial"), ("coediting", "0001_initial"), ("document_files", "0012_files")}
    now = {app: [name] for app, name in sorted(known)}
    assert former_layout.migrations_now({"documents": ["0001_initial", "0012_files"]}, known) == now
    cut_once = {"documents": ["0001_initial", "0012_files"], "coediting": ["0001_initial"]}
    assert former_layout.migrations_now(cut_once, known) == now
    assert former_layout.migrations_now(now, known) == now


def test_migrations_that_this_version_lacks_are_still_named() -> None:
    found = former_layout.migrations_now({"circles": ["0001_initial", "0099_later"]}, {("circles", "0001_initial")})
    assert found == {"circles": ["0001_initial", "0099_later"]}


def test_what_is_not_older_stays() -> None:
    applied = {"circles": ["0001_initial"], "projects": ["0001_initial"]}
    assert former_layout.migrations_now(applied, {("money", "0001_initial")}) == applied
