"""Run `on_commit` callbacks in tests that roll back.

Such a test stands inside one transaction, so Django would hold its callbacks back for ever. Here each outermost block
of the code under test counts as committed when it ends.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext, suppress
from typing import Any

import pytest
from django.db import connection


@contextmanager
def callbacks_run() -> Iterator[None]:
    depth = len(connection.savepoint_ids)
    commit, register = connection.savepoint_commit, connection.on_commit

    def run_callbacks() -> None:
        while connection.run_on_commit and len(connection.savepoint_ids) == depth and not connection.needs_rollback:
            waiting: Any = connection.run_on_commit.pop(0)  # (savepoints, callback, robust)
            _, callback, robust = waiting
            with suppress(Exception) if robust else nullcontext():
                callback()

    def savepoint_commit(sid: str) -> None:
        commit(sid)
        run_callbacks()

    def on_commit(func: Callable[[], object], robust: bool = False) -> None:
        register(func, robust)
        run_callbacks()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(connection, "savepoint_commit", savepoint_commit)
        patch.setattr(connection, "on_commit", on_commit)
        yield
