"""Where a backup may be restored: a database and a storage in which nobody has anything."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.db import connection

from across.backup.archive import BackupRefused
from across.backup.migrations_applied import applied_migrations, refuse_newer
from across.backup.storage import found_files
from across.backup.tables import FILLED_BY_MIGRATING, tables_in_backup


def refuse_used_place() -> None:
    """Change nothing, and refuse a place that holds anything.

    :raises BackupRefused: naming what is there.
    """
    refuse_used_database()
    for file in found_files():
        raise BackupRefused(f"This is no empty place: its storage has files, such as {file.path}.")


def refuse_used_database() -> None:
    """Refuse a database in which there are rows, or tables of something else. One without tables is as good as one that
    was only migrated.

    :raises BackupRefused: naming what is there.
    """
    present = set(connection.introspection.table_names())
    if not present:
        return
    if "django_migrations" not in present:
        raise BackupRefused(f"This is no empty place: its database has tables, such as {min(present)}.")
    refuse_newer(applied_migrations(), "This database was")
    # Things before their history: what is there is told in the words that people know.
    for table, model in sorted(tables_in_backup().items(), key=lambda one: "historical" in one[0]):
        if table in present and model._meta.label not in FILLED_BY_MIGRATING and (rows := _count(table)):
            what = model._meta.verbose_name if rows == 1 else model._meta.verbose_name_plural
            raise BackupRefused(f"This is no empty place: its database has {rows:,} {what}.")


@contextmanager
def no_server_here() -> Iterator[None]:
    """Hold what an embedded server holds while it serves: none may run, and none can start.

    :raises BackupRefused: while one runs.
    """
    settings.ENVIRONMENT.data_dir.mkdir(parents=True, exist_ok=True)
    with (settings.ENVIRONMENT.data_dir / "server.lock").open("w") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise BackupRefused(
                f"A server serves from {settings.ENVIRONMENT.data_dir}: stop it before you restore."
            ) from None
        yield


def _count(table: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {connection.ops.quote_name(table)}")  # noqa: S608 a name of ours
        rows: int = cursor.fetchone()[0]
        return rows
