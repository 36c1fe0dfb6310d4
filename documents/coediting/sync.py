"""The frames that pass between a document's server and its clients, as bytes and as values.

Kinds 0 (sync), 1 (awareness) and 3 (query awareness) are those of stock `y-websocket` clients. The others belong to the
subprotocol `ronde.sync.v1`, whose clients want to know what is saved (docs/document-protocol.md).
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from typing import NamedTuple

from pycrdt import merge_updates

from documents.richtext.yjs.lib0 import ByteReader, Malformed, var_bytes, var_string, var_uint

SUBPROTOCOL = "ronde.sync.v1"
SCHEMA = 3  # of the editor's nodes and marks; a client that knows less may only read
MAX_UPDATE = 1024 * 1024  # bytes of one update
MAX_MESSAGE_ID = 64
MAX_HELLO = 4096
SHORT = 0x80  # bytes of a frame in which every length takes one byte


class FrameKind(IntEnum):
    """The first number of a frame."""

    SYNC = 0
    AWARENESS = 1
    QUERY_AWARENESS = 3
    UPDATE = 100  # client: update with id
    ACK = 101  # server: this is on disk
    NACK = 102  # server: this is not, and why
    HELLO = 103
    READ_ONLY = 104  # server: from now on
    PING = 105  # echoed


class SyncStep(IntEnum):
    """The second number of a sync frame."""

    STEP1 = 0  # here is what I have (state vector)
    STEP2 = 1  # here is what you lack
    UPDATE = 2


class NackReason(StrEnum):
    """Why an update is not taken."""

    HOLE = "hole"  # something before it is missing: synchronise, then send again
    BUSY = "busy"  # not now: send again
    TOO_LARGE = "too-large"
    FULL = "full"  # the document may grow no more
    READ_ONLY = "read-only"
    REJECTED = "rejected"


class Close(IntEnum):
    """Why the server ends a connection."""

    GOING_AWAY = 1001
    BAD_FRAME = 1002
    TOO_LARGE = 1009
    LATER = 1013  # slow reader, overload
    SIGNED_OUT = 4401
    NO_ACCESS = 4403
    GONE = 4404
    OTHER_EPOCH = 4409


@dataclass(frozen=True, slots=True)
class StateVector:
    """The client says what it has."""

    vector: bytes


class Edit(NamedTuple):
    """The client sends changes; `message_id` is None from a stock client, which awaits no answer."""

    update: bytes
    message_id: str | None = None


@dataclass(frozen=True, slots=True)
class Awareness:
    """The client says where its cursor is (the payload is read by `documents.coediting.awareness`)."""

    payload: bytes


@dataclass(frozen=True, slots=True)
class AwarenessQuery:
    """The client asks where the others' cursors are."""


@dataclass(frozen=True, slots=True)
class Hello:
    """The client sends its schema and the epoch of the document it holds (None: it holds nothing yet)."""

    schema: int
    epoch: str | None


@dataclass(frozen=True, slots=True)
class Ping:
    """The client wants this number back."""

    number: int


type Frame = StateVector | Edit | Awareness | AwarenessQuery | Hello | Ping


def read_frame(data: bytes) -> Frame:
    """Read what a client sent; raises Malformed for anything that a client has no business to send."""
    if len(data) < SHORT and (edit := _read_short_edit(data)):
        return edit
    reader = ByteReader(data)
    kind = reader.uint()
    frame: Frame
    if kind == FrameKind.SYNC:
        step = reader.uint()
        payload = reader.bytes()
        if step == SyncStep.STEP1:
            frame = StateVector(payload)
        elif step in (SyncStep.STEP2, SyncStep.UPDATE):
            frame = Edit(payload)
        else:
            raise Malformed("unknown step")
    elif kind == FrameKind.UPDATE:
        message_id = reader.string(MAX_MESSAGE_ID)
        if not message_id or "\0" in message_id:
            raise Malformed("a message without a name")
        frame = Edit(reader.bytes(), message_id)
    else:
        frame = _read_rarer(kind, reader)
    reader.done()
    return frame


def _read_short_edit(data: bytes) -> Edit | None:
    """Read what people type, as most frames are: each length takes one byte. Of anything else, None."""
    if data[:2] == _UPDATE:
        return Edit(data[3:]) if len(data) > 2 and data[2] == len(data) - 3 else None
    if data[:1] != _NAMED or len(data) < 4:
        return None
    place = 2 + data[1]  # where the length of the update is
    name = data[2:place]
    if place >= len(data) or data[place] != len(data) - place - 1 or not 0 < len(name) <= MAX_MESSAGE_ID:
        return None
    return Edit(data[place + 1 :], name.decode()) if name.isascii() and b"\0" not in name else None


def may_be_edit(data: bytes) -> bool:
    """Whether a frame is of a kind that can be an edit."""
    return data[:1] in (_NAMED, _UPDATE[:1])


def _read_rarer(kind: int, reader: ByteReader) -> Frame:
    match kind:
        case FrameKind.AWARENESS:
            return Awareness(reader.bytes())
        case FrameKind.QUERY_AWARENESS:
            return AwarenessQuery()
        case FrameKind.HELLO:
            return _read_hello(reader.string(MAX_HELLO))
        case FrameKind.PING:
            return Ping(reader.uint())
        case _:
            raise Malformed("unknown kind of frame")


def _read_hello(text: str) -> Hello:
    try:
        said = json.loads(text)
    except (ValueError, RecursionError):
        raise Malformed("not JSON") from None
    if not isinstance(said, dict):
        raise Malformed("no hello")
    schema, epoch = said.get("schema"), said.get("epoch")
    if not isinstance(schema, int) or not (epoch is None or isinstance(epoch, str)):
        raise Malformed("no hello")
    return Hello(schema, epoch or None)


_STEP1 = bytes((FrameKind.SYNC, SyncStep.STEP1))
_STEP2 = bytes((FrameKind.SYNC, SyncStep.STEP2))
_UPDATE = bytes((FrameKind.SYNC, SyncStep.UPDATE))
_NAMED = bytes((FrameKind.UPDATE,))


def step1(state_vector: bytes) -> bytes:
    """Ask a client for what we lack."""
    return _STEP1 + var_bytes(state_vector)


def step2(update: bytes) -> bytes:
    """Send a client what it lacks."""
    return _STEP2 + var_bytes(update)


def update(changes: bytes) -> bytes:
    """Pass changes on to a client."""
    return _UPDATE + var_bytes(changes)


def awareness(payload: bytes) -> bytes:
    """Pass cursors on to a client."""
    return bytes((FrameKind.AWARENESS,)) + var_bytes(payload)


def ack(message_id: str, seq: int) -> bytes:
    """Acknowledge a message: it is on disk, at place `seq` of the log."""
    return bytes((FrameKind.ACK,)) + var_string(message_id) + var_uint(seq)


def nack(message_id: str, why: NackReason) -> bytes:
    """Refuse a message."""
    return bytes((FrameKind.NACK,)) + var_string(message_id) + var_string(why)


def hello(*, epoch: str, seq: int, read_only: bool, reason: str) -> bytes:
    """Greet a client: which document this is, how far its log goes, and whether the person may only read."""
    said = {"epoch": epoch, "schema": SCHEMA, "seq": seq, "readOnly": read_only, "readOnlyReason": reason}
    return bytes((FrameKind.HELLO,)) + var_string(json.dumps(said))


def read_only(reason: str) -> bytes:
    """From now on the client may only read."""
    return bytes((FrameKind.READ_ONLY,)) + var_string(reason)


def pong(number: int) -> bytes:
    """Echo a ping."""
    return bytes((FrameKind.PING,)) + var_uint(number)


def merged(updates: list[bytes]) -> bytes:
    """Make one update of several (of one loop turn: merging costs the square of their number)."""
    return updates[0] if len(updates) == 1 else merge_updates(*updates)
