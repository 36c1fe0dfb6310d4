"""Reads and checks a folder of Markdown files that become documents."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from documents.documents.models import MAX_TITLE
from documents.richtext.exchange.front_matter import without_front_matter
from documents.richtext.markdown_reader import nodes_of
from documents.richtext.nodes import opening_heading, write_tree
from foundation.web.exceptions import Refused
from foundation.web.folder_reader import Folder, read_bytes
from foundation.web.json_reader import LineNumbers, parse_json
from foundation.web.progress import Advance, no_progress
from foundation.web.text_file import InvalidFile, Problem, decode_utf8
from foundation.web.unicode_safety import is_storable

INDEX = "*_index.json"
_NO_TITLES = frozenset(("n/a", "na", "none", "tbd", "todo", "-"))
_MARKUP = re.compile(r"[`*_]+")


@dataclass(slots=True)
class MarkdownFile:
    """One file: its name in the folder, its title, its text as a Yjs update, and the heading that opens it where that
    may be its title.
    """

    source: str
    title: str
    content: bytes
    heading: str = ""


class MarkdownFolder(Folder[MarkdownFile]):
    """Titles come from an index beside the files, else from a file's front matter, else from a heading that opens no
    other of them, else from names.
    """

    def __init__(self, root: Path) -> None:
        self.indexes = sorted(root.resolve().glob(INDEX))
        super().__init__(root)

    def includes(self, path: Path) -> bool:
        return not self.indexes or path != self.root / "README.md"  # which is about the folder and its index

    def read_files(self, known: Iterable[str] = (), advance: Advance = no_progress) -> None:
        super().read_files(known, advance)
        self._set_titles()

    def read_file(self, path: Path) -> MarkdownFile:
        source = self.storable_name(path)
        text = decode_utf8(read_bytes(path), path, "not text in UTF-8")
        try:
            stated, markdown = without_front_matter(text)
            nodes = nodes_of(markdown)
        except Refused as refused:
            raise InvalidFile([Problem(path, 1, refused.sentence)]) from refused
        name = re.sub(r"[-_]+", " ", path.stem).strip() or path.name
        return MarkdownFile(source, stated or name, write_tree(nodes), "" if stated else opening_heading(nodes))

    def _set_titles(self) -> None:
        """Find the best title for every file."""
        indexed = {row["file"]: row["feature_name"] for path in self.indexes for row in index_rows(path)}
        names = [indexed.get(file.source, "") for file in self.files]
        times = Counter(names) + Counter(file.heading for file in self.files)
        for file, name in zip(self.files, names, strict=True):
            file.title = next(
                title[:MAX_TITLE]
                for title in (name, file.heading, file.title)
                if title and (title is file.title or (times[title] == 1 and title.lower() not in _NO_TITLES))
            )


def index_rows(path: Path) -> list[dict[str, str]]:
    """Return the rows of an index that name a `file` and its `feature_name`; others are ignored.

    :raises InvalidFile:
    """
    text = decode_utf8(path.read_bytes(), path)
    found: Any = parse_json(text, path)
    rows, place = (found.get("documents"), ("documents",)) if isinstance(found, dict) else (found, ())
    if not isinstance(rows, list):
        raise InvalidFile([Problem(path, 1, "“documents” is no list")])
    named = {at: row for at, row in enumerate(rows) if isinstance(row, dict) and _names_a_file(row)}
    if wrong := [at for at, row in named.items() if not is_storable(row["feature_name"])]:
        reason = "feature_name: text with a NUL character or half a character"
        lines = LineNumbers(text)
        raise InvalidFile([Problem(path, lines.at((*place, at, "feature_name")), reason) for at in wrong])
    return [
        {"file": row["file"], "feature_name": " ".join(_MARKUP.sub(" ", row["feature_name"]).split())}
        for row in named.values()
    ]


def _names_a_file(row: dict[str, Any]) -> bool:
    return isinstance(row.get("file"), str) and isinstance(row.get("feature_name"), str)
