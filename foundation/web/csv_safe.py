"""Escape formulas in the cells of CSV files."""

import re
from collections.abc import Iterable, Iterator
from csv import writer
from io import StringIO
from typing import Any

from foundation.web.unicode_safety import BOM, replace_nul

GUARD = "'"
_STARTS = "=+@\uff1d\uff0b\uff20"
"""What begins a formula, with the full-width twins, which some spreadsheets read alike; a minus is one as well."""
_GUARDED = re.compile(rf"(^|[;\t])(?=[{_STARTS}\-\uff0d\t\r\n{GUARD}])|(?<=[\r\n])(?=[{_STARTS}{GUARD}])")
"""Where a cell begins, also for a spreadsheet that parts cells at semicolons, as those of French speakers do, and takes
no line end for a part of a cell then. There a minus begins a list in the words of people, and stays as it is.
"""
_GUARDS = re.compile(rf"(^|[;\t\r\n]){GUARD}")


def guarded(cell: str) -> str:
    """Return a cell that is only ever text; `unguarded` gives back what it was."""
    return _GUARDED.sub(lambda found: found[0] + GUARD, replace_nul(cell, by=""))


def unguarded(cell: str) -> str:
    """Return what `guarded` made a cell of."""
    return _GUARDS.sub(lambda found: found[1], cell)


def lines_of(rows: Iterable[Iterable[Any]]) -> Iterator[str]:
    """Write rows, one line at a time, the first with the mark of UTF-8; None is an empty cell."""
    yield BOM
    for row in rows:
        line = StringIO(newline="")
        writer(line).writerow([guarded("" if cell is None else str(cell)) for cell in row])
        yield line.getvalue()
