"""Passes updates of one turn of the event loop on to every connection but their authors', merged.

Merging costs the square of what is merged, and each author's own frame leaves out what they wrote: so large updates go
as they are, and small ones in groups.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from documents import sync

if TYPE_CHECKING:
    from documents.coediting.protocols import Peer

SMALL = 4 * 1024  # bytes of an update that is merged with others
GROUP = 64  # updates that are merged into one

type Group = list[tuple[bytes, Peer | None]]


class Relay:
    """Relays updates to the connections of one document session."""

    def __init__(self, peers: set[Peer]) -> None:
        self._peers = peers
        self._queued: Group = []

    def relay(self, update: bytes, author: Peer | None = None) -> None:
        """Send an update to the others at the end of this turn."""
        if not self._queued:
            asyncio.get_running_loop().call_soon(self._flush)
        self._queued.append((update, author))

    def _flush(self) -> None:
        queued, self._queued = self._queued, []
        for group in _groups(queued):
            self._send(group)

    def _send(self, group: Group) -> None:
        authored: dict[Peer | None, set[int]] = {}
        for place, (_, author) in enumerate(group):
            authored.setdefault(author, set()).add(place)
        everything = frozenset(range(len(group)))
        frames: dict[frozenset[int], bytes] = {}
        for peer in list(self._peers):
            places = everything - authored.get(peer, set())
            if not places:
                continue
            if places not in frames:
                frames[places] = sync.update(sync.merged([group[place][0] for place in sorted(places)]))
            peer.send(frames[places])


def _groups(queued: Group) -> list[Group]:
    groups: list[Group] = []
    for one in queued:
        is_small = len(one[0]) <= SMALL
        if not (is_small and groups and len(groups[-1]) < GROUP and len(groups[-1][0][0]) <= SMALL):
            groups.append([])
        groups[-1].append(one)
    return groups
