"""One document as this process serves it: who is connected, what it says, what is not on disk yet.

Everything here runs on the event loop, and nothing in it waits for a socket. A change is applied, shown to the others
of this process at the end of the loop's turn, and queued for the log; only what the log holds is acknowledged.
"""

from __future__ import annotations

import asyncio
import uuid
from typing import TYPE_CHECKING

import structlog

from documents import sync
from documents.coediting import awareness
from documents.coediting.awareness import Here
from documents.coediting.log_access import Pending, failpoint
from documents.coediting.relay import Relay
from documents.coediting.replica import Broken, Taken, sound_replica
from documents.sync import Close, Why

if TYPE_CHECKING:
    from uuid import UUID

    from documents.coediting.log_access import Standing
    from documents.coediting.protocols import Outside, Peer
    from documents.models import State

log = structlog.get_logger(__name__)


class DocumentSession:
    """A document that somebody has open here."""

    def __init__(self, document: UUID, standing: Standing, state: State, outside: Outside) -> None:
        self.document = document
        self.epoch = str(standing.epoch)
        self.is_closed = standing.is_closed
        self.replica = sound_replica(state.updates, document)
        self.seq = state.seq  # of the log, up to which the replica holds everything
        self.peers: set[Peer] = set()
        self.here = Here()
        self.unwritten = 0
        self.ready = asyncio.Event()
        self.ready.set()
        self._outside = outside
        self._relay = Relay(self.peers)
        self._own: set[int] = set()  # places after `seq` whose updates are in the replica already
        self._catching_up = False

    @property
    def is_idle(self) -> bool:
        """Whether nothing is lost by forgetting this room."""
        return not self.peers and not self.unwritten and not self._catching_up and self.ready.is_set()

    # -- what peers do

    def join(self, peer: Peer) -> None:
        """Take a connection in and begin to synchronise with it."""
        self.peers.add(peer)
        if peer.wants_answers:
            peer.send(self.greeting(peer))
        peer.send(sync.step1(self.replica.state_vector()))
        if everybody := self.here.everybody():
            peer.send(sync.awareness(awareness.write_presences(everybody)))

    def leave(self, peer: Peer) -> None:
        """Let a connection go, and its cursor with it."""
        if peer not in self.peers:
            return
        self.peers.discard(peer)
        if farewell := self.here.leave(peer):
            self._say_where(farewell, peer)

    def greeting(self, peer: Peer) -> bytes:
        """Greet a client of our own."""
        reason = "" if peer.may_write else "closed" if self.is_closed else "schema"
        return sync.hello(epoch=self.epoch, seq=self.seq, read_only=not peer.may_write, reason=reason)

    def handle(self, peer: Peer, frame: sync.Frame) -> None:
        """Do what a frame asks; raises Malformed when what is inside makes no sense."""
        match frame:
            case sync.Edit():
                self._edit(peer, frame)
            case sync.Awareness():
                presences = awareness.read_presences(frame.payload)
                self._say_where(self.here.take(presences, peer, peer.name, peer.hue), peer)
            case sync.StateVector():
                self._answer(peer, frame.vector)
            case sync.AwarenessQuery():
                peer.send(sync.awareness(awareness.write_presences(self.here.everybody())))
            case sync.Ping():
                peer.send(sync.pong(frame.number))
            case sync.Hello():
                self._greeted(peer, frame)

    def close(self, code: int) -> None:
        """End all connections."""
        for peer in list(self.peers):
            peer.close(code)

    def forbid_writing(self, reason: str) -> None:
        """From now on nobody writes here."""
        self.is_closed = True
        for peer in list(self.peers):
            if peer.may_write:
                peer.may_write = False
                if peer.wants_answers:
                    peer.send(sync.read_only(reason))

    def _greeted(self, peer: Peer, hello: sync.Hello) -> None:
        if hello.epoch not in (None, self.epoch):
            peer.close(Close.OTHER_EPOCH)
            return
        peer.epoch = self.epoch
        if hello.schema < sync.SCHEMA and peer.may_write:
            # An older editor deletes, for everybody, the nodes that it does not know.
            peer.may_write = False
            peer.send(sync.read_only("schema"))

    def _answer(self, peer: Peer, vector: bytes) -> None:
        try:
            peer.send(sync.step2(self.replica.missing_in(vector)))
        except Broken:
            self._begin_rebuilding()

    def _edit(self, peer: Peer, edit: sync.Edit) -> None:  # noqa: C901  one branch for each verdict
        failpoint("after_receive")
        if why := self._objection(peer, edit):
            self._refuse(peer, edit, why)
            return
        taken = self.replica.take(edit.update)
        failpoint("after_apply")
        match taken:
            case Taken.NEW:
                self._relay.show(edit.update, peer)
                self._write(peer, edit, edit.update)
            case Taken.KNOWN:
                if edit.message_id:
                    self._write(peer, edit, None)
            case Taken.HOLE:
                self._refuse(peer, edit, Why.HOLE)
            case Taken.REJECTED | Taken.BROKEN:
                self._outside.quarantine(self.document, peer.user, edit.update)
                self._refuse(peer, edit, Why.REJECTED)
        if self.replica.broken:
            self._begin_rebuilding()

    def _objection(self, peer: Peer, edit: sync.Edit) -> Why | None:
        if len(edit.update) > sync.MAX_UPDATE:
            return Why.TOO_LARGE
        if not peer.may_write:
            return Why.READ_ONLY
        if self._outside.writer.is_full or (peer.wants_answers and peer.epoch != self.epoch):
            return Why.BUSY
        return None

    def _refuse(self, peer: Peer, edit: sync.Edit, why: Why) -> None:
        """Say no. A stock client understands only that it is asked again, or that its connection ends."""
        if edit.message_id:
            peer.send(sync.nack(edit.message_id, why))
        elif why == Why.TOO_LARGE:
            peer.close(Close.TOO_LARGE)
        elif why == Why.REJECTED:
            peer.close(Close.BAD_FRAME)
        if why in (Why.HOLE, Why.BUSY):
            peer.send(sync.step1(self.replica.state_vector()))

    # -- towards the others

    def _say_where(self, presences: list[awareness.Presence], author: object, *, abroad: bool = True) -> None:
        if not presences:
            return
        payload = awareness.write_presences(presences)
        frame = sync.awareness(payload)
        for peer in list(self.peers):
            if peer is not author:
                peer.send(frame)
        if abroad:
            self._outside.tell_nodes(self.document, payload)

    def hear_where(self, node: bytes, payload: bytes) -> None:
        """Pass on the cursors of another node's people."""
        presences = awareness.read_presences(payload)
        self._say_where(self.here.take_over(presences, node), node, abroad=False)

    # -- towards the log

    def _write(self, peer: Peer, edit: sync.Edit, data: bytes | None) -> None:
        message_id = edit.message_id
        self.unwritten += 1

        def landed(place: int | None) -> None:
            self.unwritten -= 1
            if place is None:
                self._lost(peer, edit)
                return
            if data is not None:
                self._outside.wrote(self.document)
                self._landed(place)
            if message_id and peer in self.peers:
                peer.send(sync.ack(message_id, place))
                failpoint("after_ack")

        # Stock clients give no names; ours makes writing again after a failed commit harmless for them too.
        self._outside.writer.put(Pending(self.document, message_id or uuid.uuid4().hex, peer.user, data, landed))

    def _lost(self, peer: Peer, edit: sync.Edit) -> None:
        """The database will never take it: what is shown here must go back to what the log says."""
        if edit.message_id:
            peer.send(sync.nack(edit.message_id, Why.REJECTED))
        self._begin_rebuilding()

    def _landed(self, place: int) -> None:
        if place <= self.seq:
            return
        self._own.add(place)
        while self.seq + 1 in self._own:
            self.seq += 1
            self._own.discard(self.seq)
        if self._own:
            self.catch_up()  # another node has written between

    def catch_up(self) -> None:
        """Take in what other processes have written."""
        if not self._catching_up and self.ready.is_set():
            self._catching_up = True
            self._outside.spawn(self._catch_up())

    async def _catch_up(self) -> None:
        try:
            rows = await self._outside.read_after(self.document, self.seq)
            for place, update in rows:
                if place <= self.seq:
                    continue
                if place not in self._own and not self._take_in(update):
                    return
                self._own.discard(place)
                self.seq = place
            self._own = {place for place in self._own if place > self.seq}
        finally:
            self._catching_up = False

    def _take_in(self, update: bytes) -> bool:
        taken = self.replica.take(update)
        if taken is Taken.NEW:
            self._relay.show(update, None)
        if taken in (Taken.NEW, Taken.KNOWN):
            return True
        self._begin_rebuilding()  # the log is right and this replica is not
        return False

    # -- when the replica cannot be trusted any more

    def _begin_rebuilding(self) -> None:
        if self.ready.is_set():
            self.ready.clear()
            self._outside.spawn(self._rebuild())

    async def _rebuild(self) -> None:
        """Build the replica anew from the log, once everything that was taken is in it."""
        try:
            await self._outside.writer.settled()
            found = await self._outside.load(self.document)
            if found is None:
                self.close(Close.GONE)
                return
            _, state = found
            self.replica = sound_replica(state.updates, self.document)
            self.seq, self._own = state.seq, set()
            question = sync.step1(self.replica.state_vector())
            for peer in list(self.peers):
                peer.send(question)
        except Exception:
            log.exception("a document could not be rebuilt", document=str(self.document))
            self.close(Close.LATER)
        finally:
            self.ready.set()
