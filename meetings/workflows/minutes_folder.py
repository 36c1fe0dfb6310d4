"""A folder of minutes of elsewhere as Markdown files, read and checked whole before anything of it comes in."""

import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from documents.content.markdown_reader import nodes_of
from documents.workflows.markdown_folder import Problem, Unfit, bytes_of, opening_of
from web.exceptions import Refused
from web.json_reader import Day, Fault, JsonFile, Part, Text
from web.json_reader import Unfit as UnfitJson

INDEX = "index.json"
MAX_NAME, MAX_GROUP, MAX_TITLE = 300, 120, 300
_FRONT = re.compile(r"\A---\n(.*?)\n---\n", re.DOTALL)
_TITLE = re.compile(r"^title:[ \t]*(.+)$", re.MULTILINE)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_ONLY_A_DAY = re.compile(r"[\d.\-/\s]*")


@dataclass(frozen=True, slots=True)
class Sheet:
    """One file: its name in the folder, the group whose folder it lies in, day (None where not stated), text."""

    source: str
    group: str
    title: str
    held_on: date | None
    text: str


class Row(Part):
    """A row of the index."""

    file: Text
    date: Day | None = None


class Rows(Part):
    """The index: which file tells of which day."""

    documents: list[Row]


class Index(JsonFile[Rows]):
    """An index beside the folders, read and found sound in itself."""

    schema = Rows

    def refuse_strangers(self, sources: Iterable[str]) -> None:
        """Raise `Unfit` for files that are not in the folder or are named twice."""
        known, wrong = set(sources), list[Fault]()
        for at, row in enumerate(self.content.documents):
            if row.file not in known:
                wrong.append((("documents", at, "file"), f"“{row.file}” is not in the folder, or is named twice"))
            known.discard(row.file)
        if wrong:
            raise self.unfit(wrong)


class MinutesFolder:
    """The `*.md` files in the folders of `root`, each folder a group's; days come from `index.json` or file names."""

    def __init__(self, root: Path) -> None:
        self.root = root.resolve()
        self.index = self.root / INDEX
        self.paths = sorted(path for path in self.root.rglob("*.md") if self._is_sheet(path))

    def _is_sheet(self, path: Path) -> bool:
        return path.is_file() and path.resolve().is_relative_to(self.root) and path != self.root / "README.md"

    def source_of(self, path: Path) -> str:
        """Give a file's name in the folder."""
        return path.relative_to(self.root).as_posix()

    def sheets(self, without: Iterable[str] = ()) -> Iterator[Sheet]:
        """Read all files but those in `without`, one after the other. Raises Unfit at the end, with every problem."""
        known, problems = set(without), list[Problem]()
        days = self._days()
        for path in self.paths:
            if (source := self.source_of(path)) in known:
                continue
            try:
                yield self._sheet(path, source, days)
            except Unfit as unfit:
                problems += unfit.problems
        if problems:
            raise Unfit(problems)

    def _days(self) -> dict[str, date | None]:
        if not self.index.is_file():
            return {}
        try:
            index = Index(self.index)
            index.refuse_strangers(map(self.source_of, self.paths))
        except UnfitJson as error:
            raise Unfit([Problem(self.index, one.line, one.why) for one in error.problems]) from error
        return {row.file: row.date for row in index.content.documents}

    def _sheet(self, path: Path, source: str, days: dict[str, date | None]) -> Sheet:
        group = path.parent.name if path.parent != self.root else ""
        shown = source.encode(errors="replace").decode()
        if shown != source:
            raise Unfit([Problem(self.root / shown, 1, "the file's name is not text in UTF-8")])
        if len(source) > MAX_NAME or len(group) > MAX_GROUP:
            raise Unfit([Problem(path, 1, "the file's name is too long")])
        text, opening = text_of(path)
        return Sheet(
            source=source,
            group=group,
            title=title_of(path, text, opening, group)[:MAX_TITLE],
            held_on=days[source] if source in days else day_in(path.stem),
            text=text,
        )


def text_of(path: Path) -> tuple[str, str]:
    """Read one file and see that it can be shown; gives its text and the heading that opens it. Raises Unfit."""
    data = bytes_of(path)
    if b"\0" in data:
        raise Unfit([Problem(path, data.count(b"\n", 0, data.index(b"\0")) + 1, "there is a NUL")])
    try:
        text = data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        raise Unfit([Problem(path, data.count(b"\n", 0, error.start) + 1, "not text in UTF-8")]) from error
    try:
        opening = opening_of(nodes_of(text))
    except Refused as refused:
        raise Unfit([Problem(path, 1, refused.sentence)]) from refused
    return text, opening


def title_of(path: Path, text: str, opening: str, group: str) -> str:
    """Give the title of the front matter, else the heading that opens the text, else the file's or group's name.

    What is only a day names no meeting among the others of its group.
    """
    front = _FRONT.match(text)
    said = _TITLE.search(front[1]) if front else None
    stem = _DAY.sub("", path.stem)
    titles = (said[1].strip("\"' ") if said else "", opening, words_of(stem), words_of(group))
    return next((title for title in titles if not _ONLY_A_DAY.fullmatch(title)), path.stem)


def words_of(name: str) -> str:
    """Give a file's or folder's name as words."""
    return re.sub(r"[-_]+", " ", name).strip()


def day_in(stem: str) -> date | None:
    """Give the day that a file's name begins with, or None."""
    with suppress(ValueError):
        return date.fromisoformat(stem[:10])
    return None
