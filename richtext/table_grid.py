"""Where the cells of a table stand: those that span columns and rows cover what is beside and below them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from richtext.nodes import Node

if TYPE_CHECKING:
    from collections.abc import Sequence

BESIDE, BELOW = "<", "^"
"""What stands in the grid where a cell to the left, or above, goes on."""
MOST_COVERED = 50_000
"""More of the grid is not covered: a forged table could cover more than a server remembers."""

type Place = tuple[int, int]
type Grid = list[list[Node | str]]


def span_of(cell: Node, name: str) -> int:
    """Return over how many columns (`colspan`) or rows (`rowspan`) a cell goes."""
    span = cell.attrs.get(name)
    return int(span) if isinstance(span, int | float) and 1 <= span <= 100 else 1


def grid_of(table: Node) -> Grid:
    """Return the rows of a table, column by column: a cell, or where it goes on."""
    rows = [list(row.nodes()) for row in table.nodes()]
    covered: dict[Place, str] = {}
    return [_line(rows, number, covered) for number in range(len(rows))]


def _line(rows: Sequence[Sequence[Node]], number: int, covered: dict[Place, str]) -> list[Node | str]:
    line: list[Node | str] = []
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


def _go_on(line: list[Node | str], number: int, covered: dict[Place, str]) -> None:
    """Add what other cells cover from here on."""
    while (number, len(line)) in covered:
        line.append(covered[number, len(line)])


def spanned(grid: Grid) -> list[Node]:
    """Return the rows of a grid with its cells alone, which say over how many columns and rows they go."""
    return [
        Node(
            "tableRow", {}, [_spanning(grid, row, column) for column, cell in enumerate(line) if isinstance(cell, Node)]
        )
        for row, line in enumerate(grid)
    ]


def _spanning(grid: Grid, row: int, column: int) -> Node:
    cell, line = grid[row][column], grid[row]
    if not isinstance(cell, Node):
        raise TypeError(cell)
    across = down = 1
    while column + across < len(line) and line[column + across] == BESIDE:
        across += 1
    while row + down < len(grid) and column < len(grid[row + down]) and grid[row + down][column] == BELOW:
        down += 1
    spans = {name: span for name, span in (("colspan", across), ("rowspan", down)) if span > 1}
    return Node(cell.kind, {**cell.attrs, **spans}, cell.children)
