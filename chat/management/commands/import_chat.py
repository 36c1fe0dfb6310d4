"""Bring logs of talk held elsewhere into a project."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from chat.workflows.import_chat import Tally, import_chat
from chat.workflows.log_file import LogFile, log_paths
from circles.management.commands.import_organisation import person, project_named
from web.json_reader import Unfit
from web.progress import bar

NOTHING = "Nothing was imported."


class Command(BaseCommand):
    """`import_chat FILE_OR_DIR --project NAME [--by EMAIL]`; all of it comes in, or nothing."""

    help = "Import logs of talk as topics into a project, which is made when absent."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the file or folder, the project and who imports."""
        parser.add_argument("logs", type=Path, metavar="FILE_OR_DIR", help="JSON: {channel, messages: [...]}")
        parser.add_argument("--project", required=True, metavar="NAME", help="name or address of the project")
        parser.add_argument("--by", metavar="EMAIL", help="who imports")

    def handle(self, *args: Any, **options: Any) -> None:
        """Read, check, bring in, and say what came in."""
        by = person(options["by"])
        logs = read(log_paths(options["logs"]))
        if not logs:
            raise CommandError(f"{options['logs']}: there is no *.json file in it.")
        said = sum(line.is_said for log in logs for line in log.content.messages)
        with transaction.atomic(), bar(options["logs"].name, said) as advance:
            project = project_named(options["project"], by=by)
            tally = import_chat(logs, project, by=by, advance=advance)
        self.stdout.write(f"{project.name}: {closing(tally)}")


def read(paths: list[Path]) -> list[LogFile]:
    """Read all logs; what is wrong in any of them is said of all together."""
    logs, wrong = [], list[str]()
    for path in paths:
        try:
            logs.append(LogFile(path))
        except OSError as error:
            raise CommandError(f"{path}: {error.strerror}") from error
        except Unfit as error:
            wrong.append(error.report(path).removesuffix(NOTHING).rstrip())
    if wrong:
        raise CommandError("\n".join([*wrong, NOTHING]))
    return logs


def closing(tally: Tally) -> str:
    """Count what came in, in one line."""
    if not tally.topics:
        return f"nothing new, all {tally.before} topics were there already."
    further = f" (and {tally.further} further ones to a second line are not)" if tally.further else ""
    before = f", {tally.before} topics were there already" if tally.before else ""
    return (
        f"{tally.topics} topics with {tally.messages} messages came in, {tally.links} of them linked to what they "
        f"answer{further}; {tally.left_out} lines of who came, left or took another name were left out{before}."
    )
