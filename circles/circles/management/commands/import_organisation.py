"""Import nested teams and their people from a file into a project."""

from pathlib import Path
from typing import Any

from circles.circles.management.import_command import ImportCommand
from circles.circles.workflows.import_organisation import import_organisation
from circles.circles.workflows.organisation_file import OrganisationFile
from circles.projects.models import Project
from foundation.accounts.models import User
from foundation.web.import_tally import ImportTally
from foundation.web.progress import progress_bar


class Command(ImportCommand[OrganisationFile]):
    """`import_organisation FILE --project NAME [--by EMAIL]`; all of the file comes in, or nothing."""

    help = "Import an organisation (teams, people, memberships) into a project, which is made when absent."
    path_metavar = "file"
    path_help = "JSON: {teams: [...], people: [...]}"
    by_help = "who imports: becomes pilot of the general circle"

    def read_source(self, path: Path, project: Project | None) -> OrganisationFile:
        return OrganisationFile(path)

    def import_source(
        self, source: OrganisationFile, project: Project, *, by: User | None, options: dict[str, Any]
    ) -> ImportTally:
        with progress_bar(source.path.name, source.content.count_rows()) as advance:
            tally = import_organisation(source, project, by=by, advance=advance)
        if by:
            make_pilot(project, by)
        return tally

    def summary(self, tally: ImportTally) -> str:
        if not tally:
            return "nothing new, everything was there already."
        return (
            f"{tally['circles']} circles ({tally['closed']} of them closed), {tally['newcomers']} people, "
            f"{tally['memberships']} memberships, {tally['former']} former memberships, "
            f"{tally['pilots']} pilots and {tally['roles']} other roles came in."
        )


def make_pilot(project: Project, by: User) -> None:
    """Make who imports pilot of the general circle, unless they are."""
    general = project.circles.general()
    held = general.memberships.current().filter(user=by).first()
    if held is None:
        general.admit(by, by=by, roles=["pilot"])
    elif not general.people_in("pilot").filter(pk=by.pk).exists():
        held.take_role("pilot", by=by)
