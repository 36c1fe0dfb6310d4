"""Who comes first after a server's start waits no longer than others."""

from django.db import connection

from documents.coediting.session_registry import close_registry, current_registry
from documents.coediting.warmup import warm_up_joins


async def test_connections_are_open_once_a_server_is_up(transactional_db: None) -> None:
    await warm_up_joins()
    registry, are_open = current_registry(), list[bool]()
    for threads in (registry.admission, registry.loading):
        await threads.on_each(lambda: are_open.append(connection.connection is not None))
    await close_registry()
    assert are_open == [True] * 4
