"""The socket of an open page: notifications are written by a plain call, with no queue, task or thread for each."""

import asyncio
import contextlib
import json
import random
import secrets
from collections import deque
from dataclasses import dataclass
from typing import Any

import structlog
from channels.db import database_sync_to_async

from chat.realtime.page_watch import LATER, PageKey, PageWatch
from chat.realtime.presence import Face, PagePresence, face_of, group_of_page
from circles.projects.models import Project
from foundation.accounts.models import User
from foundation.audit.models import Head
from foundation.web.asgi_connection import Receive, Send, cut, write_text
from foundation.web.broadcasts import group_of, group_of_person, missed
from foundation.web.socket_groups import socket_groups
from foundation.web.token_bucket import TokenBucket

BEAT_EVERY_S = 1.5
ARRIVE_WITHIN_S = 0.5  # after a restart all pages come back at once: they need not all say so in the same instant
READ_WITHIN_S = 8.0  # that a page has to take a notification; a slower reader is cut off, and asks what it missed
MOST_WAITING = 200  # notifications that wait for one page to read; beyond, the same
CLOSE_WITHIN_S = 0.3  # for the closing handshake
LONGEST_FRAME = 200
BURST, FRAMES_A_SECOND = 20, 1  # that a page may send at once, and in the long run
TOO_LARGE = 1009
SENSELESS = (ValueError, LookupError, TypeError, AttributeError, OverflowError, RecursionError)
"""What a frame can raise that is not what pages send."""

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Admitted:
    """Who opened a socket, and on what."""

    user: User
    project: Project
    session: str
    page: str
    seq: int
    """How long the project's record was then."""


class PageSocket:
    """A page that listens. What it does not read at once waits, up to a bound; then it is cut off and asks anew."""

    def __init__(self, scope: dict[str, Any], send: Send, admitted: Admitted) -> None:
        self.project = admitted.project.pk
        self.key: PageKey = (admitted.user.pk, self.project, admitted.session)
        self.seq = admitted.seq
        self.is_over = False
        self.presence: PagePresence | None = None
        self._scope = scope
        self._send = send
        self._frames = TokenBucket(BURST, FRAMES_A_SECOND)
        self._waiting: deque[str] = deque()
        self._sending: asyncio.Task[None] | None = None
        if admitted.page:
            group = group_of_page(self.project, admitted.page)
            me = face_of(admitted.user)
            self.presence = PagePresence(socket_groups(), f"socket.{secrets.token_hex(12)}", group, me, self.show)

    async def serve(self, receive: Receive) -> None:
        """Hear what its groups are sent, and read it until it ends."""
        groups, beating = [group_of(self.project), group_of_person(self.key[0])], None
        try:
            for group in groups:
                socket_groups().add(group, self.hear)
            if self.presence:
                self.presence.join(self.hear)
                beating = asyncio.create_task(self._beat(self.presence))
            PageWatch.here().add(self)
            while (message := await receive())["type"] != "websocket.disconnect" and not self.is_over:
                await self._receive(message.get("text") or message.get("bytes") or "")
        finally:
            self.is_over = True
            PageWatch.here().discard(self)
            for group in groups:
                socket_groups().discard(group, self.hear)
            if self.presence and beating:
                beating.cancel()
                self.presence.leave(self.hear)

    async def _receive(self, frame: str | bytes) -> None:
        """Answer where the page says how far it has read, and tell others that one is writing there; end what says
        more than pages do.
        """
        self._frames.take(1)
        if len(frame) > LONGEST_FRAME:
            await self.end(TOO_LARGE)
        elif self._frames.left < 0:
            await self.end(LATER)
        else:
            with contextlib.suppress(*SENSELESS):
                said = json.loads(frame)
                if said.get("typing") is True and self.presence:
                    self.presence.say_typing()
                    return
                since = int(said["since"])
                self.say(missed(since, await database_sync_to_async(Head.seq_of)(self.project)))

    def hear(self, message: dict[str, Any]) -> None:
        """Take in what one of its groups was sent."""
        if "text" not in message:
            if self.presence:
                self.presence.receive(message)
            return
        if self.presence and message.get("socket") == self.presence.name:
            return  # its own
        self.seq = max(self.seq, message.get("seq", 0))
        self.put(message["text"])

    def say(self, body: dict[str, Any]) -> None:
        """Send something to this page alone."""
        self.put(json.dumps(body))

    def show(self, faces: list[Face]) -> None:
        """Tell the page who else has it open."""
        self.say({"here": faces})

    def move_on(self, seq: int) -> None:
        """Say that the record is longer than the page has heard."""
        if seq > self.seq:
            self.seq = seq
            self.say({"seq": seq, "what": ["*"]})

    def put(self, text: str) -> None:
        """Send now, or keep it until the page takes it."""
        if self.is_over or (self._sending is None and write_text(self._scope, text)):
            return
        self._waiting.append(text)
        if len(self._waiting) > MOST_WAITING:
            self.cut_off()
        elif self._sending is None:
            # Begun at once: with room in the connection it ends here, without another turn of the loop.
            task = asyncio.Task(self._send_waiting(), loop=asyncio.get_running_loop(), eager_start=True)
            if not task.done():
                self._sending = task

    async def _send_waiting(self) -> None:
        try:
            while self._waiting and not self.is_over:
                async with asyncio.timeout(READ_WITHIN_S):
                    await self._send({"type": "websocket.send", "text": self._waiting.popleft()})
        except TimeoutError:
            self.cut_off()
        except (OSError, RuntimeError):
            self.is_over = True  # the page went meanwhile; who reads it notices as well
        finally:
            self._sending = None

    def cut_off(self) -> None:
        """End it where the page does not read: what waits would pile up, and it would outstay its access."""
        self.is_over = True
        self._waiting.clear()
        cut(self._scope)

    async def end(self, code: int) -> None:
        """Close, at once also where the page does not read."""
        if self.is_over:
            return
        self.is_over = True
        try:
            async with asyncio.timeout(CLOSE_WITHIN_S):
                await self._send({"type": "websocket.close", "code": code})
        except TimeoutError:
            cut(self._scope)
        except (OSError, RuntimeError):
            pass  # it is closed already

    async def _beat(self, presence: PagePresence) -> None:
        await asyncio.sleep(random.random() * ARRIVE_WITHIN_S)  # noqa: S311 a spread, not a secret
        while True:
            presence.beat()
            await asyncio.sleep(BEAT_EVERY_S)
