"""Make a project as large as real ones get."""

import json
import tempfile
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from across.sample.data_generator import clauses, decisions, exploration
from across.sample.data_generator.money import allot_money
from across.sample.data_generator.organisation import organisation
from circles.circles.workflows.import_organisation import import_organisation
from circles.circles.workflows.organisation_file import OrganisationFile
from circles.circles.workflows.project_setup import create_project, declare_usual_elements
from circles.projects.models import Project
from foundation.web.progress import progress_bar
from foundation.web.text_file import InvalidFile


class Command(BaseCommand):
    """`grow --project NAME --circles 300 --people 2000 --decisions 20000 --questions 400 [--seed 1]`.

    Adds what is missing up to these numbers, so that a run that was cut off goes on where it was: a project that
    has as much already is left as it is. The same seed makes the same project.
    """

    help = "Make up a large project: circles, people, decisions, tracks; for measuring."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the project, the numbers and the seed."""
        parser.add_argument("--project", required=True, metavar="NAME")
        parser.add_argument("--circles", type=int, default=300)
        parser.add_argument("--people", type=int, default=2_000)
        parser.add_argument("--decisions", type=int, default=20_000)
        parser.add_argument("--clauses", type=int, default=3_000, help="in twelve documents")
        parser.add_argument("--questions", type=int, default=400)
        parser.add_argument("--seed", type=int, default=1)

    def handle(self, *args: Any, **options: Any) -> None:
        """Generate, and say how large the project is now."""
        for name in ("circles", "people", "decisions", "questions"):
            if not 1 <= options[name] <= 1_000_000:
                raise CommandError(f"--{name} is a number from 1 to 1000000.")
        project = self._project(options["project"])
        self._people_and_circles(project, options)
        allot_money(project)
        decisions.generate_data(project, options["decisions"], seed=options["seed"], bar=progress_bar)
        clauses.generate_clauses(project, options["clauses"], seed=options["seed"], bar=progress_bar)
        exploration.generate_questions(project, options["questions"], seed=options["seed"], bar=progress_bar)
        numbers, (questions, tracks) = decisions.count(project), exploration.count(project)
        self.stdout.write(
            f"{project.name}: {project.circles.count()} circles, {project.people().count()} people, "
            f"{numbers.decisions} decisions, {numbers.open} open proposals, "
            f"{questions} questions with {tracks} tracks."
        )

    def _project(self, name: str) -> Project:
        """Find the project by its name, or begin it with the usual elements."""
        found = Project.objects.filter(name=name).first()
        if found is not None:
            return found
        with transaction.atomic():
            project = create_project(name, by=None)
            declare_usual_elements(project, by=None)
        return project

    def _people_and_circles(self, project: Project, options: dict[str, Any]) -> None:
        """Import the organisation as any other."""
        drawn = organisation(options["circles"], options["people"], seed=options["seed"])
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "grown.json"
            path.write_text(json.dumps(drawn), encoding="utf-8")
            try:
                file = OrganisationFile(path)
                with progress_bar("circles and people", file.content.count_rows()) as advance:
                    import_organisation(file, project, by=None, advance=advance)
            except InvalidFile as error:
                raise CommandError(error.report()) from error
