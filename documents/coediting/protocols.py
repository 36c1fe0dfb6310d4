"""What a room asks of those around it: of each connection, and of the process."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Coroutine
    from uuid import UUID

    from documents.coediting.access_watch import Pass
    from documents.coediting.log_access import Standing
    from documents.coediting.writer import Writer
    from documents.models import State


class Peer(Protocol):
    """One connection, as a room sees it. `send` never waits; a peer that cannot keep up ends itself."""

    user: UUID
    entry: Pass  # by what right it is here
    name: str
    hue: int
    epoch: str | None  # of the document it says it holds; None for stock clients
    wants_answers: bool  # speaks ronde.sync.v1
    may_write: bool

    def send(self, frame: bytes) -> None: ...

    def close(self, code: int) -> None: ...


class Outside(Protocol):
    """What a room asks of the process around it."""

    writer: Writer

    def read_after(self, document: UUID, seq: int) -> Coroutine[None, None, list[tuple[int, bytes]]]: ...

    def load(self, document: UUID) -> Coroutine[None, None, tuple[Standing, State] | None]: ...

    def quarantine(self, document: UUID, user: UUID, data: bytes) -> None: ...

    def wrote(self, document: UUID) -> None: ...

    def tell_nodes(self, document: UUID, payload: bytes) -> None: ...

    def spawn(self, work: Coroutine[None, None, None]) -> None: ...
