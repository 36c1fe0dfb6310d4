"""Passes on what people write, and where their cursors are, to every connection but their own.

What comes in one turn of the event loop goes together, the updates merged; and in a process that passes on much, what
comes in a hundredth of a second. Merging costs the square of what is merged, and each author's own frame leaves out
what they wrote: so large updates go as they are, and small ones in groups.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from documents import sync
from documents.coediting.awareness import write_presences

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from documents.coediting.awareness import ClientPresence
    from documents.coediting.protocols import Peer

SMALL = 4 * 1024  # bytes of an update that is merged with others
GROUP = 64  # updates that are merged into one
BUSY = 3000  # deliveries a second, from which on a process lets them wait for each other
WINDOW_S = 0.01  # that they wait; nobody sees it
COUNTED_S = 0.5  # for which deliveries are counted

type Authored[T] = Sequence[tuple[T, object]]  # with their connection, the name of their node, or None


class Traffic:
    """How much a process passes on."""

    def __init__(self) -> None:
        self.is_busy = False
        self._deliveries = 0
        self._counted_from = 0.0

    def count(self, deliveries: int, now: float) -> None:
        """Count what has to be delivered, to each connection by itself."""
        self._deliveries += deliveries
        passed = now - self._counted_from
        if passed >= COUNTED_S:
            self.is_busy = self._deliveries > BUSY * passed
            self._deliveries, self._counted_from = 0, now


class Relay:
    """Relays to the connections of one document session; `publish` shows its people's cursors to the other nodes."""

    def __init__(self, peers: set[Peer], traffic: Traffic, publish: Callable[[bytes], None]) -> None:
        self._peers, self._traffic, self._publish = peers, traffic, publish
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
        loop = asyncio.get_running_loop()
        self._traffic.count(len(self._peers), loop.time())
        if self._is_due:
            return
        self._is_due = True
        if self._traffic.is_busy:
            loop.call_later(WINDOW_S, self._flush)
        else:
            loop.call_soon(self._flush)

    def _flush(self) -> None:
        self._is_due = False
        updates, self._updates = self._updates, []
        cursors, self._cursors = list(self._cursors.values()), {}
        for group in _groups(updates):
            self._send(group, _update_of)
        if cursors:
            self._send(cursors, _awareness_of)
            if own := [presence for presence, author in cursors if not isinstance(author, bytes)]:
                self._publish(write_presences(own))

    def _send[T](self, things: Authored[T], frame_of: Callable[[list[T]], bytes]) -> None:
        authors = {author for _, author in things}
        for_others = frame_of([thing for thing, _ in things])
        for peer in list(self._peers):
            if peer not in authors:
                peer.send(for_others)
            elif of_others := [thing for thing, author in things if author is not peer]:
                peer.send(frame_of(of_others))


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
