"""Prepare the sample in another language beside a running server."""

import fcntl
import os
import sys
import tempfile
from argparse import ArgumentParser
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from sample.languages import Preparation, sample_in
from sample.loading import load_sample_project
from sample.second import in_a_copy
from sample.texts import LANGUAGES

NICENESS = 5
"""Below the server, but not the lowest: someone may be looking at its progress."""


class Command(BaseCommand):
    """`prepare_sample LANGUAGE`: what a server starts for itself; `sample --language` does the same where none runs."""

    help = "Prepare the sample project in another language, at a low priority, beside a running server."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the language, and the process for which it is done."""
        parser.add_argument("language", choices=LANGUAGES)
        parser.add_argument("--server", type=int, default=os.getppid(), help="it ends with this process")

    def handle(self, *args: Any, **options: Any) -> None:
        """Prepare it once, and say in a file how far it is."""
        if not settings.EMBEDDED:
            raise CommandError("The sample is for embedded servers.")
        language, folder = options["language"], Path(settings.ENVIRONMENT.data_dir)
        preparation, server = Preparation(language), options["server"]
        os.nice(NICENESS)

        def note(share: float) -> None:
            if os.getppid() != server:
                sys.exit("The server for which the sample was prepared has ended.")
            preparation.note(share, os.getpid())

        with (folder / "sample.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            try:
                if sample_in(language) is None:
                    prepare(language, folder, note)
            except Exception:
                preparation.note(0, os.getpid(), failed=True)
                raise
            preparation.finish()


def prepare(language: str, folder: Path, note: Callable[[float], None]) -> None:
    """Load it into a copy of the database, and take it over."""
    with (
        tempfile.TemporaryDirectory(dir=folder, prefix="sample-") as beside,
        in_a_copy(Path(connection.settings_dict["NAME"]), Path(beside)),
    ):
        load_sample_project(language, None, note=note)
