"""Sums of columns: a document says where one stands, and what it comes to is reckoned whenever the document is read.

So it is right whoever writes in the column, also two at once.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any, Protocol

from documents.richtext.numbers import Total
from documents.richtext.table_grid import GridNode, grid_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

SUM = "columnSum"
"""The node in a document; of what is read, a mark on the words that it comes to."""


class SumNode(GridNode, Protocol):
    """What is asked of a node here."""

    kind: str
    children: list[Any]

    def text(self) -> str:
        """Return all words inside."""


def reckon_sums[Cell: SumNode](tables: Iterable[Cell], words: Callable[[str], object]) -> None:
    """Put what each sum in some tables comes to in its place, as these words."""
    for table in tables:
        lines = [(cell, line) for row in table.nodes() for cell in row.nodes() for line in cell.nodes()]
        places = {id(cell): line for cell, line in lines if any(one.kind == SUM for one in line.nodes())}
        for cell, total in totals(table, set(places)) if places else ():
            line = places[id(cell)]
            line.children[:] = [words(total) if getattr(one, "kind", "") == SUM else one for one in line.children]


def totals[Cell: SumNode](table: Cell, sums: set[int]) -> Iterator[tuple[Cell, str]]:
    """Yield each cell with a sum (`sums` are their identities), and what stands above it in its column comes to.
    Headings and other sums are not counted.
    """
    above: defaultdict[int, Total] = defaultdict(Total)
    for line in grid_of(table):
        for column, cell in enumerate(line):
            if isinstance(cell, str):
                continue
            if id(cell) in sums:
                yield cell, str(above[column])
            elif cell.kind == "tableCell":
                above[column].add(cell.text())
