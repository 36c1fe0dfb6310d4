"""Where the cells of a table stand: those that span columns and rows cover what is beside and below them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol, Self

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

BESIDE, BELOW = "<", "^"
"""What stands in the grid where a cell to the left, or above, goes on."""
MOST_COVERED = 50_000
"""More of the grid is not covered: a forged table could cover more than a server remembers."""

type Place = tuple[int, int]
type Grid[Cell] = list[list[Cell | str]]


class GridNode(Protocol):
    """What is asked of a node here: a table, a row, a cell."""

    attrs: dict[str, Any]

    def nodes(self) -> Iterator[Self]:
        """Return the nodes inside."""


def span_of(cell: GridNode, name: str) -> int:
    """Return over how many columns (`colspan`) or rows (`rowspan`) a cell goes."""
    span = cell.attrs.get(name)
    return int(span) if isinstance(span, int | float) and 1 <= span <= 100 else 1


def grid_of[Cell: GridNode](table: Cell) -> Grid[Cell]:
    """Return the rows of a table, column by column: a cell, or where it goes on."""
    rows = [list(row.nodes()) for row in table.nodes()]
    covered: dict[Place, str] = {}
    return [_line(rows, number, covered) for number in range(len(rows))]


def _line[Cell: GridNode](rows: Sequence[Sequence[Cell]], number: int, covered: dict[Place, str]) -> list[Cell | str]:
    line: list[Cell | str] = []
    for cell in rows[number]:
        _go_on(line, number, covered)
        column = len(line)
        line.append(cell)
        if len(covered) > MOST_COVERED:
            continue
        for down in range(min(span_of(cell, "rowspan"), len(rows) - number)):
            for across in range(span_of(cell, "colspan")):
                if down or across:
                    covered[number + down, column + across] = BELOW if down else BESIDE
    _go_on(line, number, covered)
    return line


def _go_on[Cell](line: list[Cell | str], number: int, covered: dict[Place, str]) -> None:
    """Add what other cells cover from here on."""
    while (number, len(line)) in covered:
        line.append(covered[number, len(line)])
