"""Import a specification into a project."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError

from circles.circles.management.import_command import ImportCommand
from circles.circles.models import Circle
from circles.projects.models import Project
from decisions.specification.reqif_file import read_reqif
from decisions.specification.reqif_rows import ReqifFile
from decisions.specification.workflows.import_reqif import import_reqif
from foundation.accounts.models import User
from foundation.web.import_tally import ImportTally


class Command(ImportCommand[ReqifFile]):
    """`import_specification FILE --project NAME [--circle KEY] [--by EMAIL]`; the whole file comes in, or nothing."""

    help = "Import a ReqIF file: a document of each specification in it, with clauses that are drafts until ratified."
    path_metavar = "FILE"
    rows = "clauses"

    def add_options(self, parser: ArgumentParser) -> None:
        parser.add_argument("--circle", default="general", metavar="KEY", help="whose the clauses are")

    def read_source(self, path: Path, project: Project | None) -> ReqifFile:
        self.name = path.name
        return read_reqif(path.read_bytes())

    def import_source(
        self, source: ReqifFile, project: Project, *, by: User | None, options: dict[str, Any]
    ) -> ImportTally:
        circle = Circle.objects.in_project(project).filter(key=options["circle"]).first()
        if circle is None:
            raise CommandError(f"{project.name} has no circle {options['circle']}.")
        return import_reqif(source, circle, by=by, origin=self.name)

    def imported_rows(self, tally: ImportTally) -> str:
        return (
            f"{tally['documents']} documents with {tally['sections']} sections, {tally['clauses']} clauses and "
            f"{tally['relations']} relations came in"
        )
