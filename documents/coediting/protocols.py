"""What a document session needs to know of its connections and of the process, and by what right one is here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Coroutine
    from uuid import UUID

    from documents.coediting.fair_use import FairShare
    from documents.coediting.models import DocumentState
    from documents.coediting.owning_app import DocumentStatus
    from documents.coediting.replica import Steps
    from documents.coediting.writer import Writer


@dataclass(frozen=True, slots=True)
class Credential:
    """By what right a person is connected: the session or token they came with, and their access epoch then.

    A ticket counts as the session or token that it came from; `password` is the session hash of the password that its
    person had then. Of a guest it is asked again and again whether they may still be here: their day may come.
    """

    user: UUID
    access_epoch: int
    session: str = ""
    token: str = ""
    password: str = ""
    is_guest: bool = False


class Peer(Protocol):
    """One connection, as a document session sees it. `send` never waits; a peer that cannot keep up ends itself."""

    user: UUID
    credential: Credential
    name: str
    hue: int
    epoch: str | None  # of the document it says it holds; None for stock clients
    wants_answers: bool  # speaks ronde.sync.v1
    may_write: bool

    def send(self, frame: bytes) -> None: ...

    def send_all(self, frames: tuple[bytes, ...]) -> None: ...

    def close(self, code: int) -> None: ...


class SessionHost(Protocol):
    """What a document session needs of the process around it."""

    writer: Writer

    def read_after(self, document: UUID, seq: int) -> Coroutine[None, None, list[tuple[int, bytes]]]: ...

    def load(self, document: UUID) -> Coroutine[None, None, tuple[DocumentStatus, DocumentState] | None]: ...

    async def run_slowly[R](self, steps: Steps[R], user: UUID | None = None) -> R: ...

    def share_of(self, user: UUID) -> FairShare: ...

    def rejected(self, document: UUID, peer: Peer, update: bytes) -> None: ...

    def log_grew(self, document: UUID) -> None: ...

    def publish_cursors(self, document: UUID, payload: bytes) -> None: ...

    def spawn(self, work: Coroutine[None, None, None]) -> asyncio.Task[None]: ...
