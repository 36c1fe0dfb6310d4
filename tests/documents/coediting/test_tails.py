"""What other processes wrote is read by one query for all who wait for it, and nobody is given another's."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio
from asgiref.sync import sync_to_async
from django.db import OperationalError

from documents.coediting import tails
from documents.coediting.executor import DatabaseThreads
from documents.coediting.tails import TailReader, rows_after
from documents.documents.models import Document
from tests.factories import a_circle, a_person


def a_document(title: str, updates: int) -> Document:
    ada = a_person(f"{title} Mercier")
    document = Document.create(a_circle(ada), title, by=ada)
    for place in range(document.log.seq + 1, updates + 1):
        document.log.append(f"{title} {place}".encode(), by=ada)
    return document


@pytest_asyncio.fixture
async def documents(transactional_db: None) -> list[Document]:
    return [await sync_to_async(a_document)(title, updates) for title, updates in (("Pump", 3), ("Valve", 2))]


@pytest_asyncio.fixture
async def reader(transactional_db: None) -> AsyncIterator[TailReader]:
    threads = DatabaseThreads("tests", 1)
    yield TailReader(threads)
    await threads.close()


@pytest.mark.both_databases
async def test_who_waits_shares_a_query(
    documents: list[Document], reader: TailReader, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[Any] = []

    def noted(places: Any) -> Any:
        asked.append(places)
        return rows_after(places)

    monkeypatch.setattr(tails, "rows_after", noted)
    pump, valve = (document.pk for document in documents)
    wishes = ((pump, 2), (valve, 0), (pump, 0), (valve, 2))
    found = await asyncio.gather(*(reader.read(*wish) for wish in wishes))
    pumps = [(place, f"Pump {place}".encode()) for place in (1, 2, 3)]
    assert found == [pumps[2:], [(1, b"Valve 1"), (2, b"Valve 2")], pumps, []]
    assert len(asked) == 1
    assert await reader.read(pump, 1) == pumps[1:]


@pytest.mark.both_databases
async def test_whoever_waits_is_told_of_a_failure(
    documents: list[Document], reader: TailReader, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(places: Any) -> Any:
        raise OperationalError("gone")

    with monkeypatch.context() as broken:
        broken.setattr(tails, "rows_after", failing)
        with pytest.raises(OperationalError):
            await reader.read(documents[0].pk, 0)
    assert len(await reader.read(documents[0].pk, 0)) == 3


@pytest.mark.both_databases
async def test_one_who_waits_no_more_takes_nothing_from_the_others(
    documents: list[Document], reader: TailReader
) -> None:
    gone = asyncio.create_task(reader.read(documents[0].pk, 0))
    staying = asyncio.create_task(reader.read(documents[1].pk, 0))
    await asyncio.sleep(0)
    gone.cancel()
    assert len(await staying) == 2
