"""Restore a backup into an empty place."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from across.backup.archive import BackupRefused
from across.backup.workflows.restore_backup import restore_backup
from across.backup.workflows.restore_copy import restore_copy


class Command(BaseCommand):
    """`restore FILE`: everything that is in a backup, or nothing; an older version's is migrated forward.

    `restore DIR` does it with a continuous copy.
    """

    help = "Restore a backup into an empty database and storage."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the file or folder."""
        parser.add_argument("path", type=Path, metavar="FILE", help="a backup, or the folder of a continuous copy")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Restore it and say what holds; exit status 1 with a sentence when that cannot be."""
        try:
            path: Path = options["path"]
            (restore_copy if path.is_dir() else restore_backup)(path, self.stdout.write)
        except BackupRefused as refused:
            raise CommandError(str(refused)) from refused
