"""Who comes first after a server's start waits no longer than others."""

from contextlib import nullcontext
from types import SimpleNamespace
from typing import Any
from unittest.mock import Mock

import pytest
from asgiref.sync import sync_to_async
from django.db import OperationalError, connection

from documents.coediting import executor
from documents.coediting.executor import DatabaseThreads
from documents.coediting.session_registry import close_registry, current_registry
from documents.coediting.warmup import UNTIL_PLANNED, warm_up_joins

WORDS = "SELECT word FROM words"
PLANNED = "SELECT count(*) FROM pg_prepared_statements WHERE generic_plans > 0"


def is_ready() -> bool:
    """Whether this thread is connected, and to PostgreSQL with its three statements planned."""
    if connection.vendor == "sqlite":
        return connection.connection is not None
    with connection.cursor() as cursor:
        cursor.execute(PLANNED)
        return bool(cursor.fetchone()[0] == 3)


@pytest.mark.both_databases
async def test_each_thread_is_connected_and_has_planned_its_queries_once_a_server_is_up(transactional_db: None) -> None:
    await warm_up_joins()
    registry, are_ready = current_registry(), list[bool]()
    for threads in (registry.admission, registry.loading):
        await threads.on_each(lambda: are_ready.append(is_ready()))
    await close_registry()
    assert are_ready == [True] * 4


class Connections(dict[str, Any]):
    """The connections of a thread, of which the only one can be used again or not."""

    def __init__(self, *, is_usable: bool) -> None:
        super().__init__(
            default=SimpleNamespace(vendor="sqlite", connection=None, is_usable=lambda: is_usable, close=lambda: None)
        )

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


@pytest.mark.both_databases
async def test_a_statement_that_was_planned_before_a_migration_is_planned_anew(transactional_db: None) -> None:
    await sync_to_async(run)("CREATE TABLE words (word varchar(5))")
    threads = DatabaseThreads("tests", 1, only_reads=True)
    for _ in range(UNTIL_PLANNED):
        await threads.run(run, WORDS)
    await sync_to_async(run)(
        "DROP TABLE words", "CREATE TABLE words (word text)", "INSERT INTO words VALUES ('seventh')"
    )
    assert await threads.run(run, WORDS) == [("seventh",)]
    await threads.close()
    await sync_to_async(run)("DROP TABLE words")


def run(*statements: str) -> list[Any]:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
        return cursor.fetchall() if cursor.description else []
