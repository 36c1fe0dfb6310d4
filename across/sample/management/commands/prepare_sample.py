"""Prepare the sample in another language beside a running server."""

import fcntl
import os
import signal
import sys
import tempfile
import threading
from argparse import ArgumentParser
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from across.sample.database_copy import in_a_copy
from across.sample.languages import Preparation, sample_in
from across.sample.loading import load_sample_project
from across.sample.texts import LANGUAGES

NICENESS = 5
"""Below the server, but not the lowest: someone may be looking at its progress."""


class Command(BaseCommand):
    """`prepare_sample LANGUAGE`: what a server starts for itself; `sample --language` does the same where none runs."""

    help = "Prepare the sample project in another language, at a low priority, beside a running server."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the language, and whether a server waits for it."""
        parser.add_argument("language", choices=LANGUAGES)
        parser.add_argument("--until-input-ends", action="store_true", help="it ends with who holds its standard input")

    def handle(self, *args: Any, **options: Any) -> None:
        """Prepare it once, and say in a file how far it is."""
        if not settings.EMBEDDED:
            raise CommandError("The sample is for embedded servers.")
        language, folder = options["language"], Path(settings.ENVIRONMENT.data_dir)
        preparation = Preparation(language)
        os.nice(NICENESS)
        if options["until_input_ends"]:
            signal.signal(signal.SIGTERM, stop)
            threading.Thread(target=await_end_of_input, daemon=True).start()

        def note(share: float) -> None:
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


def await_end_of_input() -> None:
    """Ask this process to end once who started it has ended; nothing is ever written to it."""
    sys.stdin.buffer.read()
    os.kill(os.getpid(), signal.SIGTERM)


def stop(_signal: int, _frame: FrameType | None) -> None:
    """End, and leave no copy behind; what was taken over by then is whole, or not there."""
    sys.exit("The server for which the sample was prepared has ended.")


def prepare(language: str, folder: Path, note: Callable[[float], None]) -> None:
    """Load it into a copy of the database, and take it over."""
    with (
        tempfile.TemporaryDirectory(dir=folder, prefix="sample-") as beside,
        in_a_copy(Path(connection.settings_dict["NAME"]), Path(beside)),
    ):
        load_sample_project(language, None, note=note)
