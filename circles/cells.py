"""Writes and reads cells of CSV files so that no spreadsheet takes the words of people for a formula."""

from collections.abc import Iterable, Iterator
from csv import reader, writer
from io import StringIO
from typing import Any

DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""With their full-width twins, which some spreadsheets read alike."""
GUARD = "'"
BOM = "\ufeff"
"""What tells spreadsheets that the letters are UTF-8."""


def guarded(cell: str) -> str:
    """Give a cell that is only ever text; `unguarded` gives back what it was."""
    cell = cell.replace("\0", "")
    return GUARD + cell if cell.startswith((*DANGEROUS, GUARD)) else cell


def unguarded(cell: str) -> str:
    """Give what `guarded` made a cell of."""
    return cell.removeprefix(GUARD)


def lines_of(rows: Iterable[Iterable[Any]]) -> Iterator[str]:
    """Write rows, one line at a time, the first with the mark of UTF-8; None is an empty cell."""
    yield BOM
    for row in rows:
        line = StringIO(newline="")
        writer(line).writerow([guarded("" if cell is None else str(cell)) for cell in row])
        yield line.getvalue()


def rows_in(text: str) -> list[list[str]]:
    """Read what `lines_of` wrote."""
    return [[unguarded(cell) for cell in row] for row in reader(StringIO(text.removeprefix(BOM), newline=""))]
