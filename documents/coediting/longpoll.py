"""The frames of `ronde.sync.v1` by HTTP, where websockets are blocked: POST to send, long poll to receive (the client
is frontend/editor/longpoll.ts).

A body is a sequence of frames, each preceded by its length. Any node may answer any request: if a node has no peer for
the client, it reads the log after the place that the client names.
"""

from __future__ import annotations

import asyncio
import time
from dataclasses import replace
from typing import TYPE_CHECKING, Any, cast
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.views.decorators.http import require_http_methods

from documents.coediting import sync
from documents.coediting.executor import Crowded
from documents.coediting.fair_use import SendBacklog
from documents.coediting.owning_app import Admission, owning_app
from documents.coediting.protocols import Credential
from documents.coediting.session_registry import current_registry
from documents.coediting.sync import Close
from documents.richtext.yjs.lib0 import ByteReader, Malformed, var_bytes
from foundation.accounts.decorators import mark

if TYPE_CHECKING:
    from collections.abc import Sequence

    from documents.coediting.session import DocumentSession
    from foundation.accounts.models import User

# A form is handled in one transaction (foundation.accounts.idempotency); waiting in it for others' writes would hold
# these up.
FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")
WAIT_S = 25.0  # that a request is held; proxies cut after 30
LIFE_S = 60.0  # of a client that sends no more requests
MAX_FRAMES = 1000
MAX_OF_ONE = 32  # clients of one person that a process keeps: their tabs, and those they have just reloaded
MAX_CLIENTS = 400  # that a process keeps: a held request holds one of its threads
MAX_REQUESTS = 2  # requests of one client at a time: one that waits, one that brings something
STATUS = {Close.SIGNED_OUT: 401, Close.NO_ACCESS: 403, Close.GONE: 410, Close.TOO_LARGE: 413, Close.BAD_FRAME: 400}

_peers: dict[tuple[UUID, UUID, UUID], PollPeer] = {}


class PollPeer:
    """A client that comes by HTTP: what the session sends it waits until it asks."""

    wants_answers = True

    def __init__(
        self,
        key: tuple[UUID, UUID, UUID],
        session: DocumentSession,
        user: User,
        credential: Credential,
        *,
        may_write: bool,
    ) -> None:
        self.key = key
        self.session = session
        self.credential = credential
        self.user: UUID = user.pk
        self.name = user.name
        self.hue = user.hue
        self.epoch: str | None = session.epoch
        self.may_write = may_write
        self.code = 0
        self.requests = 0  # requests that are being answered
        self.has_frames = asyncio.Event()
        self._waiting: list[bytes] = []
        self.share = current_registry().share_of(user.pk)
        self.share.sockets += 1
        self._backlog = SendBacklog(self.share)
        self._end = self._later()

    def send(self, frame: bytes) -> None:
        """Keep a frame until the client asks."""
        if not self._backlog.add(frame):
            self.close(Close.LATER)
            return
        self._waiting.append(frame)
        self.has_frames.set()

    def send_all(self, frames: Sequence[bytes]) -> None:
        """Keep some frames."""
        for frame in frames:
            self.send(frame)

    def close(self, code: int) -> None:
        """End the connection: the next request learns why."""
        if not self.code:
            self.code = code
            self.has_frames.set()
            self._end.cancel()
            _peers.pop(self.key, None)
            self._backlog.clear()
            self.share.sockets -= 1
            current_registry().leave(self.session, self)

    def pop_body(self) -> bytes:
        """Return what waits, as a body."""
        frames, self._waiting = self._waiting, []
        self._backlog.clear()
        self.has_frames.clear()
        self._end.cancel()
        if not self.code:
            self._end = self._later()
        return b"".join(map(var_bytes, frames))

    def _later(self) -> asyncio.TimerHandle:
        return asyncio.get_running_loop().call_later(LIFE_S, self.close, int(Close.LATER))


@require_http_methods(["GET", "POST"])
async def longpoll(request: HttpRequest, project: str, number: int) -> HttpResponseBase:
    """Take frames, or wait for some."""
    user = await request.auser()
    if not user.is_authenticated:
        return HttpResponse(status=STATUS[Close.SIGNED_OUT])
    if request.content_type in FORMS:
        return HttpResponse(status=415)
    try:
        client, since, frames = read_request(request)
    except ValueError:
        return HttpResponse(status=400)
    credential = Credential(user.pk, user.access_epoch, session=request.session.session_key or "")
    try:
        found = await current_registry().admission.run(admitted, user, project, number)
    except Crowded:
        return HttpResponse(status=503)
    session = await current_registry().open(found.document) if found else None
    if found is None or session is None:
        return HttpResponse(status=404)
    credential = replace(credential, is_guest=found.is_guest)
    peer, is_new = peer_of(client, session, user, credential, may_write=found.may_write)
    if peer is None or peer.requests >= MAX_REQUESTS:
        return HttpResponse(status=503 if peer is None else 429)
    peer.requests += 1
    try:
        await take_frames(peer, frames) if request.method == "POST" else await listen(peer, since, is_new=is_new)
    finally:
        peer.requests -= 1
    return answer_of(peer)


mark(cast(Any, longpoll), "in project")


def read_request(request: HttpRequest) -> tuple[UUID, int, list[bytes]]:
    """Read who asks, how far they have got, and what they bring; raises ValueError."""
    return UUID(request.GET.get("client", "")), int(request.GET.get("since", "0")), unpacked(request.body)


def admitted(user: User, project: str, number: int) -> Admission | None:
    """Find the document if the person may read it, and what they may there; queries the database."""
    document = owning_app().document_at(project, number)
    return owning_app().let_in(user, document) if document else None


def peer_of(
    client: UUID, session: DocumentSession, user: User, credential: Credential, *, may_write: bool
) -> tuple[PollPeer | None, bool]:
    """Return the client's peer in the session, and whether it is new here; none where the process keeps too many.

    Of a person with too many, the one that has sent no request for longest has to begin anew.
    """
    key = (user.pk, session.document, client)
    peer = _peers.pop(key, None)
    if peer:
        _peers[key] = peer  # the last to ask stands last
    if peer and peer.session is session:
        peer.credential, peer.may_write = credential, peer.may_write and may_write
        return peer, False
    theirs = [one for one in _peers.values() if one.user == user.pk]
    if len(theirs) >= MAX_OF_ONE:
        theirs[0].close(Close.LATER)
    if len(_peers) >= MAX_CLIENTS or current_registry().share_of(user.pk).is_cut_off:
        return None, False
    peer = _peers[key] = PollPeer(key, session, user, credential, may_write=may_write and not session.is_closed)
    session.peers.add(peer)
    return peer, True


async def take_frames(peer: PollPeer, frames: list[bytes]) -> None:
    """Hand frames to the session and wait until what they bring is written; no frames are a greeting."""
    session = peer.session
    if not frames:
        session.join(peer)
    try:
        for frame in frames:
            await asyncio.sleep(peer.share.seconds.wait_s())
            await session.live.until_ready()
            began = time.thread_time()
            slow = None if peer.code else session.handle(peer, sync.read_frame(frame))
            peer.share.seconds.take(time.thread_time() - began)
            if slow:
                await asyncio.shield(slow)
    except Malformed:
        peer.close(Close.BAD_FRAME)
    await asyncio.wait({asyncio.ensure_future(current_registry().writer.all_landed())}, timeout=WAIT_S)


async def listen(peer: PollPeer, since: int, *, is_new: bool) -> None:
    """Wait until there is something to say; to a client that is new here, say what it has missed."""
    await (send_missed(peer, since) if is_new else waited(peer))


async def send_missed(peer: PollPeer, since: int) -> None:
    """Send what was written after a place of the log: another node has sent the client the rest. A guest is sent what
    the text says now: the log also has what was deleted.
    """
    if peer.credential.is_guest:
        await peer.session.live.until_ready()
        if sending := peer.session.handle(peer, sync.StateVector(b"\x00")):
            await sending
        return
    for _, update in await current_registry().read_after(peer.session.document, since):
        peer.send(sync.update(update))


def answer_of(peer: PollPeer) -> HttpResponse:
    """Return what waits for a client, and how far it gets it; or why it ends."""
    if peer.code:
        return HttpResponse(status=STATUS.get(Close(peer.code), 503))
    answer = HttpResponse(peer.pop_body(), content_type="application/octet-stream")
    answer["Ronde-Seq"] = str(peer.session.seq)
    return answer


async def waited(peer: PollPeer) -> None:
    """Wait until there is something to say, or for as long as a request is held."""
    try:
        await asyncio.wait_for(peer.has_frames.wait(), WAIT_S)
    except TimeoutError:
        return


def unpacked(body: bytes) -> list[bytes]:
    """Read a body's frames; raises Malformed."""
    reader = ByteReader(body)
    frames = []
    while reader.at < reader.end:
        frames.append(reader.bytes())
        if len(frames) > MAX_FRAMES or len(frames[-1]) > sync.MAX_UPDATE + 1024:
            raise Malformed("too much at once")
    return frames
