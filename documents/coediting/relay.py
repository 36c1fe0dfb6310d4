"""Passes updates of one turn of the event loop on to every connection but their authors', merged."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from documents import sync

if TYPE_CHECKING:
    from documents.coediting.protocols import Peer


class Relay:
    """Relays updates to the connections of one document session."""

    def __init__(self, peers: set[Peer]) -> None:
        self._peers = peers
        self._queued: list[tuple[bytes, Peer | None]] = []

    def relay(self, update: bytes, author: Peer | None) -> None:
        """Send an update to the others at the end of this turn."""
        if not self._queued:
            asyncio.get_running_loop().call_soon(self._flush)
        self._queued.append((update, author))

    def _flush(self) -> None:
        queued, self._queued = self._queued, []
        authored: dict[Peer | None, set[int]] = {}
        for place, (_, author) in enumerate(queued):
            authored.setdefault(author, set()).add(place)
        everything = frozenset(range(len(queued)))
        frames: dict[frozenset[int], bytes] = {}
        for peer in list(self._peers):
            places = everything - authored.get(peer, set())
            if not places:
                continue
            if places not in frames:
                frames[places] = sync.update(sync.merged([queued[place][0] for place in sorted(places)]))
            peer.send(frames[places])
