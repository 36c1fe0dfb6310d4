"""Counts what an import brings in."""

from collections import Counter


class ImportTally:
    """How many rows of each kind an import wrote, and how many of the first kind it found there already.

    `groups` counts the rows of the first kind by a word of theirs: the state of a process, the circle of minutes.
    """

    def __init__(self, *kinds: str) -> None:
        self.new = dict.fromkeys(kinds, 0)
        self.existing = 0
        self.groups = Counter[str]()

    def __bool__(self) -> bool:
        return any(self.new.values())

    def __getitem__(self, kind: str) -> int:
        return self.new[kind]

    def __setitem__(self, kind: str, rows: int) -> None:
        if kind not in self.new:
            raise KeyError(kind)
        self.new[kind] = rows
