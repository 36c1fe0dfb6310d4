"""The one socket of a page: what changed in its project, as hints."""

import asyncio
import contextlib
import json
import random
from typing import Any
from urllib.parse import parse_qs

from asgiref.sync import sync_to_async
from channels.generic.websocket import AsyncWebsocketConsumer
from django.contrib.sessions.models import Session
from django.db.models.functions import Now

from accounts.models import User
from audit.models import Head
from circles.broadcasts import group_of, group_of_person
from circles.company import Company, Face, face_of, group_of_page
from circles.models import Project

LOOK_EVERY_S = 1.5
ARRIVE_WITHIN_S = 0.5  # after a restart all pages come back at once: they need not all say so in the same instant
SENSELESS = (ValueError, LookupError, TypeError, AttributeError, OverflowError, RecursionError)
"""What a frame can raise that is not what pages send."""


class NewsConsumer(AsyncWebsocketConsumer):
    """Sends `{"seq", "what"}`; answers `{"since": n}` with a bare `{"seq", "what": ["*"]}` when more happened.

    Looks at the store often: for deeds whose hint was lost or came from another process, and whether the person may
    still be here (their connection ends within 2 s of their access, and of signing out). A page that says which it
    is (`?page=/p/…`) hears who else has it open: `{"here": [{"name", "initials", "hue", "id"}]}`.
    """

    async def connect(self) -> None:
        """Let in who is signed in and in the project."""
        self.seq = 0
        asked = parse_qs(self.scope["query_string"].decode())
        slug, page = (asked.get(name, [""])[0] for name in ("project", "page"))
        user = self.scope.get("user")
        project = await sync_to_async(find_project)(user, slug) if user and user.is_authenticated else None
        if project is None:
            # Accepted first: a browser sees the code of an accepted socket only, and must know that it is not the line.
            await self.accept()
            await self.close(4403)
            return
        self.user, self.project = user, project
        self.session: str = getattr(self.scope.get("session"), "session_key", None) or ""
        self.seq = await sync_to_async(Head.seq_of)(project.pk)
        await self.channel_layer.group_add(group_of(project.pk), self.channel_name)
        await self.channel_layer.group_add(group_of_person(user.pk), self.channel_name)
        self.company: Company | None = None
        if page:
            group = group_of_page(project.pk, page)
            self.company = Company(self.channel_layer, self.channel_name, group, face_of(user), self.show)
            await self.company.join()
        await self.accept()
        self.looking = asyncio.create_task(self.look())

    async def disconnect(self, code: int) -> None:
        """Leave the group."""
        if hasattr(self, "looking"):
            self.looking.cancel()
            await self.channel_layer.group_discard(group_of(self.project.pk), self.channel_name)
            await self.channel_layer.group_discard(group_of_person(self.user.pk), self.channel_name)
            if self.company:
                await self.company.leave()

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
        """Answer where the page says how far it has read."""
        with contextlib.suppress(*SENSELESS):
            since = int(json.loads(text_data or "")["since"])
            seq = await sync_to_async(Head.seq_of)(self.project.pk)
            await self.send(json.dumps({"seq": seq, "what": ["*"] if seq > since > 0 else []}))

    async def news(self, message: dict[str, Any]) -> None:
        """Pass a hint on."""
        self.seq = max(self.seq, message["seq"])
        await self.send(json.dumps({"seq": message["seq"], "what": message["what"]}))

    async def extra(self, message: dict[str, Any]) -> None:
        """Pass on a message of another app (chat lines, presence) as it is."""
        await self.send(json.dumps(message["body"]))

    async def arrived(self, word: dict[str, Any]) -> None:
        """Hear that somebody is at this page."""
        if self.company:
            await self.company.hear(word)

    met = left = arrived

    async def show(self, faces: list[Face]) -> None:
        """Tell the page who else has it open."""
        await self.send(json.dumps({"here": faces}))

    async def look(self) -> None:
        """Look at the store again and again until the socket ends."""
        await asyncio.sleep(random.random() * ARRIVE_WITHIN_S)  # noqa: S311 a spread, not a secret
        while True:
            if self.company:
                await self.company.beat()
            await asyncio.sleep(LOOK_EVERY_S)
            seq = await sync_to_async(still_in)(self.user, self.project, self.session)
            if seq is None:
                await self.close(4403)
                return
            if seq > self.seq:
                self.seq = seq
                await self.send(json.dumps({"seq": seq, "what": ["*"]}))


def find_project(user: User, slug: str) -> Project | None:
    """Find a project the person is in."""
    return Project.objects.visible_to(user).filter(slug=slug).first()


def still_in(user: User, project: Project, session: str) -> int | None:
    """Give the record's length, or None when the person may not be here any more, or not by this session."""
    active = User.objects.filter(pk=user.pk, is_active=True).exists()
    signed_in = not session or Session.objects.filter(pk=session, expire_date__gt=Now()).exists()
    return Head.seq_of(project.pk) if active and signed_in and project.has(user) else None
