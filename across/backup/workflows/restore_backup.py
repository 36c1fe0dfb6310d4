"""Restore a backup into an empty place: wholly, or not at all."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from django.apps.registry import Apps
from django.contrib.contenttypes.models import ContentType
from django.core.files.storage import default_storage
from django.db import DatabaseError, connection, transaction

from across.backup.archive import ArchivedFile, BackupReader, BackupRefused, Checksums, Manifest, Rows
from across.backup.bulk_load import Insert, inserter, remember_last_number, room_for_indexes
from across.backup.empty_place import no_server_here, refuse_used_database, refuse_used_place
from across.backup.migrations_applied import as_this_version_calls, migrate_forward, migrate_to, refuse_newer
from across.backup.storage import ChunkedFile
from across.backup.tables import FILLED_BY_MIGRATING, Model, all_rows, tables_of
from across.backup.workflows.check_restored import check_restored
from across.backup.workflows.verify_backup import WholeBackup, verify_backup
from foundation.web.former_layout import table_now

type Report = Callable[[str], None]


def restore_backup(path: Path, report: Report) -> None:
    """Read the backup to its end, then restore it, then check what was restored.

    :raises BackupRefused: before anything is touched when the backup or the place will not do; afterwards when what was
        restored does not hold.
    """
    whole = verify_backup(path)
    migrations = as_this_version_calls(whole.manifest.migrations)
    refuse_newer(migrations, "This backup was")
    with no_server_here():
        refuse_used_place()
        report(f"Restoring {whole.describe()}")
        Restoring(whole, migrate_to(migrations)).load(path)
        ContentType.objects.clear_cache()
        migrate_forward()
        _renew_statistics()
        report(check_restored(whole.manifest.heads))


@dataclass
class Restoring:
    """One backup on its way into this database and storage; `models` are those of when it was made."""

    whole: WholeBackup
    models: Apps

    def load(self, path: Path) -> None:
        """Write rows and files; when something fails, there is nothing of them.

        :raises BackupRefused: when the database does not take them, or the file is another one by now.
        """
        self.written: list[str] = []
        self.rows: dict[str, int] = {}
        self.inserts: dict[str, Insert] = {}
        try:
            with path.open("rb") as source, room_for_indexes(), transaction.atomic():
                refuse_used_database()
                self._load_from(BackupReader(source))
        except BaseException as error:
            for name in self.written:
                default_storage.delete(name)
            if isinstance(error, DatabaseError):
                raise BackupRefused(f"The database does not take it: {error}") from error
            raise

    def _load_from(self, reader: BackupReader) -> None:
        tables = tables_of(self.models)
        self._clear(tables)
        _postpone_constraints()
        for item in reader.contents():
            if isinstance(item, Rows):
                self._insert(item, tables)
            else:
                self._store(item)
        if (reader.manifest, reader.checksums) != (self.whole.manifest, self.whole.checksums):
            raise BackupRefused("This backup changed while it was read.")
        for layout in reader.manifest.tables:
            remember_last_number(tables[table_now(layout.name)], layout.last)
        connection.check_constraints()
        self._compare(reader.manifest, self.whole.checksums, tables)

    def _clear(self, tables: dict[str, Model]) -> None:
        """Remove what migrating wrote; the backup has it, with the numbers that other rows name."""
        for model in sorted(tables.values(), key=lambda one: one._meta.label):
            if model._meta.label in FILLED_BY_MIGRATING:
                all_rows(model).delete()

    def _insert(self, item: Rows, tables: dict[str, Model]) -> None:
        name = table_now(item.table.name)
        if name not in self.inserts:
            if name not in tables:
                raise BackupRefused(f"There was no table {name} in this version.")
            self.inserts[name] = inserter(tables[name], item.table)
        self.inserts[name](item.rows)
        self.rows[name] = self.rows.get(name, 0) + len(item.rows)

    def _store(self, item: ArchivedFile) -> None:
        path = self.whole.checksums.files[item.number].path
        stored = default_storage.save(path, ChunkedFile(item.chunks))
        self.written.append(stored)
        if stored != path:
            raise BackupRefused(f"The storage would keep {path} as {stored}.")

    def _compare(self, manifest: Manifest, checksums: Checksums, tables: dict[str, Model]) -> None:
        """Count what the tables have now."""
        written = checksums.rows_by_table()
        for layout in manifest.tables:
            expected, found = written.get(layout.name, 0), all_rows(tables[table_now(layout.name)]).count()
            if expected != found:
                raise BackupRefused(f"{layout.name} has {found} rows now, and {expected} in the backup.")


def _postpone_constraints() -> None:
    """Let rows name others that come later, until all are there."""
    with connection.cursor() as cursor:
        cursor.execute(
            "PRAGMA defer_foreign_keys = ON" if connection.vendor == "sqlite" else "SET CONSTRAINTS ALL DEFERRED"
        )


def _renew_statistics() -> None:
    """Tell PostgreSQL how much of what there is now, or its first plans are those for empty tables."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
