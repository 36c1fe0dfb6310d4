"""Where tables and migrations stood before apps were cut: for databases, backups and copies that are older.

On 30 November 2026 `circles` and others were cut into smaller apps (ADR 59), `documents` once more the day after. The
migrations of each were handed to the apps that have its models now, under the same names, so that every app has its own
history; and tables took the names of their apps. `migrate` brings an older database along, a restore an older backup,
an import an older copy of a project.
"""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django.db import connection, transaction

PARTS: Sequence[tuple[str, tuple[str, ...]]] = (
    ("circles", ("circles", "projects", "money", "invitations")),
    ("meetings", ("syncs",)),
    ("documents", ("documents", "coediting")),
    ("documents", ("documents", "document_files")),
)
"""The apps that have the migrations of a former one, cut by cut."""
MOVED: Mapping[tuple[str, str], tuple[str, ...]] = {
    ("circles", "projects"): ("project", "link", "star"),
    ("circles", "money"): ("purse", "allotment", "reservation", "expense"),
    ("circles", "invitations"): ("invitation", "joinlink", "guest", "circlegrant"),
    ("meetings", "syncs"): ("agendaitem", "importedminutes", "minutes", "outcome", "presence", "pulse", "sync"),
    ("documents", "coediting"): ("log", "update", "snapshot", "quarantine", "ticket"),
    ("documents", "document_files"): ("documentimport", "documentexport"),
}
"""Models by the app that had them and the one that has."""

type Model = tuple[str, str]
"""Names of an app and of a model."""
type Names = Mapping[str, Collection[str]]
"""Names of migrations by app."""


def moved_models() -> dict[Model, Model]:
    """Return what models are called now, by what they were called; the models of their history as well."""
    plain = {(before, model): (now, model) for (before, now), models in MOVED.items() for model in models}
    plain["meetings", "ritual"] = ("syncs", "recurringsync")
    history = {(app, f"historical{model}"): (to, f"historical{now}") for (app, model), (to, now) in plain.items()}
    return plain | history


TABLES = {"_".join(before): "_".join(now) for before, now in moved_models().items()}
"""Tables by their former names."""
COLUMNS = {"ritual_id": "recurring_sync_id"}
"""Columns by their former names, none of which another column has now."""
WITH_RENAMED_COLUMNS = ("syncs_sync", "syncs_historicalsync")

RENAMED_TABLES = {"tracks_spell": "tracks_explorationperiod"}
"""Tables that migrations have renamed since. Databases and backups go through these; only a copy of a project is read
into the tables as they are now.
"""
RENAMED_COLUMNS = {
    "asked_on": "pulses_asked_on",
    "hand_at": "raised_hand_at",
    "settled_seq": "processed_seq",
    "woken_at": "reopen_met_at",
    "woken_by_id": "reopen_met_by_id",
}
"""Columns, as copies name them, that migrations have renamed since; no copy has another one of these names now."""


def table_now(name: str) -> str:
    """Return what a table is called now."""
    return TABLES.get(name, name)


def column_now(name: str) -> str:
    """Return what a column is called now."""
    return COLUMNS.get(name, name)


def table_of_copy(name: str) -> str:
    """Return what a table of a copy, which goes through no migration, is called now."""
    return RENAMED_TABLES.get(table_now(name), table_now(name))


def column_of_copy(name: str) -> str:
    """Return what a column of a copy is called now."""
    return RENAMED_COLUMNS.get(column_now(name), column_now(name))


def former_table(name: str) -> str:
    """Return what a table was called in an older copy."""
    return next((before for before, now in (TABLES | RENAMED_TABLES).items() if now == name), name)


def migrations_now(applied: Names, known: Collection[tuple[str, str]]) -> dict[str, list[str]]:
    """Return the migrations that an older place has, as they are distributed now; `known` are those of this version.

    What is unknown, or of a place that is not older, stays as it is.
    """
    found = {app: set(names) for app, names in applied.items()}
    for before, parts in PARTS:
        if before not in found or any(part in applied for part in parts if part != before):
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
        for (app, model), (app_now, model_now) in moved_models().items():
            cursor.execute(
                "UPDATE django_content_type SET app_label = %s, model = %s WHERE app_label = %s AND model = %s",
                [app_now, model_now, app, model],
            )


def _rename_tables(cursor: Any) -> None:
    quote = connection.ops.quote_name
    for before in set(connection.introspection.table_names(cursor)) & set(TABLES):
        cursor.execute(f"ALTER TABLE {quote(before)} RENAME TO {quote(TABLES[before])}")
        if TABLES[before] in WITH_RENAMED_COLUMNS:
            for column, now in COLUMNS.items():
                cursor.execute(f"ALTER TABLE {quote(TABLES[before])} RENAME COLUMN {quote(column)} TO {quote(now)}")


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
