"""Sends edits and cursors to every connection of a document except the one they came from.

The updates of one turn of the event loop are merged and sent together; in a busy process all sockets are read in one
turn (`foundation.serving.read_ticks`). Merging costs the square of the number of updates, and each author must not
receive their own: so large updates are sent as they are, and small ones are merged in groups.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from documents.coediting import sync
from documents.coediting.awareness import write_presences

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from documents.coediting.awareness import ClientPresence
    from documents.coediting.protocols import Peer

SMALL = 4 * 1024  # bytes of an update that is merged with others
GROUP = 64  # updates that are merged into one

type Authored[T] = Sequence[tuple[T, object]]  # with their connection, the name of their node, or None


class Relay:
    """Relays to the connections of one document session; `publish` shows its people's cursors to the other nodes."""

    def __init__(self, peers: set[Peer], publish: Callable[[bytes], None]) -> None:
        self._peers, self._publish = peers, publish
        self._updates: list[tuple[bytes, object]] = []
        self._cursors: dict[int, tuple[ClientPresence, object]] = {}
        self._is_due = False

    def relay(self, update: bytes, author: Peer | None = None) -> None:
        """Send an update to the others soon."""
        self._updates.append((update, author))
        self._flush_soon()

    def show(self, presences: Sequence[ClientPresence], author: object) -> None:
        """Show cursors to the others soon; of each only where it is then."""
        if presences:
            self._cursors |= {presence.client: (presence, author) for presence in presences}
            self._flush_soon()

    def _flush_soon(self) -> None:
        if not self._is_due:
            self._is_due = True
            asyncio.get_running_loop().call_soon(self._flush)

    def _flush(self) -> None:
        self._is_due = False
        updates, self._updates = self._updates, []
        cursors, self._cursors = list(self._cursors.values()), {}
        news: list[News[Any]] = [News(group, _update_of) for group in _groups(updates)]
        if cursors:
            news.append(News(cursors, _awareness_of))
            if own := [presence for presence, author in cursors if not isinstance(author, bytes)]:
                self._publish(write_presences(own))
        authors = set[object]().union(*(one.authors for one in news))
        for_others = tuple(one.for_others for one in news)
        for peer in list(self._peers):
            peer.send_all(tuple(filter(None, (one.frame_for(peer) for one in news))) if peer in authors else for_others)


class News[T]:
    """Updates, or cursors, that go in one frame: the same to everyone but those who made some of them."""

    def __init__(self, things: Authored[T], frame_of: Callable[[list[T]], bytes]) -> None:
        self._things, self._frame_of = things, frame_of
        self.authors = {author for _, author in things}
        self.for_others = frame_of([thing for thing, _ in things])

    def frame_for(self, peer: Peer) -> bytes:
        """Return the frame for a connection: what others made; nothing where it made all of it."""
        if peer not in self.authors:
            return self.for_others
        of_others = [thing for thing, author in self._things if author is not peer]
        return self._frame_of(of_others) if of_others else b""


def _update_of(updates: list[bytes]) -> bytes:
    return sync.update(sync.merged(updates))


def _awareness_of(presences: list[ClientPresence]) -> bytes:
    return sync.awareness(write_presences(presences))


def _groups(updates: Authored[bytes]) -> list[list[tuple[bytes, object]]]:
    groups: list[list[tuple[bytes, object]]] = []
    for one in updates:
        is_small = len(one[0]) <= SMALL
        if not (is_small and groups and len(groups[-1]) < GROUP and len(groups[-1][0][0]) <= SMALL):
            groups.append([])
        groups[-1].append(one)
    return groups
