"""Queries the database for all open pages of a process, whatever Redis and the workers do.

It finds people who lost access or signed out (their connections end within 2 s), and changes whose notification was
lost or came from another process.
"""

import asyncio
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Protocol
from uuid import UUID
from weakref import WeakKeyDictionary

import structlog
from channels.db import database_sync_to_async
from django.contrib.sessions.models import Session
from django.db.models.functions import Now

from chat.realtime import online
from circles.circles.models import Membership
from foundation.audit import clock
from foundation.audit.models import Head
from foundation.web.broadcasts import page_message
from foundation.web.extension_registry import Addition, additions
from foundation.web.socket_groups import socket_groups

LOOK_EVERY_S = 1.5
DEAF_S = 30.0  # without the database, after which nobody may stay connected
AGAIN_S = 10.0  # for so long a change is repeated: a page that has heard of it passes over it
ENDED, LATER = 4403, 1013
"""Codes with which a page's socket is closed: one may not be here, or not just now."""

type PageKey = tuple[UUID, UUID, str]
"""Person, project and session."""

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class RecentChanges(Addition):
    """What tells open pages again, by group, what changed in some projects since an instant."""

    since: Callable[[Collection[UUID], datetime], Iterable[tuple[str, dict[str, Any]]]]


class WatchedPage(Protocol):
    """An open page, as the look sees it."""

    key: PageKey

    def move_on(self, seq: int) -> None:
        """Say that the record is longer than the page has heard."""

    async def end(self, code: int) -> None:
        """Close."""


@dataclass(frozen=True)
class PageLook:
    """What the database said: who may stay, how long each project's record is, and what changed of late beside it, by
    the group that may know.
    """

    staying: set[PageKey]
    seqs: dict[UUID, int]
    recent: list[tuple[str, dict[str, Any]]] = field(default_factory=list)


def look_at(pages: Collection[PageKey], since_s: float) -> PageLook:
    """Look for all these pages at once, however many they are."""
    users, projects = {user for user, _, _ in pages}, {project for _, project, _ in pages}
    sessions = {session for _, _, session in pages if session}
    inside = Membership.objects.current().filter(user__in=users, project__in=projects, user__is_active=True)
    places = set(inside.order_by().values_list("user", "project").distinct())
    living = Session.objects.filter(pk__in=sessions, expire_date__gt=Now())
    signed_in = {"", *living.values_list("pk", flat=True)}
    since = clock.now() - timedelta(seconds=since_s)
    return PageLook(
        {page for page in pages if page[:2] in places and page[2] in signed_in},
        dict(Head.objects.filter(pk__in=projects).values_list("pk", "seq")),
        [change for added in additions(RecentChanges) for change in added.since(projects, since)],
    )


class PageWatch:
    """Looks again and again while a page is open; one for each event loop that serves some."""

    def __init__(self) -> None:
        self._pages: set[WatchedPage] = set()
        self._looking: asyncio.Task[None] | None = None

    @staticmethod
    def here() -> "PageWatch":
        """Return the running loop's."""
        return _watches.setdefault(asyncio.get_running_loop(), PageWatch())

    def add(self, page: WatchedPage) -> None:
        """Look for a page as well."""
        self._pages.add(page)
        if self._looking is None:
            self._looking = asyncio.create_task(self._look())

    def discard(self, page: WatchedPage) -> None:
        """Look for it no more."""
        self._pages.discard(page)
        if not self._pages and self._looking:
            self._looking.cancel()
            self._looking = None

    async def _look(self) -> None:
        loop = asyncio.get_running_loop()
        answered_at = noted_at = loop.time()
        while True:
            await asyncio.sleep(LOOK_EVERY_S)
            pages = {page: page.key for page in self._pages}
            asked_at = loop.time()
            try:
                seen = await database_sync_to_async(look_at)(set(pages.values()), AGAIN_S + asked_at - answered_at)
            except Exception:
                # Whatever it is, looking must go on: else nobody would lose access any more.
                log.exception("the database could not be looked at for open pages")
                if loop.time() - answered_at > DEAF_S:
                    await end_all(pages, LATER)
                continue
            answered_at = asked_at
            if asked_at - noted_at > online.AGAIN_S:
                noted_at = asked_at
                await asyncio.to_thread(online.note_online, {user for user, _, _ in seen.staying})
            for group, body in seen.recent:
                socket_groups().send_here(group, page_message(body))
            for page in [page for page, key in pages.items() if key in seen.staying]:
                page.move_on(seen.seqs.get(page.key[1], 0))
            await end_all([page for page, key in pages.items() if key not in seen.staying], ENDED)


_watches: WeakKeyDictionary[asyncio.AbstractEventLoop, PageWatch] = WeakKeyDictionary()


async def end_all(pages: Iterable[WatchedPage], code: int) -> None:
    """Close them, each at its own pace."""
    await asyncio.gather(*(page.end(code) for page in pages))
