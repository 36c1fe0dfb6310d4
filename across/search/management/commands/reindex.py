"""Make anew what search finds things by."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from across.search.indexing import reindex
from circles.projects.models import Project


class Command(BaseCommand):
    """`script/manage reindex`, for all projects, or for one: `--project heliopompe`."""

    help = "Write anew the words by which things are found; people may go on working."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the project."""
        parser.add_argument("--project", help="its name in addresses; every project where none is given")

    def handle(self, *args: Any, **options: Any) -> None:
        """Say for each project how many things are found by their words."""
        for project in Project.objects.filter(**({"slug": options["project"]} if options["project"] else {})):
            self.stdout.write(f"{project.name}: {reindex(project)} texts")
