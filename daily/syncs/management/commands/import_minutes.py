"""Import a folder of minutes into a project."""

from pathlib import Path
from typing import Any

from circles.circles.management.import_command import ImportCommand, read_folder
from circles.projects.models import Project
from daily.syncs.workflows.import_minutes import import_minutes, imported_sources
from daily.syncs.workflows.minutes_folder import MinutesFolder
from foundation.accounts.models import User
from foundation.web.import_tally import ImportTally


class Command(ImportCommand[MinutesFolder]):
    """`import_minutes DIR --project NAME [--by EMAIL]`; all files come in, or none."""

    help = "Import minutes from another tool (Markdown files, a folder a group) into a project, made when absent."
    path_metavar = "DIR"
    rows = "minutes"

    def read_source(self, path: Path, project: Project | None) -> MinutesFolder:
        return read_folder(MinutesFolder(path), path, imported_sources(project) if project else set())

    def import_source(
        self, source: MinutesFolder, project: Project, *, by: User | None, options: dict[str, Any]
    ) -> ImportTally:
        return import_minutes(source, project, by=by)

    def imported_rows(self, tally: ImportTally) -> str:
        circles = ", ".join(f"{number} in {key}" for key, number in sorted(tally.groups.items()))
        return f"{tally['minutes']} minutes ({circles}) came in"
