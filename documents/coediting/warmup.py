"""Does at a server's start what else the first person to join would wait for."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING
from uuid import uuid4

from django.db import Error, connection

from accounts.models import User
from documents.coediting import log_access
from documents.coediting.admission import let_in
from documents.coediting.newcomers import person_now, token_shown
from documents.coediting.session_registry import current_registry

if TYPE_CHECKING:
    from uuid import UUID


async def warm_up_joins() -> None:
    """Let the threads that admit people and load documents connect, and compose their queries, by asking for a document
    that there is none of. Without a database, or before its tables, this is left out.
    """
    registry, nobody = current_registry(), uuid4()
    with suppress(Error):
        for threads in (registry.admission, registry.loading):
            await threads.on_each(_connect)
        await registry.admission.run(_let_nobody_in, nobody)
        await registry.loading.run(_load_nothing, nobody)


def _connect() -> None:
    connection.ensure_connection()  # this thread's own


def _let_nobody_in(nobody: UUID) -> None:
    token_shown("")
    person_now(nobody)
    let_in(User(pk=nobody), nobody)


def _load_nothing(nobody: UUID) -> None:
    log_access.load(nobody)
    log_access.read(nobody)
