"""Import chat logs into a project."""

from pathlib import Path
from typing import Any

from chat.chat.workflows.import_chat import import_chat
from chat.chat.workflows.log_file import LogFile, LogFolder
from circles.circles.management.import_command import ImportCommand, refuse_empty
from circles.projects.models import Project
from foundation.accounts.models import User
from foundation.web.import_tally import ImportTally
from foundation.web.progress import progress_bar


class Command(ImportCommand[list[LogFile]]):
    """`import_chat FILE_OR_DIR --project NAME [--by EMAIL]`; all of it comes in, or nothing."""

    help = "Import logs of talk as topics into a project, which is made when absent."
    path_metavar = "FILE_OR_DIR"
    path_help = "JSON: {channel, messages: [...]}"
    rows = "topics"
    existing_rows = "topics were there already"

    def read_source(self, path: Path, project: Project | None) -> list[LogFile]:
        folder = LogFolder(path)
        refuse_empty(folder, path)
        folder.read_files()
        return folder.files

    def import_source(
        self, source: list[LogFile], project: Project, *, by: User | None, options: dict[str, Any]
    ) -> ImportTally:
        said = sum(line.is_said for log in source for line in log.content.messages)
        with progress_bar(options["path"].name, said) as advance:
            return import_chat(source, project, by=by, advance=advance)

    def imported_rows(self, tally: ImportTally) -> str:
        further = f" (and {tally['further']} further ones to a second line are not)" if tally["further"] else ""
        return (
            f"{tally['topics']} topics with {tally['messages']} messages came in, {tally['links']} of them linked to "
            f"what they answer{further}; {tally['left_out']} lines of who came, left or took another name were left out"
        )
