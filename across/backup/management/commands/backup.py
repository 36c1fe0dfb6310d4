"""Make a backup of everything in one file, or check one."""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from across.backup.archive import BackupRefused
from across.backup.workflows.create_backup import create_backup, write_backup
from across.backup.workflows.verify_backup import WholeBackup, verify_backup


class Command(BaseCommand):
    """`backup FILE` makes one while people work; `backup verify FILE` reads one to its end, without a database."""

    help = "Make a backup of everything in one file (- writes it to the standard output), or check one."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the file, after the word that says what to do with it."""
        parser.add_argument("words", nargs="+", metavar="[verify] FILE")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Make it or check it; exit status 1 with a sentence when that cannot be."""
        try:
            match options["words"]:
                case ["verify"]:
                    raise CommandError("Name the backup to verify: backup verify FILE")
                case ["verify", file]:
                    self.stdout.write(f"Whole: {verify_backup(Path(file)).describe()}")
                case ["-"]:
                    self.stderr.write(f"Written: {WholeBackup(*write_backup(sys.stdout.buffer)).describe()}")
                case [file]:
                    self.stdout.write(f"Written: {WholeBackup(*create_backup(Path(file))).describe()}")
                case _:
                    raise CommandError("Name one file: backup FILE, or backup verify FILE")
        except BackupRefused as refused:
            raise CommandError(str(refused)) from refused
