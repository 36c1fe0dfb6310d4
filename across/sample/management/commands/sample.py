"""Load the sample project."""

import os
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from across.sample.languages import missing_language, sample_in
from across.sample.loading import load_sample_project
from across.sample.texts import LANGUAGES
from foundation.accounts.sample_accounts import SAMPLE_HANDLES, SAMPLE_HOST
from foundation.web.languages import SOURCE, language_of

PASSWORD = "heliopompe"  # noqa: S105 known to everyone, and given in embedded mode only


class Command(BaseCommand):
    """`sample [--language en|fr]`: Héliopompe, with people who can sign in while the server is embedded. Loaded in the
    other language too, it has the same people there.
    """

    help = "Load the sample project: people, circles, decisions, documents, talk, actions and syncs."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the language."""
        parser.add_argument("--language", choices=LANGUAGES, help="by default that of the environment, else English")
        parser.add_argument(
            "--force-without-passwords",
            action="store_true",
            help="load it into a production server; nobody of it can sign in",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Load it once, and say who can sign in."""
        if not settings.EMBEDDED and not options["force_without_passwords"]:
            raise CommandError(
                "This is a production server: the sample is for embedded ones (see --force-without-passwords)."
            )
        call_command("migrate", verbosity=0, interactive=False)  # an empty folder has no tables yet
        language = options["language"] or usual_language()
        if sample_in(language) or (missing_language() and not options["language"]):
            self.stdout.write("The sample project is here already.")
            return
        password = PASSWORD if settings.EMBEDDED else None
        project = load_sample_project(language, password)
        self.stdout.write(f"{project.name}: {project.circles.count()} circles, {project.people().count()} people.")
        if password:
            names = ", ".join(f"{handle}@{SAMPLE_HOST}" for handle in SAMPLE_HANDLES)
            self.stdout.write(f"{names} sign in with the password {password}.")


def usual_language() -> str:
    """Return the language that the environment speaks, where the sample is written in it, else English."""
    spoken = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    language = language_of(spoken).code
    return language if language in LANGUAGES else SOURCE.code
