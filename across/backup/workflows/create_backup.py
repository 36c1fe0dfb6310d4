"""Make a backup: one file with everything, of one instant, while people work."""

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

from django.conf import settings
from django.db import connection, models
from django.db.models import Max
from django.db.models.functions import Length

from across.backup.archive import (
    FORMAT,
    BackupRefused,
    BackupWriter,
    ChainHead,
    Checksums,
    Manifest,
    TableLayout,
)
from across.backup.counters import last_numbers
from across.backup.migrations_applied import applied_migrations, refuse_unmigrated
from across.backup.storage import found_files
from across.backup.tables import Model, all_rows, columns_of, tables_in_backup
from across.backup.values import stored_value, to_json
from foundation.audit import clock
from foundation.audit.models import Head
from foundation.web.database_snapshot import one_instant

AT_ONCE = 2000
AT_ONCE_BYTES = 16 * 1024 * 1024
"""So many rows, or bytes of their large columns, are read from the database at once."""


def create_backup(path: Path) -> tuple[Manifest, Checksums]:
    """Write a backup that is there whole or not at all, and that only its owner may read.

    :raises BackupRefused: when there is such a file already, or the database is not migrated.
    """
    if path.exists():
        raise BackupRefused(f"{path} is there already: name another file, or remove it.")
    if not path.parent.is_dir():
        raise BackupRefused(f"There is no folder {path.parent}.")
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".part", dir=path.parent)  # for its owner only
    try:
        with os.fdopen(handle, "wb") as out:
            made = write_backup(out)
            out.flush()
            os.fsync(out.fileno())
        # A link is refused where another person made the file meanwhile; a move would replace it.
        os.link(name, path)
    except FileExistsError:
        raise BackupRefused(f"{path} is there already: name another file, or remove it.") from None
    finally:
        Path(name).unlink()
    _sync_folder(path.parent)
    return made


def write_backup(out: BinaryIO) -> tuple[Manifest, Checksums]:
    """Write a backup to a file or a pipe.

    :raises BackupRefused: when the database is not migrated.
    """
    refuse_unmigrated()
    with one_instant():
        tables = tables_in_backup()
        manifest = describe(tables)
        writer = BackupWriter(out, manifest)
        for layout in manifest.tables:
            writer.add_table(layout.name, rows_of(tables[layout.name]))
    for file in found_files():
        writer.add_file(file.path, file.size, file.chunks())
    return manifest, writer.finish()


def describe(tables: dict[str, Model]) -> Manifest:
    """Return what the backup is, as of the snapshot that is read."""
    last = last_numbers()
    heads = Head.objects.order_by("project").iterator()
    return Manifest(
        format=FORMAT,
        version=settings.VERSION,
        made_at=clock.now(),
        vendor=connection.vendor,
        settings={"base_url": settings.BASE_URL, "language": settings.LANGUAGE_CODE},
        migrations=applied_migrations(),
        tables=[
            TableLayout(name=table, columns=list(columns_of(model)), last=last.get(table, 0))
            for table, model in tables.items()
        ],
        heads={str(head.project): ChainHead(seq=head.seq, hash=head.hash) for head in heads},
    )


def rows_of(model: Model) -> Iterator[list[Any]]:
    """Yield all rows of a table as a backup has them, reading no more at once than fits into memory."""
    fields = columns_of(model)
    rows = all_rows(model)
    if isinstance(model._meta.pk, models.AutoField):
        rows = rows.order_by("pk")  # as they are on disk, nearly
    values = rows.values_list(*map(stored_value, fields.values()))
    return map(to_json(list(fields.values())), values.iterator(chunk_size=_at_once(model)))


def _at_once(model: Model) -> int:
    """Return how many rows may be read at once, seeing how large the largest is."""
    kinds = (models.BinaryField, models.TextField)
    large = [field.name for field in model._meta.local_concrete_fields if isinstance(field, kinds)]
    if not large:
        return AT_ONCE
    longest = all_rows(model).aggregate(**{f"longest_{name}": Max(Length(name)) for name in large})
    bytes_of_a_row = sum(length or 0 for length in longest.values()) or 1
    return max(1, min(AT_ONCE, AT_ONCE_BYTES // bytes_of_a_row))


def _sync_folder(folder: Path) -> None:
    """Let the file's name survive a power cut as well."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
