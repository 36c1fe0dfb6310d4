"""Renames what a database named after a table or column that a migration renamed: Django leaves these as they were, and
a database that is made at once (`foundation.web.schema_bootstrap`) has the new ones.
"""

from typing import Any

from django.db import migrations

type Names = tuple[tuple[str, str], ...]


def rename_left_names(*, table: str = "", constraints: Names = (), relations: Names = ()) -> migrations.RunPython:
    """Rename constraints of a table, and indexes and sequences, from their former to their new names. A name that is
    not there is left out: SQLite has only some of the indexes, and who restored an older backup may have the new ones.
    """

    def rename(_apps: Any, schema_editor: Any) -> None:
        _rename(schema_editor.connection, table, constraints, relations)

    def rename_back(_apps: Any, schema_editor: Any) -> None:
        _rename(schema_editor.connection, table, turned(constraints), turned(relations))

    return migrations.RunPython(rename, rename_back)


def turned(names: Names) -> Names:
    """Return the way back."""
    return tuple((after, before) for before, after in names)


def _rename(connection: Any, table: str, constraints: Names, relations: Names) -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            _rename_indexes(cursor, relations)
            return
        for before, after in relations:
            cursor.execute("SELECT relkind FROM pg_class WHERE relname = %s", [before])
            for (kind,) in cursor.fetchall():
                cursor.execute(f'ALTER {"SEQUENCE" if kind == "S" else "INDEX"} "{before}" RENAME TO "{after}"')
        for before, after in constraints:
            named = "SELECT 1 FROM pg_constraint WHERE conname = %s AND conrelid = to_regclass(%s)"
            cursor.execute(named, [before, table])
            if cursor.fetchone():
                cursor.execute(f'ALTER TABLE "{table}" RENAME CONSTRAINT "{before}" TO "{after}"')


def _rename_indexes(cursor: Any, relations: Names) -> None:
    """Make each index anew under its new name: SQLite cannot rename one."""
    for before, after in relations:
        cursor.execute("SELECT sql FROM sqlite_master WHERE type = 'index' AND name = %s", [before])
        for (made_by,) in cursor.fetchall():
            cursor.execute(f'DROP INDEX "{before}"')
            cursor.execute(made_by.replace(f'"{before}"', f'"{after}"', 1))
