"""Bring decision processes of elsewhere into a project."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from circles.management.commands.import_organisation import person, project_named
from decisions.imported.file import PastFile
from decisions.imported.import_processes import Tally, import_decisions
from web.json_reader import Unfit
from web.progress import bar


class Command(BaseCommand):
    """`import_decisions FILE --project NAME [--by EMAIL]`; all of the file comes in, or nothing."""

    help = "Import decision processes of elsewhere, as what they were, into a project, which is made when absent."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the file, the project and who imports."""
        parser.add_argument("file", type=Path, help="JSON: {source, decisions: [...]} or {source, proposals: [...]}")
        parser.add_argument("--project", required=True, metavar="NAME", help="name or address of the project")
        parser.add_argument("--by", metavar="EMAIL", help="who imports")

    def handle(self, *args: Any, **options: Any) -> None:
        """Read, check, bring in, and say what came in."""
        by = person(options["by"])
        try:
            file = PastFile(options["file"])
            with transaction.atomic(), bar(file.path.name, len(file.processes())) as advance:
                project = project_named(options["project"], by=by)
                tally = import_decisions(file, project, by=by, advance=advance)
        except OSError as error:
            raise CommandError(f"{options['file']}: {error.strerror}") from error
        except Unfit as error:
            raise CommandError(error.report(options["file"])) from error
        self.stdout.write(f"{project.name}: {closing(tally)}")


def closing(tally: Tally) -> str:
    """Count what came in, in one line."""
    if not tally.processes:
        return f"nothing new, all {tally.before} processes were there already."
    states = ", ".join(f"{number} {state}" for state, number in sorted(tally.states.items()))
    before = f", {tally.before} were there already" if tally.before else ""
    return (
        f"{tally.processes} processes ({states}) with {tally.concerns} concerns, {tally.check_offs} check-offs and "
        f"{tally.notes} notes of meetings came in{before}."
    )
