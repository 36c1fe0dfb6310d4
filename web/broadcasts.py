"""Tell open pages what changed: a change notification, never the state.

The in-memory layer lives on one event loop, and a thread of Celery has none: what is sent from a thread is
handed to the loop that serves sockets. Where this process serves none (a worker, `script/manage`), Redis
carries the notification (`web.channel_layer`); pages find what came otherwise by looking at the database every 2 s.
"""

import asyncio
from typing import Any
from uuid import UUID

from channels.layers import get_channel_layer
from django.conf import settings
from django.db import transaction

from web.channel_layer import BridgedChannelLayer

_loops: list[asyncio.AbstractEventLoop] = []


def attach(loop: asyncio.AbstractEventLoop) -> None:
    """Remember the loop that serves this process's sockets (called when the server starts)."""
    _loops[:] = [loop]


def group_of(project: UUID) -> str:
    """Name the group of a project's open pages."""
    return f"news.{project.hex}"


def group_of_person(user: UUID) -> str:
    """Name the group of one person's open pages, on all their devices."""
    return f"person.{user.hex}"


def broadcast(group: str, message: dict[str, Any]) -> None:
    """Send `message` (with its `type`) to a group, from any thread; never raises, never waits for peers."""
    layer: BridgedChannelLayer = get_channel_layer()
    loop = _loops[0] if _loops else None
    if loop is not None and loop.is_running():
        asyncio.run_coroutine_threadsafe(layer.group_send(group, message), loop)
    elif not settings.EMBEDDED:
        layer.publish(group, message)


def missed(since: int, seq: int) -> dict[str, Any]:
    """Answer a page that has read up to `since`: how far the record is, and whether to read all of it anew."""
    return {"seq": seq, "what": ["*"] if seq > since > 0 else []}


def notify_change(project: UUID, seq: int, what: list[str]) -> None:
    """After commit, tell a project's open pages what changed: keys such as `proposal:12`, `record`."""
    message = {"type": "news", "seq": seq, "what": what}
    transaction.on_commit(lambda: broadcast(group_of(project), message), robust=True)
