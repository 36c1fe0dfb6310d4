"""Bring a folder of Markdown files into a project as documents."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from circles.management.commands.import_organisation import person, project_named
from circles.models import Circle, Project
from documents.models import Document
from documents.workflows.import_documents import bring_in
from documents.workflows.markdown_folder import Folder, Paper, Unfit
from web.exceptions import Refused

SHOWN = 20


class Command(BaseCommand):
    """`import_documents DIR --project NAME [--circle KEY] [--by EMAIL]`; all files come in, or none."""

    help = "Import every *.md file under a folder as a document of a project, which is made when absent."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the folder, the project, the circle and who imports."""
        parser.add_argument("folder", type=Path, metavar="DIR")
        parser.add_argument("--project", required=True, metavar="NAME", help="name or address of the project")
        parser.add_argument("--circle", default="general", metavar="KEY", help="where they are to stand")
        parser.add_argument("--by", metavar="EMAIL", help="who imports")

    def handle(self, *args: Any, **options: Any) -> None:
        """Read and check everything, then bring it in, and say what came in."""
        folder = Folder(options["folder"])
        if not folder.paths:
            raise CommandError(f"{options['folder']}: there is no *.md file in it.")
        by = person(options["by"])
        known: set[str] = set()
        try:
            if found := Project.objects.filter(name=options["project"]).first():
                known = set(Document.objects.in_project(found).exclude(source="").values_list("source", flat=True))
            papers = read(folder, known)
            with transaction.atomic():
                circle = circle_of(project_named(options["project"], by=by), options["circle"])
                count = bring_in(papers, circle, by=by, origin=folder.root.name)
        except OSError as error:
            raise CommandError(f"{error.filename}: {error.strerror}") from error
        except Unfit as error:
            raise CommandError(report(error)) from error
        except Refused as error:
            raise CommandError(error.sentence) from error
        self.stdout.write(f"{circle.project.name}: {closing(count, len(folder.paths) - count)}")


def read(folder: Folder, known: set[str]) -> list[Paper]:
    """Read what is new, with a bar on a terminal's error stream."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    console = Console(stderr=True)
    with Progress(*columns, console=console, disable=not console.is_terminal) as bar:
        papers = list(bar.track(folder.papers(known), len(folder.paths) - len(known), description=folder.root.name))
    folder.title_all(papers)
    return papers


def circle_of(project: Project, key: str) -> Circle:
    """Find the circle by its key."""
    found = Circle.objects.in_project(project).filter(key=key).first()
    if found is None:
        raise CommandError(f"{project.name} has no circle {key}.")
    return found


def report(error: Unfit) -> str:
    """Name each problem by file and line, the first twenty of them."""
    more = len(error.problems) - SHOWN
    lines = [*map(str, error.problems[:SHOWN]), *([f"and {more} more"] if more > 0 else []), "Nothing was imported."]
    return "\n".join(lines)


def closing(count: int, before: int) -> str:
    """Count what came in, in one line."""
    if not count:
        return f"nothing new, all {before} documents were there already."
    return f"{count} documents came in" + (f", {before} were there already." if before else ".")
