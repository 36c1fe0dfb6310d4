"""Tell open pages what changed: a change notification, never the state.

Sockets live on one event loop, and a thread of Celery has none: what is sent from a thread is handed to the loop that
serves sockets. Where this process serves none (a worker, `script/manage`), Redis carries the notification
(`foundation.web.socket_groups`); pages find what came otherwise by looking at the database every 1.5 s.
"""

import asyncio
import json
from collections.abc import Callable, Iterable
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction

from foundation.web.socket_groups import socket_groups

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


def page_message(body: dict[str, Any]) -> dict[str, Any]:
    """Return what a group is sent so that its pages get this body: made text once, however many they are."""
    return {"type": "page", "text": json.dumps(body)}


def is_heard() -> bool:
    """Whether open pages hear of what this process sends: a command of an embedded server has none to tell."""
    return _serves_pages() or not settings.EMBEDDED


def _serves_pages() -> bool:
    return bool(_loops) and _loops[0].is_running()


def broadcast(group: str, body: dict[str, Any]) -> None:
    """Send a body to the pages of a group, from any thread; never raises, never waits for peers."""
    message = page_message(body) | ({"seq": body["seq"]} if "seq" in body else {})
    if _serves_pages():
        _loops[0].call_soon_threadsafe(socket_groups().send, group, message)
    elif not settings.EMBEDDED:
        socket_groups().publish(group, message)


def broadcast_on_commit(groups: Iterable[str], body: Callable[[], dict[str, Any]]) -> None:
    """After commit, send one body, made once and only where it is heard, to each group."""
    to = list(groups)

    def send() -> None:
        if not is_heard():
            return
        made = body()
        for group in to:
            broadcast(group, made)

    transaction.on_commit(send, robust=True)


def missed(since: int, seq: int) -> dict[str, Any]:
    """Answer a page that has read up to `since`: how far the record is, and whether to read all of it anew."""
    return {"seq": seq, "what": ["*"] if seq > since > 0 else []}


def notify_change(project: UUID, seq: int, what: list[str]) -> None:
    """After commit, tell a project's open pages what changed: keys such as `proposal:12`, `record`."""
    body = {"seq": seq, "what": what}
    transaction.on_commit(lambda: broadcast(group_of(project), body), robust=True)
