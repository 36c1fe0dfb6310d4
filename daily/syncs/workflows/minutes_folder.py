"""Reads and checks a folder of minutes as Markdown files."""

import re
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from documents.richtext.markdown_reader import nodes_of
from documents.richtext.nodes import opening_heading
from foundation.web.exceptions import Refused
from foundation.web.folder_reader import Folder, read_bytes
from foundation.web.json_reader import Day, InvalidValue, JsonFile, StrictSchema, Text
from foundation.web.progress import Advance, no_progress
from foundation.web.text_file import InvalidFile, Problem, decode_utf8, line_at

INDEX = "index.json"
MAX_NAME, MAX_GROUP, MAX_TITLE = 300, 120, 300
_FRONT_MATTER = re.compile(r"\A---\n(.*?)\n---\n", re.DOTALL)
_TITLE = re.compile(r"^title:[ \t]*(.+)$", re.MULTILINE)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_ONLY_A_DAY = re.compile(r"[\d.\-/\s]*")


@dataclass(frozen=True, slots=True)
class MinutesFile:
    """One file: its name in the folder, the group whose folder it lies in, day (None where not stated), text."""

    source: str
    group: str
    title: str
    held_on: date | None
    text: str


class IndexRow(StrictSchema):
    """A row of the index."""

    file: Text
    date: Day | None = None


class IndexContent(StrictSchema):
    """The index: which file tells of which day."""

    documents: list[IndexRow]


class MinutesIndex(JsonFile[IndexContent]):
    """A valid index."""

    schema = IndexContent

    def refuse_unknown(self, sources: Iterable[str]) -> None:
        """Raise `InvalidFile` for files that are not in the folder or are named twice."""
        unnamed, wrong = set(sources), list[InvalidValue]()
        for at, row in enumerate(self.content.documents):
            if row.file not in unnamed:
                wrong.append((("documents", at, "file"), f"“{row.file}” is not in the folder, or is named twice"))
            unnamed.discard(row.file)
        if wrong:
            raise self.invalid(wrong)


class MinutesFolder(Folder[MinutesFile]):
    """A folder a group; days come from `index.json`, else from the files' names."""

    def __init__(self, root: Path) -> None:
        super().__init__(root)
        self.days: dict[str, date | None] = {}

    def includes(self, path: Path) -> bool:
        return path != self.root / "README.md"

    def read_files(self, known: Iterable[str] = (), advance: Advance = no_progress) -> None:
        self.days = self._read_days()
        super().read_files(known, advance)

    def _read_days(self) -> dict[str, date | None]:
        path = self.root / INDEX
        if not path.is_file():
            return {}
        index = MinutesIndex(path)
        index.refuse_unknown(map(self.name_of, self.paths))
        return {row.file: row.date for row in index.content.documents}

    def read_file(self, path: Path) -> MinutesFile:
        group = path.parent.name if path.parent != self.root else ""
        source = self.storable_name(path)
        if len(source) > MAX_NAME or len(group) > MAX_GROUP:
            raise InvalidFile([Problem(path, 1, "the file's name is too long")])
        text = read_text(path)
        return MinutesFile(
            source=source,
            group=group,
            title=title_of(path, text, _heading_of(path, text), group)[:MAX_TITLE],
            held_on=self.days[source] if source in self.days else day_in(path.stem),
            text=text,
        )


def read_text(path: Path) -> str:
    """Read one file with line feeds for line ends. Minutes are shown as they were written, so NUL is refused."""
    data = read_bytes(path)
    if b"\0" in data:
        raise InvalidFile([Problem(path, line_at(data, data.index(b"\0")), "there is a NUL")])
    return decode_utf8(data, path, "not text in UTF-8").replace("\r\n", "\n")


def _heading_of(path: Path, text: str) -> str:
    """Return the heading that opens a text, which must be one that can be shown."""
    try:
        return opening_heading(nodes_of(text))
    except Refused as refused:
        raise InvalidFile([Problem(path, 1, refused.sentence)]) from refused


def title_of(path: Path, text: str, heading: str, group: str) -> str:
    """Return the title of the front matter, else the heading that opens the text, else the file's or group's name.

    What is only a day names no meeting among the others of its group.
    """
    front_matter = _FRONT_MATTER.match(text)
    stated = _TITLE.search(front_matter[1]) if front_matter else None
    stem = _DAY.sub("", path.stem)
    titles = (stated[1].strip("\"' ") if stated else "", heading, words_of(stem), words_of(group))
    return next((title for title in titles if not _ONLY_A_DAY.fullmatch(title)), path.stem)


def words_of(name: str) -> str:
    """Return a file's or folder's name as words."""
    return re.sub(r"[-_]+", " ", name).strip()


def day_in(stem: str) -> date | None:
    """Return the day that a file's name begins with."""
    with suppress(ValueError):
        return date.fromisoformat(stem[:10])
    return None
