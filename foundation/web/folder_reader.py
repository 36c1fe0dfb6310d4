"""Reads the files of a folder one after the other; what is wrong in any of them is reported of all together."""

from abc import ABC, abstractmethod
from collections.abc import Iterable
from pathlib import Path
from typing import ClassVar

from foundation.web.progress import Advance, no_progress
from foundation.web.text_file import InvalidFile, Problem

MAX_BYTES = 8 * 1024 * 1024


class Folder[File](ABC):
    """The files under `root` whose names match `pattern`; links that lead out of it are not followed."""

    pattern: ClassVar[str] = "**/*.md"

    def __init__(self, root: Path) -> None:
        self.root = root.resolve()
        self.paths = [path for path in sorted(self.root.glob(self.pattern)) if self._is_inside(path)]
        self.files: list[File] = []

    def _is_inside(self, path: Path) -> bool:
        return path.is_file() and path.resolve().is_relative_to(self.root) and self.includes(path)

    def includes(self, path: Path) -> bool:
        """Whether a file is read; an index, say, is not."""
        return True

    def name_of(self, path: Path) -> str:
        """Return a file's name in the folder, by which a later import knows it."""
        return path.relative_to(self.root).as_posix()

    def read_files(self, known: Iterable[str] = (), advance: Advance = no_progress) -> None:
        """Read each file whose name is not `known` into `files`.

        :raises InvalidFile: at the end, with the problems of all files.
        """
        known, problems = set(known), list[Problem]()
        for path in self.paths:
            if self.name_of(path) not in known:
                try:
                    self.files.append(self.read_file(path))
                    advance(1)
                except InvalidFile as error:
                    problems += error.problems
        if problems:
            raise InvalidFile(problems)

    @abstractmethod
    def read_file(self, path: Path) -> File:
        """:raises InvalidFile:"""

    def storable_name(self, path: Path) -> str:
        """Return a file's name in the folder where the database can keep it.

        :raises InvalidFile: for a name that is no UTF-8, with replacement characters in it.
        """
        name = self.name_of(path)
        shown = name.encode(errors="replace").decode()
        if shown != name:
            raise InvalidFile([Problem(self.root / shown, 1, "the file's name is not text in UTF-8")])
        return name


def read_bytes(path: Path) -> bytes:
    """Read a file, or refuse it as `InvalidFile` before it fills the memory."""
    if path.stat().st_size > MAX_BYTES:
        raise InvalidFile([Problem(path, 1, f"larger than {MAX_BYTES // 1024 // 1024} MB")])
    return path.read_bytes()
