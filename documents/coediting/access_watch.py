"""Close the connections of people who lost access, and note changes of the state of open documents.

It queries the database itself, a few times a second for the whole process, so that access ends within 2 s even while
Redis and the workers are down.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib.sessions.models import Session
from django.db.models.functions import Now

from documents.coediting.owning_app import owning_app
from documents.coediting.protocols import Credential, Peer
from documents.coediting.sync import Close
from foundation.accounts.models import Token, User

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from documents.coediting.executor import DatabaseThreads
    from documents.coediting.owning_app import DocumentStatus
    from documents.coediting.session import DocumentSession


@dataclass(frozen=True, slots=True)
class CurrentAccess:
    """Access epochs of active people, living sessions and tokens, and the state of documents."""

    epochs: dict[UUID, int]
    sessions: set[str]
    tokens: set[str]
    passwords: dict[UUID, str]  # session hashes of those who came by a ticket
    statuses: Mapping[UUID, DocumentStatus]

    def has_ended(self, credential: Credential) -> bool:
        """Whether that by which a person came does not let them in any more, whatever they may see."""
        return (
            credential.user not in self.epochs
            or bool(credential.session and credential.session not in self.sessions)
            or bool(credential.token and credential.token not in self.tokens)
            or bool(credential.password and credential.password != self.passwords.get(credential.user))
        )


def read_current_access(credentials: Iterable[Credential], documents: Iterable[UUID]) -> CurrentAccess:
    credentials = set(credentials)
    people = User.objects.filter(pk__in={credential.user for credential in credentials}, is_active=True)
    sessions = {credential.session for credential in credentials if credential.session}
    tokens = {credential.token for credential in credentials if credential.token}
    with_ticket = {credential.user for credential in credentials if credential.password}
    living = Session.objects.filter(expire_date__gt=Now())
    return CurrentAccess(
        dict(people.values_list("pk", "access_epoch")) if credentials else {},
        set(living.filter(pk__in=sessions).values_list("pk", flat=True)) if sessions else set(),
        set(Token.objects.speaking().filter(digest__in=tokens).values_list("digest", flat=True)) if tokens else set(),
        {user.pk: user.get_session_auth_hash() for user in people.filter(pk__in=with_ticket)} if with_ticket else {},
        owning_app().statuses(documents) if documents else {},
    )


def permitted_people(document: UUID, people: Iterable[UUID]) -> dict[UUID, bool]:
    """Return those of some people who may read a document, and whether each may write in it."""
    let_in = owning_app().let_in
    found = User.objects.filter(pk__in=list(people), is_active=True)
    admissions = ((user.pk, let_in(user, document)) for user in found)
    return {pk: admission.is_writer for pk, admission in admissions if admission}


class AccessWatch:
    """Ends the connections of this process whose access has ended."""

    def __init__(self, sessions: Mapping[UUID, DocumentSession], threads: DatabaseThreads) -> None:
        self._sessions = sessions
        self._threads = threads

    async def check(self) -> None:
        """Check everyone and every open document once."""
        sessions = dict(self._sessions)
        credentials = {peer.credential for session in sessions.values() for peer in session.peers}
        if not sessions:
            return
        current = await self._threads.run(read_current_access, credentials, list(sessions))
        for document, session in sessions.items():
            self._keep_in_step(session, current.statuses.get(document))
            status = current.statuses.get(document)
            await self._check_people(session, current, credentials, is_restricted=bool(status and status.is_restricted))

    def _keep_in_step(self, session: DocumentSession, status: DocumentStatus | None) -> None:
        if status is None:
            session.close(Close.GONE)
            return
        if str(status.epoch) != session.epoch:
            session.close(Close.OTHER_EPOCH)
        if status.is_closed and not session.is_closed:
            session.forbid_writing("closed")
        elif session.is_closed and not status.is_closed:
            session.allow_writing()
        if status.seq > session.seq and not session.unwritten:
            session.live.catch_up()

    async def _check_people(
        self, session: DocumentSession, current: CurrentAccess, checked: set[Credential], *, is_restricted: bool
    ) -> None:
        """End what has ended. Who may read changes without a person's own epoch where a document is restricted, and by
        the clock for guests: of these it is asked each time.
        """
        uncertain = []
        # Who came in during the query is checked next time.
        for peer in [peer for peer in session.peers if peer.credential in checked]:
            credential = peer.credential
            if current.has_ended(credential):
                peer.close(Close.SIGNED_OUT)
            elif is_restricted or credential.is_guest or current.epochs[credential.user] != credential.access_epoch:
                uncertain.append(peer)
        if not uncertain:
            return
        allowed = await self._threads.run(
            permitted_people, session.document, {peer.credential.user for peer in uncertain}
        )
        for peer in uncertain:
            self._apply_access(peer, session, current, may_write=allowed.get(peer.credential.user))

    def _apply_access(
        self, peer: Peer, session: DocumentSession, current: CurrentAccess, *, may_write: bool | None
    ) -> None:
        """Let a connection be what its person may now; None: they may not even read."""
        if may_write is None:
            peer.close(Close.NO_ACCESS)
            return
        if not may_write:
            session.forbid_writing_of(peer, "access")
        peer.credential = replace(peer.credential, access_epoch=current.epochs[peer.credential.user])
