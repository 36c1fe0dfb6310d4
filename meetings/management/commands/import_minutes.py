"""Bring a folder of minutes of elsewhere into a project."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from circles.management.commands.import_organisation import person, project_named
from circles.models import Project
from documents.management.commands.import_documents import report
from documents.workflows.markdown_folder import Unfit
from meetings.models import PastMinutes
from meetings.workflows.import_minutes import Tally, import_minutes
from meetings.workflows.minutes_folder import MinutesFolder, Sheet
from web.progress import bar
from web.unicode_safety import is_storable


class Command(BaseCommand):
    """`import_minutes DIR --project NAME [--by EMAIL]`; all files come in, or none."""

    help = "Import minutes of elsewhere (Markdown files, a folder a group) into a project, which is made when absent."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the folder, the project and who imports."""
        parser.add_argument("folder", type=Path, metavar="DIR")
        parser.add_argument("--project", required=True, metavar="NAME", help="name or address of the project")
        parser.add_argument("--by", metavar="EMAIL", help="who imports")

    def handle(self, *args: Any, **options: Any) -> None:
        """Read and check everything, then bring it in, and say what came in."""
        folder = MinutesFolder(options["folder"])
        if not folder.paths:
            raise CommandError(f"{options['folder']}: there is no *.md file in it.")
        by = person(options["by"])
        try:
            known = sources_in(options["project"])
            sheets = read(folder, known)
            with transaction.atomic():
                project = project_named(options["project"], by=by)
                tally = import_minutes(sheets, project, by=by, origin=folder.root.name)
        except OSError as error:
            raise CommandError(f"{error.filename}: {error.strerror}") from error
        except Unfit as error:
            raise CommandError(report(error)) from error
        tally.before = len(folder.paths) - tally.minutes
        self.stdout.write(f"{project.name}: {closing(tally)}")


def sources_in(name: str) -> set[str]:
    """Give the files whose minutes a project of this name or address has, which need not be read again."""
    if not is_storable(name):
        return set()  # no project has such a name; that is said later
    projects = list(Project.objects.filter(name=name)[:2]) or list(Project.objects.filter(slug=name))
    if len(projects) != 1:
        return set()
    return set(PastMinutes.objects.in_project(projects[0]).values_list("source", flat=True))


def read(folder: MinutesFolder, known: set[str]) -> list[Sheet]:
    """Read what is new, with a bar on a terminal's error stream."""
    sheets: list[Sheet] = []
    with bar(folder.root.name, len(folder.paths) - len(known)) as advance:
        for sheet in folder.sheets(known):
            sheets.append(sheet)
            advance(1)
    return sheets


def closing(tally: Tally) -> str:
    """Count what came in, in one line."""
    if not tally.minutes:
        return f"nothing new, all {tally.before} minutes were there already."
    circles = ", ".join(f"{number} in {key}" for key, number in sorted(tally.circles.items()))
    before = f", {tally.before} were there already" if tally.before else ""
    return f"{tally.minutes} minutes ({circles}) came in{before}."
