"""The file that a backup is: a tar of known members in a known order, checked byte by byte. No database, no Django."""

from backup.archive.contents import FORMAT, ChainHead, Checksums, FileSum, Manifest, TableLayout
from backup.archive.reader import ArchivedFile, BackupReader, Rows
from backup.archive.refusals import BackupRefused, DamagedBackup
from backup.archive.writer import BackupWriter

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
