"""Restore an embedded server from the folder into which it was copied continuously."""

import os
import shutil
import sqlite3
import tempfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from django.conf import settings
from django.core.files import File
from django.core.files.storage import default_storage
from django.db import connection

from across.backup.archive import BackupRefused
from across.backup.continuous.copy_folder import CopyFolder
from across.backup.continuous.rebuilding import UnusableCopy, rebuild_database
from across.backup.empty_place import no_server_here, refuse_used_place
from across.backup.migrations_applied import Applied, as_this_version_calls, migrate_forward, refuse_newer
from across.backup.workflows.check_restored import check_restored


def restore_copy(path: Path, report: Callable[[str], None]) -> None:
    """Make the database of the copies beside its place, move it there, and check it.

    :raises BackupRefused: before anything is touched when the copies or the place will not do; afterwards when what was
        restored does not hold.
    """
    if connection.vendor != "sqlite":
        raise BackupRefused("A continuous copy is of SQLite: restore it there, then take a backup to PostgreSQL.")
    folder, target = CopyFolder(path), Path(settings.DATABASES["default"]["NAME"])
    with no_server_here(), tempfile.TemporaryDirectory(prefix=".restoring-", dir=target.parent) as name:
        refuse_used_place()
        database = Path(name) / target.name
        try:
            rebuilt = rebuild_database(folder, database)
        except UnusableCopy as unusable:
            raise BackupRefused(str(unusable)) from unusable
        refuse_newer(as_this_version_calls(_migrations_in(database)), "This copy was")
        report(f"Restoring what was copied until {rebuilt.copied_at:%d %B %Y, %H:%M:%S} UTC.")
        _move(database, target)
        _restore_files(folder.files)
        migrate_forward()
        report(check_restored())


def _migrations_in(database: Path) -> Applied:
    found: Applied = {}
    with closing(sqlite3.connect(database)) as rows:
        for app, name in rows.execute("SELECT app, name FROM django_migrations"):
            found.setdefault(app, []).append(name)
    return found


def _move(database: Path, target: Path) -> None:
    """Put the database where an empty one is, or none."""
    connection.close()
    for suffix in ("-wal", "-shm"):
        target.with_name(f"{target.name}{suffix}").unlink(missing_ok=True)
    with database.open("rb") as file:
        os.fsync(file.fileno())
    shutil.move(database, target)


def _restore_files(source: Path) -> None:
    for path in sorted(each for each in source.rglob("*") if each.is_file() and not each.name.endswith(".part")):
        with path.open("rb") as file:
            default_storage.save(str(path.relative_to(source)), File(file))
