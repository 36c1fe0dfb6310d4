"""Import a folder of Markdown files into a project as documents."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError

from circles.circles.management.import_command import ImportCommand, read_folder
from circles.circles.models import Circle
from circles.projects.models import Project
from documents.document_files.workflows.import_documents import import_documents, imported_sources
from documents.document_files.workflows.markdown_folder import MarkdownFolder
from foundation.accounts.models import User
from foundation.web.import_tally import ImportTally


class Command(ImportCommand[MarkdownFolder]):
    """`import_documents DIR --project NAME [--circle KEY] [--by EMAIL]`; all files come in, or none."""

    help = "Import every *.md file under a folder as a document of a project, which is made when absent."
    path_metavar = "DIR"
    rows = "documents"

    def add_options(self, parser: ArgumentParser) -> None:
        parser.add_argument("--circle", default="general", metavar="KEY", help="where they are to stand")

    def read_source(self, path: Path, project: Project | None) -> MarkdownFolder:
        return read_folder(MarkdownFolder(path), path, imported_sources(project) if project else set())

    def import_source(
        self, source: MarkdownFolder, project: Project, *, by: User | None, options: dict[str, Any]
    ) -> ImportTally:
        circle = Circle.objects.in_project(project).filter(key=options["circle"]).first()
        if circle is None:
            raise CommandError(f"{project.name} has no circle {options['circle']}.")
        return import_documents(source, circle, by=by)
