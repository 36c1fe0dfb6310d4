"""Clients for tests of document sessions: each holds a document of its own and speaks to the real consumer."""

from __future__ import annotations

import asyncio
import json
import uuid
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from pycrdt import Doc, Text

from documents.coediting import sync
from documents.coediting.consumers import DocumentConsumer
from documents.richtext.yjs.lib0 import var_bytes, var_string, var_uint
from tests.documents.coediting.server_frames import Frame, parsed


class Client:
    """A person's connection. `ours` speaks ronde.sync.v1; else it is a stock y-websocket client."""

    def __init__(self, document: UUID, *, ours: bool = True, **scope: Any) -> None:
        self.doc: Doc[Any] = Doc()
        self.text = self.doc.get("text", type=Text)
        self.ours = ours
        self.frames: list[Frame] = []
        self.closed: int | None = None
        self.acked: dict[str, int] = {}
        self.nacked: dict[str, str] = {}
        self._news = asyncio.Event()
        self._to_server: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self._to_server.put_nowait({"type": "websocket.connect"})
        self.writable = asyncio.Event()
        self.writable.set()
        full = {
            "type": "websocket",
            "query_string": b"",
            "headers": [],
            "subprotocols": [sync.SUBPROTOCOL] if ours else [],
            "url_route": {"kwargs": {"document": str(document)}},
            **scope,
        }
        self.task = asyncio.create_task(DocumentConsumer.as_asgi()(full, self._to_server.get, self._from_server))

    async def _from_server(self, message: dict[str, Any]) -> None:
        await self.writable.wait()
        if message["type"] == "websocket.close":
            self.closed = message["code"]
        elif message["type"] == "websocket.send":
            self._take(message["bytes"])
        self._news.set()

    def _take(self, data: bytes) -> None:
        frame = parsed(data)
        self.frames.append(frame)
        match frame:
            case ("update" | "step2", update):
                self.doc.apply_update(update)
            case ("step1", vector):
                self.send_raw(b"\x00\x01" + var_bytes(self.doc.get_update(vector)))
            case ("ack", name, seq):
                self.acked[name] = seq
            case ("nack", name, why):
                self.nacked[name] = why

    def send_raw(self, data: bytes) -> None:
        self._to_server.put_nowait({"type": "websocket.receive", "bytes": data})

    def send(self, update: bytes, name: str | None = None) -> str:
        """Send an update, named in ours; gives its name."""
        name = name or uuid.uuid4().hex
        self.send_raw(self._frame(update, name))
        return name if self.ours else ""

    def send_together(self, updates: Sequence[bytes], names: Sequence[str] | None = None) -> Sequence[str]:
        """Send updates that arrive at once; gives their names."""
        names = names or [uuid.uuid4().hex for _ in updates]
        self.send_frames_together(list(map(self._frame, updates, names)))
        return names

    def send_frames_together(self, frames: Sequence[bytes]) -> None:
        """Send frames that arrive at once (`foundation.web.asgi_connection.deliver`)."""
        first, *following = frames
        self._to_server.put_nowait({"type": "websocket.receive", "bytes": first, "following": following})

    def _frame(self, update: bytes, name: str) -> bytes:
        return (var_uint(100) + var_string(name) if self.ours else b"\x00\x02") + var_bytes(update)

    def type(self, words: str) -> bytes:
        """Type at the end of one's own document; gives the update, not sent."""
        before = self.doc.get_state()
        self.text += words
        return self.doc.get_update(before)

    def say(self, words: str) -> str:
        """Type and send; gives the message's name."""
        return self.send(self.type(words))

    async def until(self, condition: Any, seconds: float = 5) -> None:
        """Wait until the condition holds.

        :raises TimeoutError: when it does not in time.
        """
        async with asyncio.timeout(seconds):
            while not condition():
                self._news.clear()
                try:
                    # Also looked at without news: the condition may be about another client.
                    await asyncio.wait_for(self._news.wait(), 0.02)
                except TimeoutError:
                    continue

    async def greeted(self, *, schema: int = sync.SCHEMA, epoch: str | None = None) -> Client:
        """Shake hands and synchronise."""
        await self.until(lambda: any(frame[0] == "step1" for frame in self.frames) or self.closed)
        if self.ours:
            self.send_raw(var_uint(103) + var_string(json.dumps({"schema": schema, "epoch": epoch})))
        self.send_raw(b"\x00\x00" + var_bytes(self.doc.get_state()))
        await self.until(lambda: any(frame[0] == "step2" for frame in self.frames) or self.closed)
        return self

    async def leave(self) -> None:
        self._to_server.put_nowait({"type": "websocket.disconnect", "code": 1000})
        await self.task

    @property
    def words(self) -> str:
        return str(self.text)
