"""The file that a backup is: a tar of known members in a known order, checked byte by byte. No database, no Django."""

from across.backup.archive.contents import FORMAT, ChainHead, Checksums, FileSum, Manifest, TableLayout
from across.backup.archive.reader import ArchivedFile, BackupReader, Rows
from across.backup.archive.refusals import BackupRefused, DamagedBackup
from across.backup.archive.writer import BackupWriter

__all__ = [
    "FORMAT",
    "ArchivedFile",
    "BackupReader",
    "BackupRefused",
    "BackupWriter",
    "ChainHead",
    "Checksums",
    "DamagedBackup",
    "FileSum",
    "Manifest",
    "Rows",
    "TableLayout",
]
