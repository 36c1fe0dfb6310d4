"""The updates that a document session has accepted and that are not committed yet: passed to the writer, which reports
when they are.
"""

from __future__ import annotations

import os
import uuid
from itertools import count
from typing import TYPE_CHECKING

from documents.coediting import sync
from documents.coediting.log_access import PendingUpdate, failpoint, size_of
from documents.coediting.sync import NackReason

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from documents.coediting.live_replica import LiveReplica
    from documents.coediting.protocols import Peer, SessionHost


class UpdateNames:
    """Names updates as no other is named anywhere: by chance once for a process, also one that was forked, for asking
    each time would let other threads run.

    Stock clients give no names; these make writing again after a failed commit harmless for them too.
    """

    def __init__(self) -> None:
        self._numbers = count()
        self._draw()
        os.register_at_fork(after_in_child=self._draw)

    def _draw(self) -> None:
        self._process = uuid.uuid4().hex

    def new(self) -> str:
        """Return a name."""
        return f"{self._process}-{next(self._numbers)}"


_names = UpdateNames()

type Row = tuple[str | None, bytes | None]


class Unwritten:
    """The updates of one session that wait to be written; `count` of them."""

    def __init__(self, document: UUID, peers: set[Peer], live: LiveReplica, host: SessionHost) -> None:
        self.count = 0
        self._document, self._peers, self._live, self._host = document, peers, live, host

    def add(self, peer: Peer, rows: Sequence[Row]) -> None:
        """Write what was taken together: updates with their message ids, or without any; None where the update is in
        the log already and only its place is asked for. Whoever gave ids is told once all that is on disk.
        """
        share = self._host.share_of(peer.user)
        is_answered = rows[0][0] is not None

        def landed(together: Sequence[PendingUpdate], places: Sequence[int] | None) -> None:
            self.count -= len(together)
            share.count_unwritten(-len(together), -size_of(together))
            if places is None:
                self._fail(peer, together if is_answered else ())
                return
            if grown := [place for pending, place in zip(together, places, strict=True) if pending.data is not None]:
                self._host.log_grew(self._document)
                self._live.note_written(grown)
            if is_answered and peer in self._peers:
                named = zip(together, places, strict=True)
                peer.send_all(tuple(sync.ack(pending.message_id, place) for pending, place in named))
                failpoint("after_ack")

        user, document = peer.user, self._document
        waiting = [PendingUpdate(document, name or _names.new(), user, data, landed) for name, data in rows]
        self.count += len(waiting)
        share.count_unwritten(len(waiting), size_of(waiting))
        self._host.writer.put(waiting)

    def _fail(self, peer: Peer, named: Sequence[PendingUpdate]) -> None:
        """The database will never take it: the replica must go back to what the log holds."""
        for pending in named:
            peer.send(sync.nack(pending.message_id, NackReason.REJECTED))
        self._live.rebuild()
