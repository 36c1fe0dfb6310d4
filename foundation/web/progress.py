"""A progress bar for a terminal."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

type Advance = Callable[[float], None]
"""Called with the number of rows, or the share of the whole, that was done since the last call."""


def no_progress(rows: float) -> None:
    """Show nothing."""


@contextmanager
def progress_bar(name: str, total: int) -> Iterator[Advance]:
    """Show a bar on a terminal's error stream, and nothing where that is no terminal."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    console = Console(stderr=True)
    with Progress(*columns, console=console, disable=not console.is_terminal) as shown:
        task = shown.add_task(name, total=total)
        yield lambda rows: shown.advance(task, rows)
