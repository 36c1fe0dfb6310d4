"""The one socket of a page: change notifications of its project."""

import asyncio
import contextlib
import json
import random
from collections import Counter
from typing import Any, cast
from urllib.parse import parse_qs
from uuid import UUID

import structlog
from asgiref.sync import sync_to_async
from channels.generic.websocket import AsyncWebsocketConsumer
from django.contrib.sessions.models import Session
from django.db.models.functions import Now

from accounts.last_seen import note_seen
from accounts.models import User
from audit.models import Head
from circles.models import Project
from circles.realtime.presence import Face, PagePresence, face_of, group_of_page
from web.asgi_send import cut
from web.broadcasts import group_of, group_of_person, missed
from web.token_bucket import TokenBucket

LOOK_EVERY_S = 1.5
ARRIVE_WITHIN_S = 0.5  # after a restart all pages come back at once: they need not all say so in the same instant
DEAF_S = 30.0  # without the database, after which nobody may stay connected
READ_WITHIN_S = 8.0  # that a page has to take a notification; a slower reader is cut off, and asks what it missed
CLOSE_WITHIN_S = 0.3  # that it may take to say goodbye
LONGEST_FRAME = 200
BURST, FRAMES_A_SECOND = 20, 1  # that a page may send at once, and in the long run
MOST_OF_ONE = 60  # sockets of one person in a process: tabs and devices; the next ask by HTTP
ENDED, LATER, TOO_LARGE = 4403, 1013, 1009
SENSELESS = (ValueError, LookupError, TypeError, AttributeError, OverflowError, RecursionError)
"""What a frame can raise that is not what pages send."""

log = structlog.get_logger(__name__)
_open: Counter[UUID] = Counter()


class ChangeConsumer(AsyncWebsocketConsumer):
    """Sends `{"seq", "what"}`; answers `{"since": n}` with a bare `{"seq", "what": ["*"]}` when more happened.

    Looks at the database often: for events whose notification was lost or came from another process, and whether the
    person may still be here (their connection ends within 2 s of their access, and of signing out). A page that says
    which it is (`?page=/p/…`) is sent who else has it open: `{"here": [{"name", "initials", "hue", "id"}]}`.
    """

    user: User | None = None
    is_over = False
    looking: asyncio.Task[None] | None = None

    async def __call__(self, scope: Any, receive: Any, send: Any) -> Any:
        """Serve it to its end, whatever ends it."""
        try:
            return await super().__call__(scope, receive, send)
        finally:
            if self.looking:
                self.looking.cancel()
            if self.user:
                _open[self.user.pk] -= 1
                if not _open[self.user.pk]:
                    del _open[self.user.pk]

    async def connect(self) -> None:
        """Let in who is signed in and in the project."""
        asked = parse_qs(self.scope["query_string"].decode())
        slug, page = (asked.get(name, [""])[0] for name in ("project", "page"))
        user = self.scope.get("user")
        project = await sync_to_async(find_project)(user, slug) if user and user.is_authenticated else None
        if project is None or user is None:
            await self.refuse(ENDED)
            return
        if _open[user.pk] >= MOST_OF_ONE:
            await self.refuse(LATER)
            return
        _open[user.pk] += 1
        self.user, self.project = user, project
        self.session: str = getattr(self.scope.get("session"), "session_key", None) or ""
        await sync_to_async(note_seen)(self.session)
        self.frames = TokenBucket(BURST, FRAMES_A_SECOND)
        self.seq = await sync_to_async(Head.seq_of)(project.pk)
        await self.channel_layer.group_add(group_of(project.pk), self.channel_name)
        await self.channel_layer.group_add(group_of_person(user.pk), self.channel_name)
        self.presence: PagePresence | None = None
        if page:
            group = group_of_page(project.pk, page)
            self.presence = PagePresence(self.channel_layer, self.channel_name, group, face_of(user), self.show)
            await self.presence.join()
        await self.accept()
        self.looking = asyncio.create_task(self.look())

    async def refuse(self, code: int) -> None:
        """Say why not. A browser sees the code of an accepted socket only, and must know that it is not the line."""
        await self.accept()
        await self.end(code)

    async def disconnect(self, code: int) -> None:
        """Leave the group."""
        if self.user and self.looking:
            self.looking.cancel()
            await self.channel_layer.group_discard(group_of(self.project.pk), self.channel_name)
            await self.channel_layer.group_discard(group_of_person(self.user.pk), self.channel_name)
            if self.presence:
                await self.presence.leave()

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
        """Answer where the page says how far it has read, and tell others that one is writing there; end what says
        more than pages do.
        """
        if self.user is None:
            return
        if len(text_data or bytes_data or "") > LONGEST_FRAME:
            await self.end(TOO_LARGE)
        elif not self.is_in_time():
            await self.end(LATER)
        else:
            with contextlib.suppress(*SENSELESS):
                said = json.loads(text_data or "")
                if said.get("typing") is True and self.presence:
                    await self.presence.say_typing()
                    return
                since = int(said["since"])
                seq = await sync_to_async(Head.seq_of)(self.project.pk)
                await self.send_or_cut(missed(since, seq))

    def is_in_time(self) -> bool:
        """Return whether this frame is within what a page may send."""
        self.frames.take(1)
        return self.frames.left >= 0

    async def send_or_cut(self, body: dict[str, Any]) -> None:
        """Send, or cut off who does not read: what waits would pile up, and they would outstay their access."""
        if self.is_over:
            return
        try:
            async with asyncio.timeout(READ_WITHIN_S):
                await self.send(json.dumps(body))
        except TimeoutError:
            self.is_over = True
            cut(self.scope)

    async def end(self, code: int) -> None:
        """Close, at once also where the page does not read."""
        if self.is_over:
            return
        self.is_over = True
        try:
            async with asyncio.timeout(CLOSE_WITHIN_S):
                await self.close(code)
        except TimeoutError:
            cut(self.scope)

    async def news(self, message: dict[str, Any]) -> None:
        """Pass a change notification on."""
        self.seq = max(self.seq, message["seq"])
        await self.send_or_cut({"seq": message["seq"], "what": message["what"]})

    async def extra(self, message: dict[str, Any]) -> None:
        """Pass on a message of another app (chat lines, presence) as it is."""
        await self.send_or_cut(message["body"])

    async def arrived(self, message: dict[str, Any]) -> None:
        """Take in that somebody is at this page."""
        if self.presence:
            await self.presence.receive(message)

    met = left = arrived

    async def typing(self, message: dict[str, Any]) -> None:
        """Tell the page that somebody else at it is writing."""
        if message["channel"] != self.channel_name:
            await self.send_or_cut({"typing": message["face"]})

    async def show(self, faces: list[Face]) -> None:
        """Tell the page who else has it open."""
        await self.send_or_cut({"here": faces})

    async def look(self) -> None:
        """Look at the database again and again until the socket ends."""
        loop = asyncio.get_running_loop()
        answered_at = loop.time()
        await asyncio.sleep(random.random() * ARRIVE_WITHIN_S)  # noqa: S311 a spread, not a secret
        while True:
            try:
                is_in = await self.look_once()
                answered_at = loop.time()
            except Exception:
                # Whatever it is, looking must go on: else nobody would lose access any more.
                log.exception("a page's socket could not look at the database")
                is_in = loop.time() - answered_at < DEAF_S
                await asyncio.sleep(LOOK_EVERY_S)
            if not is_in:
                await self.end(ENDED if loop.time() - answered_at < DEAF_S else LATER)
                return

    async def look_once(self) -> bool:
        """Say what happened since, and give whether the person may stay."""
        if self.presence:
            try:
                await self.presence.beat()
            except Exception:  # the layer is gone; whether they may stay is asked all the same
                log.exception("who else is at a page could not be said")
        await asyncio.sleep(LOOK_EVERY_S)
        seq = await sync_to_async(still_in)(cast(User, self.user), self.project, self.session)
        if seq is not None and seq > self.seq:
            self.seq = seq
            await self.send_or_cut({"seq": seq, "what": ["*"]})
        return seq is not None


def find_project(user: User, slug: str) -> Project | None:
    """Find a project the person is in."""
    return Project.objects.visible_to(user).filter(slug=slug).first()


def still_in(user: User, project: Project, session: str) -> int | None:
    """Return the record's length, or None when the person may not be here any more, or not by this session."""
    active = User.objects.filter(pk=user.pk, is_active=True).exists()
    signed_in = not session or Session.objects.filter(pk=session, expire_date__gt=Now()).exists()
    return Head.seq_of(project.pk) if active and signed_in and project.has(user) else None
