"""Check a backup without a database."""

from dataclasses import dataclass
from pathlib import Path

from across.backup.archive import BackupReader, BackupRefused, Checksums, Manifest, Rows
from across.backup.sentences import counted


@dataclass(frozen=True)
class WholeBackup:
    """What a backup that was read to its end has."""

    manifest: Manifest
    checksums: Checksums

    def describe(self) -> str:
        """Say it in a sentence."""
        rows, tables = self.checksums.rows_by_table(), len(self.manifest.tables)
        entries = sum(head.seq for head in self.manifest.heads.values())
        return (
            f"Ronde {self.manifest.version}, {self.manifest.made_at:%d %B %Y, %H:%M:%S} UTC,"
            f" {self.manifest.vendor}, {self.manifest.settings.get('base_url', '')}:"
            f" {counted(sum(rows.values()), 'row')} of {counted(tables, 'table')},"
            f" {counted(len(self.checksums.files), 'file')},"
            f" {counted(len(self.manifest.heads), 'project')} with {counted(entries, 'record entry')}."
        )


def verify_backup(path: Path) -> WholeBackup:
    """Read a backup to its end.

    :raises BackupRefused: with a sentence, at the first thing that is not as it was written.
    """
    try:
        with path.open("rb") as source:
            reader = BackupReader(source)
            for item in reader.contents():
                if not isinstance(item, Rows):
                    for _chunk in item.chunks:
                        pass
    except OSError as error:
        raise BackupRefused(f"{path} cannot be read: {error.strerror}.") from error
    if not reader.checksums:
        raise BackupRefused(f"{path} has no end.")
    return WholeBackup(reader.manifest, reader.checksums)
