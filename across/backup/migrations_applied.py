"""Which migrations a database has, and to which ones it must go for a backup's rows to fit."""

from collections import defaultdict
from collections.abc import Iterable

from django.apps import apps
from django.apps.registry import Apps
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader

from across.backup.archive import BackupRefused
from foundation.web import former_layout, schema_bootstrap

type Applied = dict[str, list[str]]
"""Names of migrations by app."""


def applied_migrations() -> Applied:
    """Return what this database has, sorted, as this version calls it."""
    loader = MigrationExecutor(connection).loader
    return former_layout.migrations_now(_by_app(loader.applied_migrations), loader.disk_migrations)


def refuse_unmigrated() -> None:
    """Refuse to read a database whose tables are not those that this version knows.

    :raises BackupRefused: when migrations are waiting, or are unknown.
    """
    executor = MigrationExecutor(connection)
    refuse_newer(applied_migrations(), "This database was")
    if former_layout.is_former(connection.introspection.table_names()) or executor.migration_plan(
        executor.loader.graph.leaf_nodes()
    ):
        raise BackupRefused("This database lacks migrations of this version of Ronde: run the command `migrate` first.")


def refuse_newer(applied: Applied, what: str) -> None:
    """Refuse rows of tables that this version may not know.

    :raises BackupRefused: when a migration is unknown; the sentence begins with `what`.
    """
    known = MigrationExecutor(connection).loader.disk_migrations
    unknown = [f"{app}.{name}" for app, names in applied.items() for name in names if (app, name) not in known]
    if unknown:
        raise BackupRefused(
            f"{what} made by a newer version of Ronde, which has the migration {unknown[0]}: update this one first."
        )


def as_this_version_calls(applied: Applied) -> Applied:
    """Return the migrations of a backup or a copy, which may be older than the apps that have them now."""
    return former_layout.migrations_now(applied, MigrationLoader(None).disk_migrations)


def migrate_to(applied: Applied) -> Apps:
    """Migrate an empty database to just these migrations, forwards or backwards; returns the models as they were then.

    :raises BackupRefused: when there is no way back to them.
    """
    executor = MigrationExecutor(connection)
    wanted = {(app, name) for app, names in applied.items() for name in names}
    loader = executor.loader
    if wanted == set(loader.disk_migrations) and not connection.introspection.table_names():
        schema_bootstrap.make_schema()
        return apps
    followed = {
        before for each in wanted for before in loader.disk_migrations[each].dependencies if before[0] == each[0]
    }
    newest = sorted(wanted - followed)
    without = [(app, None) for app in sorted(loader.migrated_apps - set(applied))]
    plan = executor.migration_plan([*newest, *without])
    directions = {backwards for _, backwards in plan}
    undone = [each for migration, backwards in plan if backwards for each in migration.operations]
    if len(directions) > 1 or not all(each.reversible for each in undone):
        raise BackupRefused(
            "This backup is of another version, and these tables cannot be made so: name a database without tables."
        )
    executor.migrate([*newest, *without], plan)
    if set(newest) == set(loader.graph.leaf_nodes()):
        return apps
    return MigrationExecutor(connection).loader.project_state(newest).apps


def migrate_forward() -> None:
    """Migrate to the newest; content types and permissions that are new are made."""
    call_command("migrate", verbosity=0, interactive=False)


def _by_app(keys: Iterable[tuple[str, str]]) -> Applied:
    found: defaultdict[str, list[str]] = defaultdict(list)
    for app, name in sorted(keys):
        found[app].append(name)
    return dict(found)
