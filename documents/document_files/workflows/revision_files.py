"""Reads documents with the history of their drafts: JSON, zipped or not. No database.

`{"path", "startContent", "endContent", "agents": [names], "txns": [{"time", "agent", "message", "patches"}]}`, a patch
being `[position, number deleted, text inserted]` in code points, those of one revision from the end to the beginning.
"""

import gzip
import json
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, ValidationError

from foundation.web.folder_reader import Folder, read_bytes
from foundation.web.json_reader import text_up_to
from foundation.web.text_file import InvalidFile, Problem

MOST_UNZIPPED = 64 * 1024 * 1024
MOST_REVISIONS = 20_000
Position = Annotated[int, Field(ge=0)]


class _Schema(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class RevisionRow(_Schema):
    """One saved draft."""

    time: AwareDatetime
    agent: Position
    message: Annotated[str, text_up_to(None, min_length=0)] = ""
    patches: list[tuple[Position, Position, str]]


class RevisionHistory(_Schema):
    """The whole file."""

    path: Annotated[str, text_up_to(300)]
    start_content: Annotated[str, Field(alias="startContent")] = ""
    end_content: Annotated[str | None, Field(alias="endContent")] = None
    agents: list[Annotated[str, text_up_to(120)]]
    txns: Annotated[list[RevisionRow], Field(min_length=1, max_length=MOST_REVISIONS)]


@dataclass(frozen=True)
class Revision:
    """A draft as a whole: when, by whom, why, and its Markdown. Times never step back."""

    at: datetime
    author: str
    reason: str
    markdown: str


class RevisionFile:
    """A valid history; its text is worked out draft by draft."""

    def __init__(self, source: str, content: RevisionHistory) -> None:
        self.source = source
        self.content = content

    @property
    def name(self) -> str:
        """Return a title for a text that has none: the file's name."""
        stem = Path(self.content.path).name.partition(".")[0]
        return re.sub(r"[-_]+", " ", stem).strip() or self.source

    def revisions(self) -> Iterator[Revision]:
        """Yield the drafts in their order.

        :raises ValueError: for a patch that lies outside of the text.
        """
        text, at = self.content.start_content, datetime.min.replace(tzinfo=UTC)
        for row in self.content.txns:
            for position, deleted, inserted in row.patches:
                if position + deleted > len(text):
                    raise ValueError("a patch lies outside of the text")
                text = text[:position] + inserted + text[position + deleted :]
            at = max(at, row.time)
            yield Revision(at, self.content.agents[row.agent], row.message.strip().partition("\n")[0], text)


class RevisionFolder(Folder[RevisionFile]):
    """The histories of a folder; or one, where the path is a file's."""

    pattern = "*.json*"

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        if not path.is_dir():
            self.root, self.paths = path.resolve().parent, [path.resolve()]

    def includes(self, path: Path) -> bool:
        return path.name.endswith((".json", ".json.gz"))

    def read_file(self, path: Path) -> RevisionFile:
        source = self.storable_name(path)
        try:
            content = RevisionHistory.model_validate(json.loads(_unzipped(path)))
            found = RevisionFile(source, content)
            *_, last = found.revisions()
        except ValidationError as error:
            first = error.errors()[0]
            place = ".".join(map(str, first["loc"]))
            raise InvalidFile([Problem(path, 1, f"{place}: {first['msg']}")]) from None
        except (ValueError, IndexError, RecursionError) as error:
            raise InvalidFile([Problem(path, 1, str(error) or "this is no history of drafts")]) from None
        if content.end_content not in (None, last.markdown):
            raise InvalidFile([Problem(path, 1, "its drafts do not end in its last text")])
        return found


def _unzipped(path: Path) -> bytes:
    data = read_bytes(path)
    if path.suffix != ".gz":
        return data
    try:
        with gzip.open(path) as file:
            data = file.read(MOST_UNZIPPED + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise ValueError("this is no gzip file") from error
    if len(data) > MOST_UNZIPPED:
        raise ValueError("too large when unzipped")
    return data
