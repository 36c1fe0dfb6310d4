"""Prepares a new server process: connections and queries that the first person to join would otherwise wait for."""

from __future__ import annotations

from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING
from uuid import uuid4

from django.db import Error

from documents.coediting import log_access
from documents.coediting.executor import PREPARED_AFTER, prepare_statements
from documents.coediting.newcomers import person_now, token_shown
from documents.coediting.owning_app import owning_app
from documents.coediting.session_registry import current_registry
from foundation.accounts.models import User

if TYPE_CHECKING:
    from uuid import UUID

UNTIL_PLANNED = PREPARED_AFTER + 6
"""How often a statement runs before PostgreSQL keeps its plan: what is prepared is planned five times more."""


async def warm_up_joins() -> None:
    """Let each thread that admits people or loads documents ask for a document that there is none of: it connects, the
    queries are composed, and PostgreSQL's process at its other end reads what it must know of their tables. Without a
    database, or before its tables, this is left out.
    """
    registry, nobody = current_registry(), uuid4()
    with suppress(Error):
        for _ in range(UNTIL_PLANNED):
            await registry.admission.on_each(partial(_let_nobody_in, nobody))
            await registry.loading.on_each(partial(_load_nothing, nobody))


def _let_nobody_in(nobody: UUID) -> None:
    prepare_statements()
    token_shown("")
    person_now(nobody)
    owning_app().let_in(User(pk=nobody), nobody)


def _load_nothing(nobody: UUID) -> None:
    prepare_statements()
    log_access.load(nobody)
    log_access.read_log(nobody)
