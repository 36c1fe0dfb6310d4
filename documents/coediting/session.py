"""One document as this process serves it: who is connected, what it says, what is not on disk yet.

Everything here runs on the event loop, and nothing in it waits for a socket. A change is applied, relayed to the others
of this process at the end of the loop's turn, and queued for the log; only what the log holds is acknowledged.
"""

from __future__ import annotations

import asyncio
import uuid
from typing import TYPE_CHECKING

import structlog

from documents import sync
from documents.coediting import awareness
from documents.coediting.awareness import PresenceTable
from documents.coediting.log_access import Pending, failpoint
from documents.coediting.relay import Relay
from documents.coediting.replica import ApplyResult, BrokenReplica, sound_replica
from documents.sync import Close, NackReason

if TYPE_CHECKING:
    from uuid import UUID

    from documents.coediting.log_access import DocumentStatus
    from documents.coediting.protocols import Peer, SessionHost
    from documents.models import State

log = structlog.get_logger(__name__)


class DocumentSession:
    """A document that somebody has open here."""

    def __init__(self, document: UUID, status: DocumentStatus, state: State, host: SessionHost) -> None:
        self.document = document
        self.epoch = str(status.epoch)
        self.is_closed = status.is_closed
        self.replica = sound_replica(state.updates, document)
        self.seq = state.seq  # of the log, up to which the replica holds everything
        self.peers: set[Peer] = set()
        self.presences = PresenceTable()
        self.unwritten = 0
        self.ready = asyncio.Event()
        self.ready.set()
        self._host = host
        self._relay = Relay(self.peers)
        self._own_seqs: set[int] = set()  # of updates after `seq` that are in the replica already
        self._catching_up = False

    @property
    def is_idle(self) -> bool:
        """Whether nothing is lost by forgetting this session."""
        return not self.peers and not self.unwritten and not self._catching_up and self.ready.is_set()

    # -- what peers do

    def join(self, peer: Peer) -> None:
        """Take a connection in and begin to synchronise with it."""
        self.peers.add(peer)
        if peer.wants_answers:
            peer.send(self.hello(peer))
        peer.send(sync.step1(self.replica.state_vector()))
        if others := self.presences.current():
            peer.send(sync.awareness(awareness.write_presences(others)))

    def leave(self, peer: Peer) -> None:
        """Let a connection go, and its cursor with it."""
        if peer not in self.peers:
            return
        self.peers.discard(peer)
        if farewell := self.presences.remove_peer(peer):
            self._send_cursors(farewell, peer)

    def hello(self, peer: Peer) -> bytes:
        """Return the first frame for a client of our own."""
        reason = "" if peer.may_write else "closed" if self.is_closed else "schema"
        return sync.hello(epoch=self.epoch, seq=self.seq, read_only=not peer.may_write, reason=reason)

    def handle(self, peer: Peer, frame: sync.Frame) -> None:
        """Do what a frame asks; raises Malformed when what is inside makes no sense."""
        match frame:
            case sync.Edit():
                self._edit(peer, frame)
            case sync.Awareness():
                presences = awareness.read_presences(frame.payload)
                self._send_cursors(self.presences.update_from_peer(presences, peer, peer.name, peer.hue), peer)
            case sync.StateVector():
                self._send_missing(peer, frame.vector)
            case sync.AwarenessQuery():
                peer.send(sync.awareness(awareness.write_presences(self.presences.current())))
            case sync.Ping():
                peer.send(sync.pong(frame.number))
            case sync.Hello():
                self._handle_hello(peer, frame)

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

    def _handle_hello(self, peer: Peer, hello: sync.Hello) -> None:
        if hello.epoch not in (None, self.epoch):
            peer.close(Close.OTHER_EPOCH)
            return
        peer.epoch = self.epoch
        if hello.schema < sync.SCHEMA and peer.may_write:
            # An older editor deletes, for everybody, the nodes that it does not know.
            peer.may_write = False
            peer.send(sync.read_only("schema"))

    def _send_missing(self, peer: Peer, vector: bytes) -> None:
        try:
            peer.send(sync.step2(self.replica.missing_in(vector)))
        except BrokenReplica:
            self._begin_rebuilding()

    def _edit(self, peer: Peer, edit: sync.Edit) -> None:  # noqa: C901  one branch for each verdict
        failpoint("after_receive")
        if reason := self._refusal_reason(peer, edit):
            self._refuse(peer, edit, reason)
            return
        result = self.replica.apply(edit.update)
        failpoint("after_apply")
        match result:
            case ApplyResult.NEW:
                self._relay.relay(edit.update, peer)
                self._write(peer, edit, edit.update)
            case ApplyResult.KNOWN:
                if edit.message_id:
                    self._write(peer, edit, None)
            case ApplyResult.HOLE:
                self._refuse(peer, edit, NackReason.HOLE)
            case ApplyResult.REJECTED | ApplyResult.BROKEN:
                self._host.quarantine(self.document, peer.user, edit.update)
                self._refuse(peer, edit, NackReason.REJECTED)
        if self.replica.broken:
            self._begin_rebuilding()

    def _refusal_reason(self, peer: Peer, edit: sync.Edit) -> NackReason | None:
        if len(edit.update) > sync.MAX_UPDATE:
            return NackReason.TOO_LARGE
        if not peer.may_write:
            return NackReason.READ_ONLY
        if self._host.writer.is_full or (peer.wants_answers and peer.epoch != self.epoch):
            return NackReason.BUSY
        return None

    def _refuse(self, peer: Peer, edit: sync.Edit, reason: NackReason) -> None:
        """Refuse an edit. A stock client understands only a request to synchronise, or the end of its connection."""
        if edit.message_id:
            peer.send(sync.nack(edit.message_id, reason))
        elif reason == NackReason.TOO_LARGE:
            peer.close(Close.TOO_LARGE)
        elif reason == NackReason.REJECTED:
            peer.close(Close.BAD_FRAME)
        if reason in (NackReason.HOLE, NackReason.BUSY):
            peer.send(sync.step1(self.replica.state_vector()))

    # -- towards the others

    def _send_cursors(self, presences: list[awareness.Presence], author: object, *, to_nodes: bool = True) -> None:
        if not presences:
            return
        payload = awareness.write_presences(presences)
        frame = sync.awareness(payload)
        for peer in list(self.peers):
            if peer is not author:
                peer.send(frame)
        if to_nodes:
            self._host.publish_cursors(self.document, payload)

    def show_remote_cursors(self, node: bytes, payload: bytes) -> None:
        """Pass on the cursors of another node's people."""
        presences = awareness.read_presences(payload)
        self._send_cursors(self.presences.update_from_node(presences, node), node, to_nodes=False)

    # -- towards the log

    def _write(self, peer: Peer, edit: sync.Edit, data: bytes | None) -> None:
        message_id = edit.message_id
        self.unwritten += 1

        def landed(place: int | None) -> None:
            self.unwritten -= 1
            if place is None:
                self._handle_failed_write(peer, edit)
                return
            if data is not None:
                self._host.log_grew(self.document)
                self._note_written(place)
            if message_id and peer in self.peers:
                peer.send(sync.ack(message_id, place))
                failpoint("after_ack")

        # Stock clients give no names; ours makes writing again after a failed commit harmless for them too.
        self._host.writer.put(Pending(self.document, message_id or uuid.uuid4().hex, peer.user, data, landed))

    def _handle_failed_write(self, peer: Peer, edit: sync.Edit) -> None:
        """The database will never take it: the replica must go back to what the log holds."""
        if edit.message_id:
            peer.send(sync.nack(edit.message_id, NackReason.REJECTED))
        self._begin_rebuilding()

    def _note_written(self, place: int) -> None:
        if place <= self.seq:
            return
        self._own_seqs.add(place)
        while self.seq + 1 in self._own_seqs:
            self.seq += 1
            self._own_seqs.discard(self.seq)
        if self._own_seqs:
            self.catch_up()  # another node has written between

    def catch_up(self) -> None:
        """Apply what other processes have written."""
        if not self._catching_up and self.ready.is_set():
            self._catching_up = True
            self._host.spawn(self._catch_up())

    async def _catch_up(self) -> None:
        try:
            rows = await self._host.read_after(self.document, self.seq)
            for place, update in rows:
                if place <= self.seq:
                    continue
                if place not in self._own_seqs and not self._apply_from_log(update):
                    return
                self._own_seqs.discard(place)
                self.seq = place
            self._own_seqs = {place for place in self._own_seqs if place > self.seq}
        finally:
            self._catching_up = False

    def _apply_from_log(self, update: bytes) -> bool:
        result = self.replica.apply(update)
        if result is ApplyResult.NEW:
            self._relay.relay(update, None)
        if result in (ApplyResult.NEW, ApplyResult.KNOWN):
            return True
        self._begin_rebuilding()  # the log is right and this replica is not
        return False

    # -- when the replica cannot be trusted any more

    def _begin_rebuilding(self) -> None:
        if self.ready.is_set():
            self.ready.clear()
            self._host.spawn(self._rebuild())

    async def _rebuild(self) -> None:
        """Build the replica anew from the log, once everything accepted is in it."""
        try:
            await self._host.writer.settled()
            found = await self._host.load(self.document)
            if found is None:
                self.close(Close.GONE)
                return
            _, state = found
            self.replica = sound_replica(state.updates, self.document)
            self.seq, self._own_seqs = state.seq, set()
            request = sync.step1(self.replica.state_vector())
            for peer in list(self.peers):
                peer.send(request)
        except Exception:
            log.exception("a document could not be rebuilt", document=str(self.document))
            self.close(Close.LATER)
        finally:
            self.ready.set()
