"""Passes what came in during one turn of the loop on to everybody but its authors, merged."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from documents import sync

if TYPE_CHECKING:
    from documents.coediting.protocols import Peer


class Relay:
    """One room's way to its connections."""

    def __init__(self, peers: set[Peer]) -> None:
        self._peers = peers
        self._shown: list[tuple[bytes, Peer | None]] = []

    def show(self, update: bytes, author: Peer | None) -> None:
        """Let the others see an update at the end of this turn."""
        if not self._shown:
            asyncio.get_running_loop().call_soon(self._flush)
        self._shown.append((update, author))

    def _flush(self) -> None:
        shown, self._shown = self._shown, []
        authored: dict[Peer | None, set[int]] = {}
        for place, (_, author) in enumerate(shown):
            authored.setdefault(author, set()).add(place)
        everything = frozenset(range(len(shown)))
        frames: dict[frozenset[int], bytes] = {}
        for peer in list(self._peers):
            places = everything - authored.get(peer, set())
            if not places:
                continue
            if places not in frames:
                frames[places] = sync.update(sync.merged([shown[place][0] for place in sorted(places)]))
            peer.send(frames[places])
