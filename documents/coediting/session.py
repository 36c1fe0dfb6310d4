"""A document as this process serves it: its connections, its replica and its updates that are not committed yet.

Everything here runs on the event loop, and nothing waits for a socket. A change is applied, relayed to the other
connections of this process at the end of the loop's turn, and queued for the log; it is acknowledged once it is
committed. Long work is done in the slow lane; meanwhile edits of this document wait, and those of others do not.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from documents.coediting import awareness, sync
from documents.coediting.awareness import PresenceTable
from documents.coediting.live_replica import LiveReplica
from documents.coediting.log_access import failpoint
from documents.coediting.relay import Relay
from documents.coediting.replica import QUICK_BYTES, ApplyResult, BrokenReplica
from documents.coediting.runs import EditRun
from documents.coediting.sync import Close, NackReason
from documents.coediting.unwritten import Unwritten
from documents.richtext.yjs.lib0 import Malformed
from documents.richtext.yjs.updates import read_changes

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID

    from documents.coediting.loading import StoredState
    from documents.coediting.owning_app import DocumentStatus
    from documents.coediting.protocols import Peer, SessionHost
    from documents.coediting.replica import Replica
    from documents.coediting.runs import JoinedRun
    from documents.richtext.yjs.updates import Changes

EMPTY_VECTOR = b"\0"
LARGE_VECTOR = 16 * 1024  # bytes of a state vector that takes long to read


class DocumentSession:
    """A document that a person has open here."""

    def __init__(self, document: UUID, status: DocumentStatus, stored: StoredState | None, host: SessionHost) -> None:
        self.document = document
        self.epoch = str(status.epoch)
        self.is_closed = status.is_closed
        self.peers: set[Peer] = set()
        self._relay = Relay(self.peers, lambda cursors: host.publish_cursors(document, cursors))
        self.live = LiveReplica(document, status.seq, stored, host, came=self._relay.relay, renewed=self._renewed)
        self.presences = PresenceTable()
        self._unwritten = Unwritten(document, self.peers, self.live, host)
        self._host = host

    @property
    def is_idle(self) -> bool:
        """Whether nothing is lost by forgetting this session."""
        return not self.peers and not self.unwritten and self.live.is_idle

    @property
    def unwritten(self) -> int:
        """How many updates wait to be written."""
        return self._unwritten.count

    @property
    def replica(self) -> Replica:
        """The document in memory."""
        return self.live.replica

    @property
    def seq(self) -> int:
        """The place of the log up to which the replica holds everything."""
        return self.live.seq

    # -- what peers do

    def join(self, peer: Peer) -> None:
        """Take a connection in and begin to synchronise with it."""
        self.peers.add(peer)
        if peer.wants_answers:
            peer.send(self.hello(peer))
        peer.send(sync.step1(self.live.state_vector))
        if others := self.presences.current():
            peer.send(sync.awareness(awareness.write_presences(others)))

    def leave(self, peer: Peer) -> None:
        """Let a connection go, and its cursor with it."""
        if peer not in self.peers:
            return
        self.peers.discard(peer)
        if farewell := self.presences.remove_peer(peer):
            self._relay.show(farewell, peer)

    def hello(self, peer: Peer) -> bytes:
        """Return the first frame for a client of our own."""
        reason = "" if peer.may_write else "closed" if self.is_closed else "access"
        return sync.hello(epoch=self.epoch, seq=self.seq, read_only=not peer.may_write, reason=reason)

    def handle(self, peer: Peer, frame: sync.Frame) -> asyncio.Task[None] | None:
        """Do what a frame asks; raises Malformed when what is inside makes no sense.

        Whoever calls this has waited for `live.until_ready` if the frame is `in_turn`, and waits for what is returned:
        work that goes on in the slow lane.
        """
        match frame:
            case sync.Edit():
                return self._edit(peer, frame)
            case sync.StateVector():
                return self._send_missing(peer, frame.vector)
            case sync.Awareness():
                presences = awareness.read_presences(frame.payload)
                is_guest = peer.credential.is_guest
                passed = self.presences.update_from_peer(presences, peer, peer.name, peer.hue, is_guest=is_guest)
                self._relay.show(passed, peer)
            case sync.AwarenessQuery():
                peer.send(sync.awareness(awareness.write_presences(self.presences.current())))
            case sync.Ping():
                peer.send(sync.pong(frame.number))
            case sync.Hello():
                self._handle_hello(peer, frame)
        return None

    def edit_together(self, peer: Peer, edits: Iterable[sync.Edit]) -> int:
        """Take the first of some small edits of one connection as one, as many as are a run, and say how many that are.
        Where they are none, nothing has changed, and each is to be handled by itself once the replica is ready: so it
        is refused alone, for its reason.

        Each goes into the log as it came, under its message id. Where a stock client sends them there is none to be
        known again by, and the whole is one row.
        """
        run = EditRun(self.replica.clocks, self.replica.pace.quick_units())
        taken: list[sync.Edit] = []
        for edit in edits:
            if taken and bool(edit.message_id) != bool(taken[0].message_id):
                break
            if not run.add(edit.update):
                break
            taken.append(edit)
        if len(taken) < 2 or self._refusal_reason(peer, taken[0]):
            return 0
        failpoint("after_receive")
        whole = run.joined()
        if whole is None or not self.replica.is_quick(*whole) or not self._apply_together(peer, whole):
            return 0
        rows = [(edit.message_id, edit.update) for edit in taken] if taken[0].message_id else [(None, whole.update)]
        self._unwritten.add(peer, rows)
        return len(taken)

    def _apply_together(self, peer: Peer, whole: JoinedRun) -> bool:
        result = self.replica.apply(*whole)
        failpoint("after_apply")
        if self.replica.broken:
            self.live.rebuild()
        if result is not ApplyResult.NEW:
            return False
        self._relay.relay(whole.update, peer)
        return True

    def in_turn(self, peer: Peer, frame: sync.Frame) -> bool:
        """Whether a frame is about the text, and so waits while the replica is at work. Who asks for everything need
        not, where it is stored; a guest must: what was deleted of late is stored as well.
        """
        if self.live.stored and frame == sync.StateVector(EMPTY_VECTOR) and not peer.credential.is_guest:
            return False
        return isinstance(frame, sync.Edit | sync.StateVector)

    def close(self, code: int) -> None:
        """End all connections."""
        for peer in list(self.peers):
            peer.close(code)

    def forbid_writing(self, reason: str) -> None:
        """From now on nobody writes here."""
        self.is_closed = True
        for peer in list(self.peers):
            self.forbid_writing_of(peer, reason)

    def forbid_writing_of(self, peer: Peer, reason: str) -> None:
        """From now on this connection only reads."""
        if peer.may_write:
            peer.may_write = False
            if peer.wants_answers:
                peer.send(sync.read_only(reason))

    def allow_writing(self) -> None:
        """Nobody wrote here, and now people may again: who is here connects anew, and is told so."""
        self.is_closed = False
        self.close(Close.GOING_AWAY)

    def _handle_hello(self, peer: Peer, hello: sync.Hello) -> None:
        if hello.epoch not in (None, self.epoch):
            peer.close(Close.OTHER_EPOCH)
            return
        peer.epoch = self.epoch
        if hello.schema < sync.SCHEMA and peer.may_write:
            # An older editor deletes, for everyone, the nodes that it does not know.
            peer.may_write = False
            peer.send(sync.read_only("schema"))

    def _send_missing(self, peer: Peer, vector: bytes) -> asyncio.Task[None] | None:
        if self.live.stored:
            peer.send(sync.step2(self.live.stored.update))
            return None
        if len(vector) > LARGE_VECTOR:
            return self._host.spawn(self._send_missing_slowly(peer, vector))
        try:
            peer.send(sync.step2(self.replica.missing_in(vector)))
        except BrokenReplica:
            self.live.rebuild()
        return None

    async def _send_missing_slowly(self, peer: Peer, vector: bytes) -> None:
        async with self._host.share_of(peer.user).slow, self.live.alone() as replica:
            try:
                peer.send(sync.step2(await self._host.run_slowly(replica.finding_missing(vector), peer.user)))
            except BrokenReplica:
                self.live.rebuild()
            except Malformed:
                peer.close(Close.BAD_FRAME)

    def _edit(self, peer: Peer, edit: sync.Edit) -> asyncio.Task[None] | None:
        failpoint("after_receive")
        if reason := self._refusal_reason(peer, edit):
            self._refuse(peer, edit, reason)
            return None
        if len(edit.update) > QUICK_BYTES:
            return self._host.spawn(self._edit_slowly(peer, edit, None))
        try:
            changes = read_changes(edit.update)
        except Malformed:
            self._conclude(peer, edit, ApplyResult.REJECTED)
            return None
        if not self.replica.is_quick(edit.update, changes):
            return self._host.spawn(self._edit_slowly(peer, edit, changes))
        self._conclude(peer, edit, self.replica.apply(edit.update, changes))
        return None

    async def _edit_slowly(self, peer: Peer, edit: sync.Edit, changes: Changes | None) -> None:
        async with self._host.share_of(peer.user).slow, self.live.alone() as replica:
            result = await self._host.run_slowly(replica.applying(edit.update, changes), peer.user)
            self._conclude(peer, edit, result)

    def _conclude(self, peer: Peer, edit: sync.Edit, result: ApplyResult) -> None:
        failpoint("after_apply")
        match result:
            case ApplyResult.NEW:
                self._relay.relay(edit.update, peer)
                self._unwritten.add(peer, [(edit.message_id, edit.update)])
            case ApplyResult.KNOWN:
                if edit.message_id:
                    self._unwritten.add(peer, [(edit.message_id, None)])
            case ApplyResult.HOLE | ApplyResult.FULL:
                self._refuse(peer, edit, NackReason(result.value))
            case ApplyResult.REJECTED | ApplyResult.BROKEN:
                self._refuse(peer, edit, NackReason.REJECTED)
                self._host.rejected(self.document, peer, edit.update)
        if self.replica.broken:
            self.live.rebuild()

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
        elif reason in (NackReason.TOO_LARGE, NackReason.FULL):
            peer.close(Close.TOO_LARGE)
        elif reason == NackReason.REJECTED:
            peer.close(Close.BAD_FRAME)
        if reason in (NackReason.HOLE, NackReason.BUSY):
            peer.send(sync.step1(self.replica.state_vector()))

    def _renewed(self, failure: Close | None) -> None:
        """Ask everyone for what the new replica lacks."""
        if failure:
            self.close(failure)
            return
        request = sync.step1(self.replica.state_vector())
        for peer in list(self.peers):
            peer.send(request)

    def show_remote_cursors(self, node: bytes, payload: bytes) -> None:
        """Pass on the cursors of another node's people."""
        presences = awareness.read_presences(payload)
        self._relay.show(self.presences.update_from_node(presences, node), node)
