"""Who comes first after a server's start waits no longer than others."""

from contextlib import nullcontext
from types import SimpleNamespace
from typing import Any
from unittest.mock import Mock

import pytest
from django.db import OperationalError, connection

from documents.coediting import executor
from documents.coediting.executor import DatabaseThreads
from documents.coediting.session_registry import close_registry, current_registry
from documents.coediting.warmup import warm_up_joins

PLANNED = "SELECT count(*) FROM pg_prepared_statements WHERE generic_plans > 0"


def statements_planned() -> int:
    """Return how many statements this thread's connection plans no more; SQLite has no such list."""
    if connection.vendor == "sqlite":
        return 3 if connection.connection else 0
    with connection.cursor() as cursor:
        cursor.execute(PLANNED)
        return int(cursor.fetchone()[0])


async def test_each_thread_is_connected_and_has_planned_its_queries_once_a_server_is_up(transactional_db: None) -> None:
    await warm_up_joins()
    registry, planned = current_registry(), list[int]()
    for threads in (registry.admission, registry.loading):
        await threads.on_each(lambda: planned.append(statements_planned()))
    await close_registry()
    assert planned == [3] * 4


class Connections(dict[str, Any]):
    """The connections of a thread, of which the only one can be used again or not."""

    def __init__(self, *, is_usable: bool) -> None:
        super().__init__(default=SimpleNamespace(vendor="sqlite", is_usable=lambda: is_usable, close=lambda: None))

    def close_all(self) -> None:
        """Do nothing."""


@pytest.mark.parametrize(("only_reads", "is_usable", "times"), [(True, False, 2), (True, True, 1), (False, False, 1)])
async def test_what_only_reads_is_asked_again_where_the_connection_was_lost(
    only_reads: bool, is_usable: bool, times: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(executor, "connections", Connections(is_usable=is_usable))
    asked = Mock(side_effect=[OperationalError("the server restarted"), "words"])
    threads = DatabaseThreads("tests", 1, only_reads=only_reads)
    with nullcontext() if times == 2 else pytest.raises(OperationalError):
        assert await threads.run(asked) == "words"
    await threads.close()
    assert asked.call_count == times
