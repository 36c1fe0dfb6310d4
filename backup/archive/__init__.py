"""The file that a backup is: a tar of known members in a known order, checked byte by byte. No database, no Django."""

from backup.archive.contents import FORMAT, ChainHead, Checksums, FileSum, Manifest, TableLayout
from backup.archive.reader import ArchiveReader, Rows, StoredFile
from backup.archive.refusals import BackupRefused, DamagedBackup
from backup.archive.writer import ArchiveWriter

__all__ = [
    "FORMAT",
    "ArchiveReader",
    "ArchiveWriter",
    "BackupRefused",
    "ChainHead",
    "Checksums",
    "DamagedBackup",
    "FileSum",
    "Manifest",
    "Rows",
    "StoredFile",
    "TableLayout",
]
