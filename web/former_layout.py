"""Where tables and migrations stood before apps were cut: for databases, backups and copies that are older.

On 30 November 2026 `circles` and others were cut into smaller apps (ADR 59). The migrations of each were handed to the
apps that have its models now, under the same names, so that every app has its own history; and tables took the names of
their apps. `migrate` brings an older database along, a restore an older backup, an import an older copy of a project.
"""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django.db import connection, transaction

PARTS: Mapping[str, tuple[str, ...]] = {
    "circles": ("circles", "projects", "money", "invitations"),
    "meetings": ("syncs",),
    "documents": ("documents", "coediting"),
}
"""The apps that have the migrations of a former one."""
MOVED: Mapping[tuple[str, str], tuple[str, ...]] = {
    ("circles", "projects"): ("project", "link", "star"),
    ("circles", "money"): ("purse", "allotment", "reservation", "expense"),
    ("circles", "invitations"): ("invitation", "joinlink", "guest", "circlegrant"),
    ("meetings", "syncs"): (
        "agendaitem", "importedminutes", "minutes", "outcome", "presence", "pulse", "ritual", "sync",
    ),
    ("documents", "coediting"): ("log", "update", "snapshot", "quarantine", "ticket"),
}  # fmt: skip
"""Models by the app that had them and the one that has; their history moves along."""
RENAMED_SINCE: Mapping[str, str] = {
    "syncs_ritual": "syncs_recurringsync",
    "syncs_historicalritual": "syncs_historicalrecurringsync",
}
"""Tables that migrations renamed later on: a copy of a project names its tables as they were then."""
COLUMNS: Mapping[str, str] = {"ritual_id": "recurring_sync_id"}
"""Columns by their former names, in copies of a project."""

type Names = Mapping[str, Collection[str]]
"""Names of migrations by app."""


def moved_models() -> Iterable[tuple[str, str, str]]:
    """Yield (app that had it, app that has it, model), history included."""
    for (before, now), models in MOVED.items():
        for model in models:
            yield before, now, model
            yield before, now, f"historical{model}"


TABLES = {f"{before}_{model}": f"{now}_{model}" for before, now, model in moved_models()}
"""Tables by their former names."""


def table_now(name: str) -> str:
    """Return what a table of an older backup is called after the apps were cut, before any later migration."""
    return TABLES.get(name, name)


def newest_table(name: str) -> str:
    """Return what a table of an older copy is called by now."""
    moved = table_now(name)
    return RENAMED_SINCE.get(moved, moved)


def former_tables(name: str) -> list[str]:
    """Return what a table was called, by any version."""
    return [before for before in (*TABLES, *RENAMED_SINCE) if newest_table(before) == name]


def migrations_now(applied: Names, known: Collection[tuple[str, str]]) -> dict[str, list[str]]:
    """Return the migrations that an older place has, as they are distributed now; `known` are those of this version.

    What is unknown, or of a place that is not older, stays as it is.
    """
    found = {app: set(names) for app, names in applied.items()}
    for before, parts in PARTS.items():
        if before not in applied or any(part in applied for part in parts if part != before):
            continue
        names = found.pop(before)
        for part in parts:
            found[part] = {name for name in names if (part, name) in known}
        found[parts[0]] |= {name for name in names if not any((part, name) in known for part in parts)}
    return {app: sorted(names) for app, names in sorted(found.items()) if names}


def is_former(tables: Collection[str]) -> bool:
    """Return whether a database with these tables is older."""
    return any(before in tables for before in TABLES)


def bring_along(known: Collection[tuple[str, str]]) -> None:
    """Rename the tables of an older database, and its rows about migrations and models: wholly or not at all."""
    with transaction.atomic(), connection.cursor() as cursor:
        _rename_tables(cursor)
        _hand_over_migrations(cursor, known)
        for before, now, model in moved_models():
            cursor.execute(
                "UPDATE django_content_type SET app_label = %s WHERE app_label = %s AND model = %s",
                [now, before, model],
            )


def _rename_tables(cursor: Any) -> None:
    present = set(connection.introspection.table_names(cursor))
    for before in present & set(TABLES):
        name, to = connection.ops.quote_name(before), connection.ops.quote_name(TABLES[before])
        cursor.execute(f"ALTER TABLE {name} RENAME TO {to}")


def _hand_over_migrations(cursor: Any, known: Collection[tuple[str, str]]) -> None:
    cursor.execute("SELECT app, name FROM django_migrations")
    applied: dict[str, list[str]] = {}
    for app, name in cursor.fetchall():
        applied.setdefault(app, []).append(name)
    before = {(app, name) for app, names in applied.items() for name in names}
    now = {(app, name) for app, names in migrations_now(applied, known).items() for name in names}
    insert = "INSERT INTO django_migrations (app, name, applied) VALUES (%s, %s, CURRENT_TIMESTAMP)"
    cursor.executemany(insert, sorted(now - before))
    cursor.executemany("DELETE FROM django_migrations WHERE app = %s AND name = %s", sorted(before - now))
