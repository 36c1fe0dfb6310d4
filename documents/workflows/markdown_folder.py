"""A folder of Markdown files, read and checked whole before anything of it comes in."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from documents.content.markdown_reader import nodes_of
from documents.content.nodes import Node, write_tree
from documents.models import MAX_TITLE
from web.exceptions import Refused
from web.json_reader import Lines, decoded, parsed
from web.json_reader import Unfit as UnfitJson
from web.unicode_safety import is_storable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

INDEX = "*_index.json"
MAX_FILE = 8 * 1024 * 1024
_NO_NAMES = frozenset(("n/a", "na", "none", "tbd", "todo", "-"))
_MARKUP = re.compile(r"[`*_]+")


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a file, and in which line."""

    path: Path
    line: int
    why: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.why}"


class Unfit(Exception):
    """Nothing may come in, for these reasons."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = problems


@dataclass(slots=True)
class Paper:
    """One file as a document to be: its name in the folder, its title, its text as a Yjs update."""

    source: str
    title: str
    content: bytes
    opening: str = ""


class Folder:
    """The `*.md` files under `root`.

    Titles come from an index beside them, else from a heading that opens the text and no other text of the folder, else
    from the file's name.
    """

    def __init__(self, root: Path) -> None:
        self.root = root.resolve()
        self.indexes = sorted(self.root.glob(INDEX))
        self.paths = sorted(path for path in self.root.rglob("*.md") if self._is_document(path))

    def _is_document(self, path: Path) -> bool:
        if self.indexes and path == self.root / "README.md":
            return False  # it tells of the folder and its index
        return path.is_file() and path.resolve().is_relative_to(self.root)

    def sources(self) -> list[str]:
        """Give the files' names, as documents remember them."""
        return [path.relative_to(self.root).as_posix() for path in self.paths]

    def papers(self, without: Iterable[str] = ()) -> Iterator[Paper]:
        """Read all files but those in `without`, one after the other.

        Titles are final only once all are read: `title_all`. Raises Unfit at the end, with every problem found.
        """
        known = set(without)
        problems: list[Problem] = []
        for path, source in zip(self.paths, self.sources(), strict=True):
            if source in known:
                continue
            try:
                yield paper_of(path, source)
            except Unfit as unfit:
                problems += unfit.problems
        if problems:
            raise Unfit(problems)

    def title_all(self, papers: list[Paper]) -> None:
        """Give every paper the best title there is for it."""
        named = {row["file"]: row["feature_name"] for path in self.indexes for row in rows_of(path)}
        names = [named.get(paper.source, "") for paper in papers]
        times = Counter(names) + Counter(paper.opening for paper in papers)
        for paper, name in zip(papers, names, strict=True):
            paper.title = next(
                title[:MAX_TITLE]
                for title in (name, paper.opening, paper.title)
                if title and (title is paper.title or (times[title] == 1 and title.lower() not in _NO_NAMES))
            )


def rows_of(index: Path) -> list[dict[str, str]]:
    """Read which file has which `feature_name`; raises Unfit."""
    try:
        text = decoded(index.read_bytes())
        said: Any = parsed(text)
    except UnfitJson as error:
        raise Unfit([Problem(index, one.line, one.why) for one in error.problems]) from error
    rows, place = (said.get("documents"), ("documents",)) if isinstance(said, dict) else (said, ())
    if not isinstance(rows, list):
        raise Unfit([Problem(index, 1, "“documents” is no list")])
    named = {at: row for at, row in enumerate(rows) if isinstance(row, dict) and _names(row)}
    if wrong := [at for at, row in named.items() if not is_storable(row["feature_name"])]:
        why = "feature_name: text with a NUL character or half a character"
        lines = Lines(text)
        raise Unfit([Problem(index, lines.at((*place, at, "feature_name")), why) for at in wrong])
    return [
        {"file": row["file"], "feature_name": " ".join(_MARKUP.sub(" ", row["feature_name"]).split())}
        for row in named.values()
    ]


def _names(row: dict[str, Any]) -> bool:
    return isinstance(row.get("file"), str) and isinstance(row.get("feature_name"), str)


def paper_of(path: Path, source: str) -> Paper:
    """Read one file; raises Unfit."""
    shown = source.encode(errors="replace").decode()
    if shown != source:
        raise Unfit([Problem(path.with_name(Path(shown).name), 1, "the file's name is not text in UTF-8")])
    data = bytes_of(path)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise Unfit([Problem(path, line, "not text in UTF-8")]) from error
    try:
        nodes = nodes_of(text)
    except Refused as refused:
        raise Unfit([Problem(path, 1, refused.sentence)]) from refused
    name = re.sub(r"[-_]+", " ", path.stem).strip() or path.name
    return Paper(source, name, write_tree(nodes), opening_of(nodes))


def bytes_of(path: Path) -> bytes:
    """Read a file that is no larger than any text; raises Unfit, before the memory is full of it."""
    if path.stat().st_size > MAX_FILE:
        raise Unfit([Problem(path, 1, f"larger than {MAX_FILE // 1024 // 1024} MB")])
    return path.read_bytes()


def opening_of(nodes: list[Node]) -> str:
    """Give the words of a heading that opens the text, or nothing."""
    first = nodes[0] if nodes else None
    return " ".join(first.text().split()) if first is not None and first.kind == "heading" else ""
