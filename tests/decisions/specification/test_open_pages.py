"""Open pages of clauses and of their document hear whatever is recorded of a clause, whoever records it."""

import asyncio
import json
from collections.abc import Callable
from typing import Any

import pytest
from asgiref.sync import sync_to_async
from django.db import transaction

from decisions.specification.event_types import SpecificationEvent
from decisions.specification.models import Baseline, Clause
from decisions.specification.workflows.clauses import describe, drop, note_look
from decisions.specification.workflows.lineage import hand_down
from documents.documents.models import Document
from foundation.accounts.models import User
from foundation.audit import clock
from foundation.web import broadcasts
from foundation.web.broadcasts import group_of
from foundation.web.socket_groups import socket_groups
from tests.decisions.specification.blocks import a_clause, adopted, write
from tests.decisions.specification.conftest import TEXT
from tests.factories import a_circle, a_person, a_project, a_written

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.one_database]


def scene() -> tuple[User, Document, Clause]:
    """Ada alone; Battery comes from Bus, which says 24 V now."""
    ada = a_person("Ada Mercier")
    project = a_project(ada)
    a_circle(ada, inside=project.circles.general(), name="Hydraulics")
    document = a_written(Document.objects.get(project=project, genre=Document.Genre.SPECIFICATION), TEXT, by=ada)
    bus, battery = (a_clause(document, words, by=ada) for words in ("Bus", "Battery"))
    describe(battery, by=ada, parents=[bus])
    adopted(project.circles.general(), bus, by=ada)
    write(document, TEXT.replace("48 V", "24 V"), by=ada)
    return ada, document, battery


def become_the_bus(ada: User, document: Document, clause: Clause) -> None:
    bus = clause.parents.get()
    with transaction.atomic():
        hand_down(Baseline.objects.get(), {clause.key: [bus.key]}, decision="D-1", by=ada, at=clock.now())


type Verb = Callable[[User, Document, Clause], Any]
VERBS: dict[SpecificationEvent, Verb] = {
    SpecificationEvent.CLAUSE_MADE: lambda ada, document, _clause: a_clause(document, "Water", by=ada),
    SpecificationEvent.CLAUSE_DROPPED: lambda ada, _document, clause: drop(clause, by=ada),
    SpecificationEvent.CLAUSE_DESCRIBED: lambda ada, _document, clause: describe(clause, by=ada, rationale="So."),
    SpecificationEvent.CLAUSE_LOOKED_AT: lambda ada, _document, clause: note_look(clause, "right", by=ada),
    SpecificationEvent.CLAUSE_BECAME: become_the_bus,
}


def test_each_event_of_a_clause_is_tried_here() -> None:
    assert list(VERBS) == [one for one in SpecificationEvent if one.startswith("clause.")]


@pytest.mark.parametrize("event", VERBS)
async def test_pages_of_clauses_and_of_their_document_hear_of_it(event: SpecificationEvent) -> None:
    ada, document, clause = await sync_to_async(scene)()
    heard: list[dict[str, Any]] = []

    def listen(message: dict[str, Any]) -> None:
        heard.append(json.loads(message["text"]))

    broadcasts.attach(asyncio.get_running_loop())
    socket_groups().add(group_of(document.project_id), listen)
    await sync_to_async(VERBS[event])(ada, document, clause)
    await asyncio.sleep(0)
    socket_groups().discard(group_of(document.project_id), listen)
    broadcasts._loops.clear()
    told = [set(one["what"]) for one in heard if one.get("seq")]
    assert told
    assert all({"clauses", f"document_clauses:{document.pk}"} <= keys for keys in told)
