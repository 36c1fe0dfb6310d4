"""Keeps the order of a list while a person works through it, so that a second click on the same spot does not act on
another row.

The address of the page holds the rows that it showed, in order; opened by a link, the list starts anew.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode

MOST = 60
ANSWERED = "!"


@dataclass(frozen=True)
class RowPlaces:
    """Rows in the order in which a page showed them first, by reference (`P-24`, `A-3`); `answered` then already."""

    order: tuple[str, ...] = ()
    answered: frozenset[str] = frozenset()

    @classmethod
    def from_query(cls, rows: str) -> "RowPlaces":
        """Read them from the address: `P-24 P-26! A-3`."""
        found = rows.split()[:MOST]
        names = tuple(dict.fromkeys(name.removesuffix(ANSWERED) for name in found))
        return cls(names, frozenset(name.removesuffix(ANSWERED) for name in found if name.endswith(ANSWERED)))

    def arrange[T](self, rows: Iterable[T], name: Callable[[T], str]) -> list[T]:
        """Return the rows in their places; what is new comes after them, in its own order."""
        places = {reference: place for place, reference in enumerate(self.order)}
        return sorted(rows, key=lambda row: places.get(name(row), len(places)))

    def waited(self, reference: str) -> bool:
        """Return whether the row was still to be answered when the page was opened."""
        return reference in self.order and reference not in self.answered

    def numbers(self, letter: str) -> list[int]:
        """Return the numbers of the rows of a kind: 24 for `P-24`."""
        found = (name.partition("-") for name in self.order)
        return [int(number) for kind, _, number in found if kind == letter and number.isdecimal() and len(number) < 10]

    def address(self, path: str, rows: Iterable[tuple[str, bool]]) -> str:
        """Return the page's address (a path with its query) with the rows that it shows now, each with whether it is
        answered. A row that was shown before keeps what it was then.
        """
        known = dict.fromkeys(self.order, False) | dict.fromkeys(self.answered, True)
        shown = {name: known.get(name, answered) for name, answered in rows}
        words = " ".join(name + ANSWERED * answered for name, answered in shown.items())
        bare, _, query = path.partition("?")
        asked = [pair for pair in parse_qsl(query, keep_blank_values=True) if pair[0] != "rows"]
        asked += [("rows", words)] if words else []
        return f"{bare}?{urlencode(asked)}" if asked else bare
