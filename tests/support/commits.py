"""Let what waits for a commit happen in tests that roll back.

Such a test stands inside one transaction, so Django would keep every `on_commit` back for ever and hide what a verb
does last: news, letters, tasks. Here each outermost block of the code under test counts as committed when it ends.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection


@contextmanager
def commits_count() -> Iterator[None]:
    """Run the `on_commit` functions of each block that ends at the depth where this was entered."""
    depth = len(connection.savepoint_ids)
    release, register = connection.savepoint_commit, connection.on_commit

    def run_waiting() -> None:
        while connection.run_on_commit and len(connection.savepoint_ids) == depth and not connection.needs_rollback:
            waiting: Any = connection.run_on_commit.pop(0)  # (savepoints, function, robust)
            _call(waiting[1], robust=waiting[2])

    def savepoint_commit(sid: str) -> None:
        release(sid)
        run_waiting()

    def on_commit(func: Callable[[], object], robust: bool = False) -> None:
        register(func, robust)
        run_waiting()

    connection.savepoint_commit = savepoint_commit  # type: ignore[method-assign]
    connection.on_commit = on_commit  # type: ignore[method-assign]
    try:
        yield
    finally:
        del connection.savepoint_commit, connection.on_commit


def _call(function: Callable[[], object], *, robust: bool) -> None:
    """`robust` functions may fail without harm to the caller, as Django has it."""
    try:
        function()
    except Exception:
        if not robust:
            raise
