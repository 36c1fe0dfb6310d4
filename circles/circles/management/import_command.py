"""What the commands that import into a project have in common."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any, ClassVar

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from circles.circles.workflows.project_setup import create_project
from circles.projects.models import Project
from foundation.accounts.models import User
from foundation.web.exceptions import Refused
from foundation.web.folder_reader import Folder
from foundation.web.import_tally import ImportTally
from foundation.web.progress import progress_bar
from foundation.web.text_file import InvalidFile
from foundation.web.unicode_safety import is_storable


class ImportCommand[Source](BaseCommand):
    """`import_… PATH --project NAME [--by EMAIL]`: all of a file or folder is imported, or nothing.

    The project is made when it is absent.
    """

    path_metavar: ClassVar[str]
    path_help: ClassVar[str | None] = None
    by_help: ClassVar[str] = "who imports"
    rows: ClassVar[str]
    """The first kind of the tally, as the summary names it."""
    existing_rows: ClassVar[str] = "were there already"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare what is imported, the project and who imports."""
        parser.add_argument("path", type=Path, metavar=self.path_metavar, help=self.path_help)
        parser.add_argument("--project", required=True, metavar="NAME", help="name or address of the project")
        self.add_options(parser)
        parser.add_argument("--by", metavar="EMAIL", help=self.by_help)

    def add_options(self, parser: ArgumentParser) -> None:
        """Declare options of one command."""

    def handle(self, *args: Any, **options: Any) -> None:
        """Read and check everything, then import it in one transaction and print the tally."""
        path, by = options["path"], person_at(options["by"])
        try:
            source = self.read_source(path, existing_project(options["project"]))
            with transaction.atomic():
                project = project_named(options["project"], by=by)
                tally = self.import_source(source, project, by=by, options=options)
        except OSError as error:
            raise CommandError(f"{error.filename or path}: {error.strerror}") from error
        except InvalidFile as error:
            raise CommandError(error.report()) from error
        except Refused as error:
            raise CommandError(error.sentence) from error
        self.stdout.write(f"{project.name}: {self.summary(tally)}")

    def read_source(self, path: Path, project: Project | None) -> Source:
        """Read and check what is to be imported, with a progress bar where that is slow; `project` may not exist yet.

        :raises OSError, InvalidFile, CommandError:
        """
        raise NotImplementedError

    def import_source(
        self, source: Source, project: Project, *, by: User | None, options: dict[str, Any]
    ) -> ImportTally:
        """Call the workflow, with a progress bar where that is slow; stands in a transaction."""
        raise NotImplementedError

    def summary(self, tally: ImportTally) -> str:
        """Say in one line what was imported."""
        if not tally[self.rows]:
            return f"nothing new, all {tally.existing} {self.rows} were there already."
        existing = f", {tally.existing} {self.existing_rows}" if tally.existing else ""
        return f"{self.imported_rows(tally)}{existing}."

    def imported_rows(self, tally: ImportTally) -> str:
        """Say what was imported, as the beginning of a sentence."""
        return f"{tally[self.rows]} {self.rows} came in"


def refuse_empty(folder: Folder[Any], path: Path) -> None:
    """Raise `CommandError` for a folder, given as `path`, that has no file to import."""
    if not folder.paths:
        raise CommandError(f"{path}: there is no {Path(folder.pattern).name} file in it.")


def read_folder[Source: Folder[Any]](folder: Source, path: Path, known: set[str]) -> Source:
    """Read the files of a folder, given as `path`, whose names are not `known`, with a progress bar.

    :raises OSError, InvalidFile, CommandError:
    """
    refuse_empty(folder, path)
    with progress_bar(folder.root.name, len(folder.paths) - len(known)) as advance:
        folder.read_files(known, advance)
    return folder


def person_at(email: str | None) -> User | None:
    """Return the person who imports, if anyone is named."""
    if not email:
        return None
    found = User.objects.filter(email=email.lower()).first()
    if found is None:
        raise CommandError(f"Nobody here has the address {email}.")
    return found


def projects_named(name: str) -> list[Project]:
    """Return the projects of this name, two at most, else the one at this address."""
    return list(Project.objects.filter(name=name)[:2]) or list(Project.objects.filter(slug=name))


def existing_project(name: str) -> Project | None:
    """Return the one project of this name or address, if there is one."""
    found = projects_named(name.strip()) if is_storable(name) else []
    return found[0] if len(found) == 1 else None


def project_named(name: str, *, by: User | None) -> Project:
    """Return the project of this name or address, made when there is none."""
    name = name.strip()
    longest = Project._meta.get_field("name").max_length or 0
    if not 0 < len(name) <= longest or not is_storable(name):
        raise CommandError(f"A project's name has between 1 and {longest} letters.")
    found = projects_named(name)
    if len(found) > 1:
        raise CommandError(f"There are several projects named {name}; give the address of one.")
    return found[0] if found else create_project(name, by=by)
