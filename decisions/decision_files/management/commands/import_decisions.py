"""Import decision processes of another organisation or tool into a project."""

from pathlib import Path
from typing import Any

from circles.circles.management.import_command import ImportCommand
from circles.projects.models import Project
from decisions.decision_files.workflows.import_decisions import import_decisions
from decisions.decision_files.workflows.process_file import ProcessFile
from foundation.accounts.models import User
from foundation.web.import_tally import ImportTally
from foundation.web.progress import progress_bar


class Command(ImportCommand[ProcessFile]):
    """`import_decisions FILE --project NAME [--by EMAIL]`; all of the file comes in, or nothing."""

    help = "Import decision processes from another tool, as what they were, into a project, which is made when absent."
    path_metavar = "file"
    path_help = "JSON: {source, decisions: [...]} or {source, proposals: [...]}"
    rows = "processes"

    def read_source(self, path: Path, project: Project | None) -> ProcessFile:
        return ProcessFile(path)

    def import_source(
        self, source: ProcessFile, project: Project, *, by: User | None, options: dict[str, Any]
    ) -> ImportTally:
        with progress_bar(source.path.name, len(source.processes())) as advance:
            return import_decisions(source, project, by=by, advance=advance)

    def imported_rows(self, tally: ImportTally) -> str:
        states = ", ".join(f"{number} {state}" for state, number in sorted(tally.groups.items()))
        return (
            f"{tally['processes']} processes ({states}) with {tally['concerns']} concerns, "
            f"{tally['check_offs']} check-offs and {tally['notes']} notes of meetings came in"
        )
