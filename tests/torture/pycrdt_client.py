"""A client in Python, on pycrdt: of `ronde.sync.v1`, or a plain one that is not told what is saved."""

from __future__ import annotations

import asyncio
import json
import uuid
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

from pycrdt import Doc, Text, UndoManager
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, WebSocketException
from websockets.typing import Subprotocol

from documents.coediting.sync import SCHEMA, SUBPROTOCOL
from documents.richtext.yjs.lib0 import var_bytes, var_string, var_uint
from tests.documents.coediting.server_frames import parsed
from tests.torture.clients import OTHER_ENDS, ClientText
from tests.torture.database import TEXT
from tests.torture.history import MARK_LENGTH

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pycrdt import TransactionEvent

    from tests.torture.history import History

OURS = "here"  # origin of a client's own changes, which undo takes back
AGAIN_S = 0.15
TRANSIENT = {"hole", "busy"}


class PycrdtClient:
    """Types into one document, and connects again for as long as it is not offline."""

    def __init__(self, name: str, address: str, document: str, token: str, history: History, *, ours: bool) -> None:
        self.name, self.address, self.document = name, address, document
        self.kind = "pycrdt, ronde.sync.v1" if ours else "pycrdt, plain"
        self.is_answered = ours
        self.is_live = False
        self._token, self._history = token, history
        self._line: ClientConnection | None = None
        self._running: asyncio.Task[None] | None = None
        self._start_afresh()
        self.go_online()

    def _start_afresh(self) -> None:
        self.doc: Doc[Any] = Doc()
        self.text = self.doc.get(TEXT, type=Text)
        self._undo = UndoManager(scopes=[self.text], capture_timeout_millis=0)
        self._undo.include_origin(OURS)
        self._epoch: str | None = None
        self._pending: dict[str, tuple[int, bytes]] = {}
        self._op: int | None = None
        self._to_send: asyncio.Queue[bytes] = asyncio.Queue()
        self._watching = self.doc.observe(self._changed)

    # -- what a person does

    def insert(self, op: int, mark: str, where: float) -> None:
        """Put a mark between two others."""
        place = round(where * (len(str(self.text)) // MARK_LENGTH)) * MARK_LENGTH
        with self._doing(op), self.doc.transaction(origin=OURS):
            self.text.insert(place, mark)
        self._history.changed(op, self.document, {mark: True})

    def delete(self, op: int, mark: str) -> None:
        """Take a mark out, if it is there."""
        place = str(self.text).find(mark)
        if place >= 0:
            with self._doing(op), self.doc.transaction(origin=OURS):
                del self.text[place : place + MARK_LENGTH]
        self._history.changed(op, self.document, {mark: False} if place >= 0 else {})

    def undo(self, op: int) -> None:
        """Take the last change back."""
        before = self._marks()
        with self._doing(op):
            self._undo.undo()
        after = self._marks()
        self._history.changed(op, self.document, {mark: mark in after for mark in sorted(before ^ after)})

    def _marks(self) -> set[str]:
        text = str(self.text)
        return {text[place : place + MARK_LENGTH] for place in range(0, len(text), MARK_LENGTH)}

    @contextmanager
    def _doing(self, op: int) -> Iterator[None]:
        """What changes meanwhile is this operation."""
        self._op = op
        try:
            yield
        finally:
            self._op = None

    # -- the network

    def go_offline(self) -> None:
        """Drop the connection and stay away."""
        self.is_live = False
        if self._line:
            self._line.transport.abort()
        if self._running:
            self._running.cancel()
        self._running = None

    def go_online(self) -> None:
        """Connect, and again whenever it breaks."""
        if not self._running:
            self._running = asyncio.create_task(self._run())

    def reload(self) -> None:
        """Throw the document away and begin again."""
        self.go_offline()
        self._history.forget(self.name)
        self._start_afresh()
        self.go_online()

    async def read(self) -> ClientText:
        """Say what is here."""
        return ClientText(str(self.text), self.is_live and not self._pending)

    async def close(self) -> None:
        """Go for good."""
        self.go_offline()

    async def _run(self) -> None:
        while True:
            with suppress(OSError, WebSocketException, TimeoutError, EOFError):
                await self._connect_once()
            self.is_live = False
            await asyncio.sleep(AGAIN_S)

    async def _connect_once(self) -> None:
        async with connect(
            self.address,
            subprotocols=[Subprotocol(SUBPROTOCOL)] if self.is_answered else None,
            additional_headers={"Authorization": f"Bearer {self._token}"},
            max_size=None,
            ping_interval=None,
            open_timeout=20,
        ) as line:
            self._line = line
            self._to_send = asyncio.Queue()
            sending = asyncio.create_task(self._send_all(line))
            try:
                if not self.is_answered:
                    self._to_send.put_nowait(b"\x00\x00" + var_bytes(self.doc.get_state()))
                async for frame in line:
                    assert isinstance(frame, bytes)
                    self._take(frame)
            finally:
                sending.cancel()
                self.is_live = False
                self._note_end(line.close_code)

    def _note_end(self, code: int | None) -> None:
        self._history.note("closed", client=self.name, code=code)
        if code is not None and code not in OTHER_ENDS:
            self._history.expect_not(f"{self.name} ({self.kind}) was closed with {code}")

    async def _send_all(self, line: ClientConnection) -> None:
        with suppress(ConnectionClosed, OSError):
            while True:
                await line.send(await self._to_send.get())

    def _take(self, data: bytes) -> None:
        match parsed(data):
            case ("hello", said):
                epoch = self._epoch
                self._epoch = said["epoch"]
                self._send(var_uint(103) + var_string(json.dumps({"schema": SCHEMA, "epoch": epoch})))
                self._send(b"\x00\x00" + var_bytes(self.doc.get_state()))
            case ("update" | "step2", update):
                self.doc.apply_update(update)
            case ("step1", vector):
                self._answer(vector)
            case ("ack", message_id, place):
                self._history.places[self.document].add((message_id, place))
                self._acknowledged(message_id)
            case ("nack", message_id, reason):
                self._history.note("refused", client=self.name, reason=reason)
                if reason not in TRANSIENT:
                    self._history.expect_not(f"{self.name}: an honest change was refused: {reason} {message_id}")

    def _answer(self, vector: bytes) -> None:
        """Send what the server lacks, and then all that is not acknowledged, under the ids it had."""
        self.is_live = True
        missing = self.doc.get_update(vector)
        if not self.is_answered:
            self._send(b"\x00\x01" + var_bytes(missing))
            return
        self._send_named(uuid.uuid4().hex, missing)
        for message_id, (_, update) in self._pending.items():
            self._send_named(message_id, update)

    def _changed(self, event: TransactionEvent) -> None:
        if self._op is None:
            return
        if not self.is_answered:
            if self.is_live:
                self._send(b"\x00\x02" + var_bytes(event.update))
            return
        message_id = uuid.uuid4().hex
        self._pending[message_id] = (self._op, event.update)
        if self.is_live:
            self._send_named(message_id, event.update)

    def _acknowledged(self, message_id: str) -> None:
        if waiting := self._pending.pop(message_id, None):
            self._history.acknowledge(waiting[0])

    def _send_named(self, message_id: str, update: bytes) -> None:
        self._send(var_uint(100) + var_string(message_id) + var_bytes(update))

    def _send(self, frame: bytes) -> None:
        self._to_send.put_nowait(frame)
