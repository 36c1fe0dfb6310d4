"""Connections that are kept for the next page show it nothing of the last one."""

import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from config.environment import Environment
from documents.coediting.executor import close_for_good
from foundation.serving.sqlite_pool.base import KEPT, MOST_KEPT, DatabaseWrapper

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

type Connect = Callable[[], DatabaseWrapper]


@pytest.fixture
def connect(tmp_path: Path) -> Iterator[Connect]:
    """`connect()`: a page's own connection to a database with three words, as the settings say."""
    environment = Environment(data_dir=tmp_path, database_url="", database_pool=25)
    defaults = settings.DATABASES["default"]
    pages: list[DatabaseWrapper] = []

    def connect() -> DatabaseWrapper:
        pages.append(DatabaseWrapper(defaults | environment.database(), "words"))
        return pages[-1]

    page = connect()
    run(page, "CREATE TABLE words (word)")
    run(page, "INSERT INTO words VALUES ('one'), ('two'), ('three')")
    page.close()
    yield connect
    for page in pages:
        page.close()
    while KEPT:
        for kept in KEPT.popitem()[1]:
            sqlite3.Connection.close(kept)


def run(page: DatabaseWrapper, statement: str) -> list[Any]:
    with page.cursor() as cursor:
        cursor.execute(statement)
        return [value for (value,) in cursor.fetchall()]


def words(page: DatabaseWrapper) -> list[str]:
    return run(page, "SELECT word FROM words")


def raw(page: DatabaseWrapper) -> Any:
    page.ensure_connection()
    return page.connection


def test_a_connection_serves_one_page_after_the_other(connect: Connect) -> None:
    first, second = connect(), connect()
    of_first = raw(first)
    assert raw(second) is not of_first, "one page at a time"
    first.close()
    assert raw(connect()) is of_first


def test_the_engine_is_the_one_of_the_settings(tmp_path: Path) -> None:
    assert Environment(data_dir=tmp_path, database_pool=25).database()["ENGINE"] == "foundation.serving.sqlite_pool"
    for plain in (
        Environment(data_dir=tmp_path, database_pool=0),
        Environment(data_dir=tmp_path, database_pool=25, plain_serving=True),
    ):
        assert plain.database()["ENGINE"] == "django.db.backends.sqlite3"


def test_a_transaction_that_a_page_left_open_is_rolled_back(connect: Connect) -> None:
    page = connect()
    run(page, "BEGIN IMMEDIATE")
    run(page, "DELETE FROM words")
    page.close()
    assert words(connect()) == ["one", "two", "three"]


def test_rows_that_a_page_did_not_read_keep_the_next_one_in_no_past(connect: Connect) -> None:
    page = connect()
    cursor = page.cursor()
    cursor.execute("SELECT word FROM words")
    cursor.fetchone()
    page.close()
    writer, reader = connect(), connect()
    raw(reader)
    run(writer, "INSERT INTO words VALUES ('four')")
    assert words(reader)[-1] == "four"


def test_another_file_of_the_same_name_is_opened_anew(connect: Connect, tmp_path: Path) -> None:
    (tmp_path / "ronde.sqlite3").rename(tmp_path / "before.sqlite3")
    assert run(connect(), "SELECT name FROM sqlite_master") == []


def test_what_failed_is_not_kept_where_that_is_said(connect: Connect) -> None:
    page = connect()
    failed = raw(page)
    page.close()
    page = connect()
    assert raw(page) is failed, "it is kept where nothing is said"
    failed.keep_no_longer()
    page.close()
    assert raw(connect()) is not failed


def test_what_failed_while_it_was_read_is_closed_by_the_threads_of_the_log(
    connect: Connect, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A full disk: the cursor that failed is still there when the connection is closed for good."""
    page = connect()
    cursor = page.cursor()
    cursor.execute("SELECT word FROM words")
    failed = raw(page)
    monkeypatch.setattr("documents.coediting.executor.connections", {"default": page})
    close_for_good()
    assert page.connection is None
    assert raw(connect()) is not failed
    with pytest.raises(sqlite3.ProgrammingError):
        failed.execute("SELECT 1")


def test_what_was_compiled_stays_so(connect: Connect) -> None:
    """Registering a function lets SQLite forget what it has compiled, and is refused while a statement is read."""
    page = connect()
    reading = raw(page).execute("SELECT word FROM words")
    page.close()
    assert words(connect()) == ["one", "two", "three"]
    reading.close()


def test_not_more_than_a_few_are_kept(connect: Connect) -> None:
    pages = [connect() for _ in range(MOST_KEPT + 3)]
    were = [raw(page) for page in pages]
    for page in pages:
        page.close()
    again = [raw(connect()) for _ in pages]
    assert sum(any(one is before for before in were) for one in again) == MOST_KEPT
