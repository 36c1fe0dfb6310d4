"""Bring a project in that was taken away elsewhere."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from across.takeaway.workflows.importing import import_project
from across.takeaway.workflows.welcome_emails import write_welcome_emails
from circles.circles.management.import_command import person_at
from foundation.web.exceptions import Refused
from foundation.web.progress import progress_bar


class Command(BaseCommand):
    """`script/manage import_project ZIP`, into a server without projects; all of it comes in, or nothing."""

    help = "Bring in a project from a whole copy (export_project, or Take away by the pilot of its general circle)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the file and who imports."""
        parser.add_argument("file", metavar="ZIP", type=Path)
        parser.add_argument("--by", metavar="EMAIL", help="who imports, as the record says it")
        parser.add_argument("--emails", action="store_true", help="write to its people how they set a password here")

    def handle(self, *args: Any, **options: Any) -> None:
        """Import it and say what came in."""
        path, by = options["file"], person_at(options["by"])
        if not path.is_file():
            raise CommandError(f"{path}: there is no such file.")
        try:
            with path.open("rb") as file, progress_bar(path.name, 1) as advance:
                last = 0

                def report(done: int, number: int) -> None:
                    nonlocal last
                    share = done * 1000 // max(number, 1)
                    advance((share - last) / 1000)
                    last = share

                found = import_project(file, by=by, report=report)
        except Refused as error:
            raise CommandError(error.sentence) from error
        if options["emails"]:
            write_welcome_emails(found.project, found.newcomers)
        counts = found.counts
        self.stdout.write(
            f"{found.project.name}: {counts['circles_circle']} circles, {counts['documents_document']} documents, "
            f"{counts['decisions_decision']} decisions, {counts['chat_message']} messages, "
            f"{counts['actions_action']} actions and {counts['audit_entry']} entries of the record came in; "
            f"the record holds."
        )
        if found.newcomers:
            self.stdout.write(
                f"{len(found.newcomers)} people have no password here: they set one by “Forgot password?” on the "
                "sign-in page, or you do by script/manage changepassword EMAIL."
            )
