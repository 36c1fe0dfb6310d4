"""What Markdown's tables cannot say of a cell is said in a comment, which other readers do not show.

`<!-- < -->` and `<!-- ^ -->` stand where the cell to the left, or above, goes on; `<!-- td -->` in a first row that has
no headings, `<!-- th -->` in a column of headings, `<!-- width=120 -->` where a person gave the column a width, and
`<!-- align=right -->` where lines are aligned otherwise than in the rest of the column.
"""

from __future__ import annotations

import re

from documents.richtext.looks import alignment_of
from documents.richtext.nodes import Node
from documents.richtext.table_grid import BELOW, BESIDE, Grid

NOTE = re.compile(r"<!-- (<|\^|(?:t[dh])?(?: ?align=(?:center|right|justify))?(?: ?width=[\d,]+)?) -->")
_SAID = re.compile(r"(t[dh])|align=(\w+)|width=([\d,]+)")
_KINDS = {"td": "tableCell", "th": "tableHeader"}
_RULES = {"": "---", "center": ":---:", "right": "---:"}
WIDEST = 2000


def alignment_in(cell: Node) -> str:
    """Return how the lines of a cell are aligned, where all are alike; else nothing."""
    found = {alignment_of(block) for block in cell.nodes()}
    return found.pop() if len(found) == 1 else ""


def rules(grid: Grid[Node], width: int) -> list[str]:
    """Return what stands below the first row: for each column how it is aligned, where all its cells are alike."""
    found = []
    for column in range(width):
        cells = [line[column] for line in grid if column < len(line)]
        alike = {alignment_in(cell) for cell in cells if isinstance(cell, Node)}
        found.append(_RULES.get(alike.pop(), "---") if len(alike) == 1 else "---")
    return found


def note(cell: Node | str, *, is_first_row: bool, rule: str) -> str:
    """Return the comment before the words of a cell, or nothing."""
    if isinstance(cell, str):
        return f"<!-- {cell} -->"
    usual = "th" if is_first_row else "td"
    said = [kind for kind, name in _KINDS.items() if name == cell.kind and kind != usual]
    alignment = alignment_in(cell)
    said += [f"align={alignment}"] if alignment and _RULES.get(alignment) != rule else []
    widths = _widths(cell) if is_first_row else ""
    said += [f"width={widths}"] if widths else []
    return f"<!-- {' '.join(said)} -->" if said else ""


def _widths(cell: Node) -> str:
    given = cell.attrs.get("colwidth")
    if not isinstance(given, list) or not any(given):
        return ""
    return ",".join(str(int(one)) if isinstance(one, int | float) and 0 < one <= WIDEST else "0" for one in given)


def noted(table: Node, notes: dict[int, str]) -> Node:
    """Return a table as its cells' comments say; `notes` are they, by the identity of the cell."""
    if not any(notes.get(id(cell)) for row in table.nodes() for cell in row.nodes()):
        return table
    grid: Grid[Node] = []
    for row in table.nodes():
        line = [_as_said(cell, notes.get(id(cell), "")) for cell in row.nodes()]
        grid.append([_or_empty(cell, grid, place) for place, cell in enumerate(line)])
    return Node("table", table.attrs, list(spanned(grid)))


def _as_said(cell: Node, said: str) -> Node | str:
    if said in (BESIDE, BELOW):
        return said
    kind, attrs, alignment = cell.kind, dict(cell.attrs), ""
    for name, aligned, widths in _SAID.findall(said):
        kind = _KINDS.get(name, kind)
        alignment = aligned or alignment
        if widths:
            attrs["colwidth"] = [min(int(one or 0), WIDEST) for one in widths.split(",")[:100]]
    return aligned_cell(Node(kind, attrs, cell.children), alignment)


def _or_empty(cell: Node | str, above: Grid[Node], place: int) -> Node | str:
    """Return a cell, or an empty one where nothing goes on."""
    goes_on = (cell == BESIDE and place > 0) or (cell == BELOW and bool(above) and place < len(above[-1]))
    return cell if isinstance(cell, Node) or goes_on else Node("tableCell", {}, [Node("paragraph")])


def aligned_cell(cell: Node, alignment: str) -> Node:
    """Return a cell whose paragraphs are aligned so."""
    if not alignment:
        return cell
    blocks = [
        Node(block.kind, {**block.attrs, "align": alignment}, block.children) if block.kind == "paragraph" else block
        for block in cell.nodes()
    ]
    return Node(cell.kind, cell.attrs, list(blocks))


def spanned(grid: Grid[Node]) -> list[Node]:
    """Return the rows of a grid with its cells alone, which say over how many columns and rows they go."""
    return [
        Node(
            "tableRow", {}, [_spanning(grid, row, column) for column, cell in enumerate(line) if isinstance(cell, Node)]
        )
        for row, line in enumerate(grid)
    ]


def _spanning(grid: Grid[Node], row: int, column: int) -> Node:
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
