"""Bring nested teams and their people from a file into a project."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from accounts.models import User
from circles.models import Project
from circles.workflows.import_organisation import Tally, import_organisation
from circles.workflows.organisation_file import OrganisationFile
from web.json_reader import Unfit
from web.progress import bar
from web.unicode_safety import is_storable


class Command(BaseCommand):
    """`import_organisation FILE --project NAME [--by EMAIL]`; all of the file comes in, or nothing."""

    help = "Import an organisation (teams, people, memberships) into a project, which is made when absent."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the file, the project and who will look after it."""
        parser.add_argument("file", type=Path, help="JSON: {teams: [...], people: [...]}")
        parser.add_argument("--project", required=True, metavar="NAME", help="name or address of the project")
        parser.add_argument("--by", metavar="EMAIL", help="who imports: becomes pilot of the general circle")

    def handle(self, *args: Any, **options: Any) -> None:
        """Read, check, bring in, and say what came in."""
        by = person(options["by"])
        try:
            file = OrganisationFile(options["file"])
            with transaction.atomic(), bar(file.path.name, rows_in(file)) as advance:
                project = project_named(options["project"], by=by)
                tally = import_organisation(file, project, by=by, advance=advance)
                if by:
                    let_pilot(project, by)
        except OSError as error:
            raise CommandError(f"{options['file']}: {error.strerror}") from error
        except Unfit as error:
            raise CommandError(error.report(options["file"])) from error
        self.stdout.write(f"{project.name}: {closing(tally)}")


def person(email: str | None) -> User | None:
    """Find who imports, if anybody is named."""
    if not email:
        return None
    found = User.objects.filter(email=email.lower()).first()
    if found is None:
        raise CommandError(f"Nobody here has the address {email}.")
    return found


def project_named(name: str, *, by: User | None) -> Project:
    """Find a project by name or address; it is made when there is none."""
    name = name.strip()
    longest = Project._meta.get_field("name").max_length or 0
    if not 0 < len(name) <= longest or not is_storable(name):
        raise CommandError(f"A project's name has between 1 and {longest} letters.")
    found = list(Project.objects.filter(name=name)[:2]) or list(Project.objects.filter(slug=name))
    if len(found) > 1:
        raise CommandError(f"There are several projects named {name}; give the address of one.")
    return found[0] if found else Project.found(name, by=by)


def let_pilot(project: Project, by: User) -> None:
    """Make a person pilot of the general circle unless they are."""
    general = project.general
    held = general.memberships.current().filter(user=by).first()
    if held is None:
        general.admit(by, by=by, roles=["pilot"])
    elif not general.people_in("pilot").filter(pk=by.pk).exists():
        held.take_role("pilot", by=by)


def rows_in(file: OrganisationFile) -> int:
    """Count the rows that will be written, for the bar."""
    teams = file.organisation.teams
    rows = 2 * len(teams) + sum(len(team.people_now()) + len(team.alumni) for team in teams)
    return rows + len(file.organisation.people)


def closing(tally: Tally) -> str:
    """Count what came in, in one line."""
    if not tally:
        return "nothing new, everything was there already."
    return (
        f"{tally.circles} circles ({tally.closed} of them closed), {tally.newcomers} people, "
        f"{tally.memberships} memberships, {tally.former} former memberships, "
        f"{tally.pilots} pilots and {tally.roles} other roles came in."
    )
