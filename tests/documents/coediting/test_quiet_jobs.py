"""What is done with a document waits until nobody writes in it, and is done all the same where writing never stops."""

import asyncio
from uuid import UUID, uuid4

import pytest

from documents.coediting.quiet_jobs import QuietJobs

pytestmark = pytest.mark.one_database


async def test_a_document_that_is_never_quiet_has_its_turn_and_one_that_fails_holds_up_no_other() -> None:
    busy, broken, done = uuid4(), uuid4(), asyncio.Event()
    worked: list[UUID] = []

    def work(document: UUID) -> bool:
        worked.append(document)
        if document == broken:
            raise ValueError("broken")
        return True

    jobs = QuietJobs("tests", work, lambda _document: done.set(), quiet=0.2, patience=0.5)
    jobs.request(broken)
    while not done.is_set():
        jobs.request(busy)
        await asyncio.sleep(0.01)
    await jobs.close()
    assert worked == [broken, busy]
