"""The same frames where websockets are blocked: POST up, long poll down (frontend/editor/longpoll.ts is the other end).

A body is a row of frames, each with its length before it. Any node may answer any request: what a node does not hold
of a client it takes from the log, after the place that the client names.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, cast
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.views.decorators.http import require_http_methods

from accounts.decorators import mark
from documents import permissions, sync
from documents.coediting.access_watch import Pass
from documents.coediting.fair_use import Held
from documents.coediting.session_registry import hub
from documents.lib0 import Malformed, Reader, var_bytes
from documents.models import Document
from documents.sync import Close

if TYPE_CHECKING:
    from accounts.models import User
    from documents.coediting.session import DocumentSession

# A form is handled in one transaction (accounts.idempotency); waiting in it for others' writes would hold these up.
FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")
WAIT_S = 25.0  # that a question is held; proxies cut after 30
LIFE_S = 60.0  # of a client that asks no more
MAX_FRAMES = 1000
MAX_OF_ONE = 32  # clients of one person that a process keeps: their tabs, and those they have just reloaded
MAX_CLIENTS = 400  # that a process keeps: a held question holds one of its threads
MAX_ASKING = 2  # requests of one client at a time: one that waits, one that brings something
STATUS = {Close.SIGNED_OUT: 401, Close.NO_ACCESS: 403, Close.GONE: 410, Close.TOO_LARGE: 413, Close.BAD_FRAME: 400}

_peers: dict[tuple[UUID, UUID, UUID], PollPeer] = {}


class PollPeer:
    """A client that comes by HTTP: what the room says to it waits until it asks."""

    wants_answers = True

    def __init__(
        self, key: tuple[UUID, UUID, UUID], room: DocumentSession, user: User, entry: Pass, *, may_write: bool
    ) -> None:
        self.key = key
        self.room = room
        self.entry = entry
        self.user: UUID = user.pk
        self.name = user.name
        self.hue = user.hue
        self.epoch: str | None = room.epoch
        self.may_write = may_write
        self.code = 0
        self.asking = 0  # requests that are being answered
        self.heard = asyncio.Event()
        self._waiting: list[bytes] = []
        self.share = hub().share_of(user.pk)
        self.share.sockets += 1
        self._held = Held(self.share)
        self._end = self._later()

    def send(self, frame: bytes) -> None:
        """Keep a frame until the client asks."""
        if not self._held.takes(frame):
            self.close(Close.LATER)
            return
        self._waiting.append(frame)
        self.heard.set()

    def close(self, code: int) -> None:
        """End the connection: the next request learns why."""
        if not self.code:
            self.code = code
            self.heard.set()
            self._end.cancel()
            _peers.pop(self.key, None)
            self._held.drop()
            self.share.sockets -= 1
            hub().leave(self.room, self)

    def taken(self) -> bytes:
        """Give what waits, as a body."""
        frames, self._waiting = self._waiting, []
        self._held.drop()
        self.heard.clear()
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
        client, since, frames = read_question(request)
    except ValueError:
        return HttpResponse(status=400)
    entry = Pass(user.pk, user.access_epoch, session=request.session.session_key or "")
    found = await hub().threads.run(admitted, user, project, number)
    room = await hub().open(found[0]) if found else None
    if found is None or room is None:
        return HttpResponse(status=404)
    peer, is_new = peer_of(client, room, user, entry, may_write=found[1])
    if peer is None or peer.asking >= MAX_ASKING:
        return HttpResponse(status=503 if peer is None else 429)
    peer.asking += 1
    try:
        await take(peer, frames) if request.method == "POST" else await listen(peer, since, is_new=is_new)
    finally:
        peer.asking -= 1
    return answer_of(peer)


mark(cast(Any, longpoll), "in project")


def read_question(request: HttpRequest) -> tuple[UUID, int, list[bytes]]:
    """Read who asks, how far they have got, and what they bring; raises ValueError."""
    return UUID(request.GET.get("client", "")), int(request.GET.get("since", "0")), unpacked(request.body)


def admitted(user: User, project: str, number: int) -> tuple[UUID, bool] | None:
    """Find the document if the person may read it, and whether they may write; asks the store."""
    found = Document.objects.visible_to(user).select_related("circle__project")
    document = found.filter(project__slug=project, number=number).first()
    return (document.pk, permissions.may_edit(user, document)) if document else None


def peer_of(
    client: UUID, room: DocumentSession, user: User, entry: Pass, *, may_write: bool
) -> tuple[PollPeer | None, bool]:
    """Give the client's place in the room, and whether it is new here; none where the process keeps too many.

    Of a person with too many, the one that has asked nothing for longest has to begin anew.
    """
    key = (user.pk, room.document, client)
    peer = _peers.pop(key, None)
    if peer:
        _peers[key] = peer  # the last to ask stands last
    if peer and peer.room is room:
        peer.entry, peer.may_write = entry, peer.may_write and may_write
        return peer, False
    theirs = [one for one in _peers.values() if one.user == user.pk]
    if len(theirs) >= MAX_OF_ONE:
        theirs[0].close(Close.LATER)
    if len(_peers) >= MAX_CLIENTS:
        return None, False
    peer = _peers[key] = PollPeer(key, room, user, entry, may_write=may_write and not room.is_closed)
    room.peers.add(peer)
    return peer, True


async def take(peer: PollPeer, frames: list[bytes]) -> None:
    """Hand frames to the room and wait until what they bring is written; no frames are a greeting."""
    room, loop = peer.room, asyncio.get_running_loop()
    if not frames:
        room.join(peer)
    try:
        for frame in frames:
            await room.ready.wait()
            await asyncio.sleep(peer.share.seconds.wait_s())
            began = loop.time()
            if not peer.code:
                room.handle(peer, sync.read_frame(frame))
            peer.share.seconds.take(loop.time() - began)
    except Malformed:
        peer.close(Close.BAD_FRAME)
    await asyncio.wait({asyncio.ensure_future(hub().writer.settled())}, timeout=WAIT_S)


async def listen(peer: PollPeer, since: int, *, is_new: bool) -> None:
    """Wait until there is something to say; to a client that is new here, say what it has missed."""
    await (make_good(peer, since) if is_new else waited(peer))


async def make_good(peer: PollPeer, since: int) -> None:
    """Give what was written after a place of the log: another node has told the client the rest."""
    for _, update in await hub().read_after(peer.room.document, since):
        peer.send(sync.update(update))


def answer_of(peer: PollPeer) -> HttpResponse:
    """Give what waits for a client, and how far it gets it; or why it ends."""
    if peer.code:
        return HttpResponse(status=STATUS.get(Close(peer.code), 503))
    answer = HttpResponse(peer.taken(), content_type="application/octet-stream")
    answer["Ronde-Seq"] = str(peer.room.seq)
    return answer


async def waited(peer: PollPeer) -> None:
    """Wait until there is something to say, or for as long as a question is held."""
    try:
        await asyncio.wait_for(peer.heard.wait(), WAIT_S)
    except TimeoutError:
        return


def unpacked(body: bytes) -> list[bytes]:
    """Read a body's frames; raises Malformed."""
    reader = Reader(body)
    frames = []
    while reader.at < reader.end:
        frames.append(reader.bytes())
        if len(frames) > MAX_FRAMES or len(frames[-1]) > sync.MAX_UPDATE + 1024:
            raise Malformed("too much at once")
    return frames
