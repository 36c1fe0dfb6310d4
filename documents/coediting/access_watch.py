"""Looks whether those who are connected may still be, and how the open documents stand.

It asks the store itself, a few queries a second for the whole process, so that access ends within 2 s with everything
else dead.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib.sessions.models import Session
from django.db.models.functions import Now

from accounts.models import Token, User
from documents.coediting import log_access
from documents.models import Document
from documents.sync import Close

if TYPE_CHECKING:
    from collections.abc import Iterable

    from documents.coediting.log_access import Standing
    from documents.coediting.session import DocumentSession
    from documents.coediting.session_registry import SessionRegistry


@dataclass(frozen=True, slots=True)
class Pass:
    """By what right somebody is connected: the session or token they came with, and their access epoch then."""

    user: UUID
    access_epoch: int
    session: str = ""
    token: str = ""


@dataclass(frozen=True, slots=True)
class Seen:
    """What a look found: access epochs of active people, living sessions and tokens, and how documents stand."""

    epochs: dict[UUID, int]
    sessions: set[str]
    tokens: set[str]
    standings: dict[UUID, Standing]


def see(passes: Iterable[Pass], documents: Iterable[UUID]) -> Seen:
    """Look at the store once."""
    passes = set(passes)
    people = User.objects.filter(pk__in={entry.user for entry in passes}, is_active=True)
    sessions = {entry.session for entry in passes if entry.session}
    tokens = {entry.token for entry in passes if entry.token}
    living = Session.objects.filter(expire_date__gt=Now())
    return Seen(
        dict(people.values_list("pk", "access_epoch")) if passes else {},
        set(living.filter(pk__in=sessions).values_list("pk", flat=True)) if sessions else set(),
        set(Token.objects.speaking().filter(digest__in=tokens).values_list("digest", flat=True)) if tokens else set(),
        log_access.standings(documents) if documents else {},
    )


def readers(document: UUID, people: Iterable[UUID]) -> set[UUID]:
    """Give those of some people who may read a document."""
    found = User.objects.filter(pk__in=list(people), is_active=True)
    return {user.pk for user in found if Document.objects.visible_to(user).filter(pk=document).exists()}


class Watch:
    """One process's lookout."""

    def __init__(self, hub: SessionRegistry) -> None:
        self._hub = hub

    async def look(self) -> None:
        """Look once, and do what follows."""
        rooms = dict(self._hub.rooms)
        passes = {peer.entry for room in rooms.values() for peer in room.peers}
        if not rooms:
            return
        seen = await self._hub.threads.run(see, passes, list(rooms))
        for document, room in rooms.items():
            self._keep_in_step(room, seen.standings.get(document))
            await self._check_people(room, seen, passes)

    def _keep_in_step(self, room: DocumentSession, standing: Standing | None) -> None:
        if standing is None:
            room.close(Close.GONE)
            return
        if str(standing.epoch) != room.epoch:
            room.close(Close.OTHER_EPOCH)
        if standing.is_closed and not room.is_closed:
            room.forbid_writing("closed")
        if standing.seq > room.seq and not room.unwritten:
            room.catch_up()

    async def _check_people(self, room: DocumentSession, seen: Seen, asked: set[Pass]) -> None:
        doubtful = []
        # Who came in while the store was asked about the others waits for the next look.
        for peer in [peer for peer in room.peers if peer.entry in asked]:
            entry = peer.entry
            gone = (entry.session and entry.session not in seen.sessions) or (
                entry.token and entry.token not in seen.tokens
            )
            if gone or entry.user not in seen.epochs:
                peer.close(Close.SIGNED_OUT)
            elif seen.epochs[entry.user] != entry.access_epoch:
                doubtful.append(peer)
        if not doubtful:
            return
        allowed = await self._hub.threads.run(readers, room.document, {peer.entry.user for peer in doubtful})
        for peer in doubtful:
            if peer.entry.user not in allowed:
                peer.close(Close.NO_ACCESS)
            else:
                entry = peer.entry
                peer.entry = Pass(entry.user, seen.epochs[entry.user], entry.session, entry.token)
