"""Reads files as UTF-8 text; what is wrong in one is named by file and line. No database here."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

PROBLEMS_SHOWN = 20


@dataclass(frozen=True)
class Problem:
    """What is wrong at which line of a file (1 is the first)."""

    path: Path
    line: int
    reason: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.reason}"


class InvalidFile(Exception):
    """A file, or several, that cannot be imported."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__(f"{len(problems)} problems")
        self.problems = problems

    def report(self) -> str:
        """Name each problem by file and line, the first twenty of them."""
        more = len(self.problems) - PROBLEMS_SHOWN
        shown = [*map(str, self.problems[:PROBLEMS_SHOWN]), *([f"and {more} more"] if more > 0 else [])]
        return "\n".join([*shown, "Nothing was imported."])


def decode_utf8(data: bytes, path: Path, reason: str = "this is not UTF-8 text") -> str:
    """Decode, without the byte order mark.

    :raises InvalidFile: names the first bad line, with `path` and `reason`.
    """
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InvalidFile([Problem(path, line_at(data, error.start), reason)]) from None


def line_at(data: bytes, position: int) -> int:
    """Return the number of the line that a byte stands in."""
    return data.count(b"\n", 0, position) + 1
