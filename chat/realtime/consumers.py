"""The one socket of a page: change notifications of its project, and who else has the page open."""

import asyncio
from collections import Counter
from typing import Any
from urllib.parse import parse_qs
from uuid import UUID

from channels.db import database_sync_to_async

from chat.realtime import online
from chat.realtime.page_socket import Admitted, PageSocket
from chat.realtime.page_watch import ENDED, LATER
from circles.projects.models import Project
from foundation.accounts.last_seen import note_seen
from foundation.audit.models import Head
from foundation.web.asgi_connection import Receive
from foundation.web.loop_consumer import LoopConsumer

MOST_OF_ONE = 60  # sockets of one person in a process: tabs and devices; the next ask by HTTP

_open: Counter[UUID] = Counter()


class PageConsumer(LoopConsumer):
    """A page that is open.

    It is sent `{"seq", "what"}`; `{"since": n}` is answered by a bare `{"seq", "what": ["*"]}` when more happened. One
    that says which it is (`?page=/p/…`) is sent who else has it open: `{"here": [{"name", "initials", "hue", "id"}]}`.
    """

    async def serve(self, receive: Receive) -> None:
        """Let the person in, or say why not; then tell the page what changes."""
        found = await database_sync_to_async(admit)(self.scope)
        # Also where it is refused: a browser sees the code of an accepted socket only, and must know that it is not the
        # line.
        await self.accept()
        if isinstance(found, int):
            await self.close(found)
            return
        _open[found.user.pk] += 1
        try:
            await PageSocket(self.scope, self.base_send, found).serve(receive)
        finally:
            _open[found.user.pk] -= 1
            if not _open[found.user.pk]:
                del _open[found.user.pk]
                asyncio.get_running_loop().call_later(online.GONE_AFTER_S, leave, found.user.pk, found.project.pk)


def leave(user: UUID, project: UUID) -> None:
    """Note that a person is gone, unless they have opened another page."""
    if not _open[user]:
        asyncio.get_running_loop().run_in_executor(None, online.leave, user, project)


def admit(scope: dict[str, Any]) -> Admitted | int:
    """Let in who is signed in and in the project; returns the code to close with where they may not be here."""
    asked = parse_qs(scope["query_string"].decode())
    slug, page = (asked.get(name, [""])[0] for name in ("project", "page"))
    user = scope.get("user")
    if user is None or not user.is_authenticated:
        return ENDED
    project = Project.objects.visible_to(user).filter(slug=slug).first()
    if project is None:
        return ENDED
    if _open[user.pk] >= MOST_OF_ONE:
        return LATER
    session = getattr(scope.get("session"), "session_key", None) or ""
    note_seen(session)
    online.arrive(user.pk, project.pk)
    return Admitted(user, project, session, page, Head.seq_of(project.pk))
