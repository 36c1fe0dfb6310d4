"""Import documents with the history of their drafts into a project."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError

from circles.circles.management.import_command import ImportCommand, read_folder
from circles.circles.models import Circle
from circles.projects.models import Project
from documents.document_files.workflows.import_documents import imported_sources
from documents.document_files.workflows.import_revisions import import_revisions
from documents.document_files.workflows.revision_files import RevisionFolder
from foundation.accounts.models import User
from foundation.web.import_tally import ImportTally
from foundation.web.progress import progress_bar


class Command(ImportCommand[RevisionFolder]):
    """`import_revisions FILE_OR_DIR --project NAME [--circle KEY] [--by EMAIL]`; all files come in, or none."""

    help = "Import documents with their drafts as versions into a project, which is made when absent."
    path_metavar = "FILE_OR_DIR"
    path_help = "JSON, plain or gzip: {path, agents, txns: [{time, agent, message, patches}]}"
    rows = "documents"

    def add_options(self, parser: ArgumentParser) -> None:
        parser.add_argument("--circle", default="general", metavar="KEY", help="where they are to stand")

    def read_source(self, path: Path, project: Project | None) -> RevisionFolder:
        return read_folder(RevisionFolder(path), path, imported_sources(project) if project else set())

    def import_source(
        self, source: RevisionFolder, project: Project, *, by: User | None, options: dict[str, Any]
    ) -> ImportTally:
        circle = Circle.objects.in_project(project).filter(key=options["circle"]).first()
        if circle is None:
            raise CommandError(f"{project.name} has no circle {options['circle']}.")
        drafts = sum(len(file.content.txns) for file in source.files)
        with progress_bar(options["path"].name, drafts) as advance:
            return import_revisions(source, circle, by=by, advance=advance)

    def imported_rows(self, tally: ImportTally) -> str:
        return f"{tally['documents']} documents with {tally['versions']} versions came in"
