"""What a client of either engine can do, as the run drives it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

OTHER_ENDS = {1000, 1001, 1005, 1006, 1012}
"""Close codes that an honest client may see: a server that stops, a network that breaks."""


@dataclass(frozen=True)
class ClientText:
    """What a client has."""

    text: str
    is_settled: bool  # connected, synchronised, and nothing waits for an answer


class DocumentClient(Protocol):
    """One client of one document."""

    name: str
    kind: str
    document: str
    is_live: bool
    is_answered: bool  # it learns what is saved

    def insert(self, op: int, mark: str, where: float) -> None: ...

    def delete(self, op: int, mark: str) -> None: ...

    def undo(self, op: int) -> None: ...

    def go_offline(self) -> None: ...

    def go_online(self) -> None: ...

    def reload(self) -> None: ...

    async def read(self) -> ClientText: ...

    async def close(self) -> None: ...
