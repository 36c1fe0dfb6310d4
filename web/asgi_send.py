"""What a socket needs beyond ASGI's words: to be cut where nobody reads, and to read and write without detours."""

from collections.abc import Awaitable, Callable
from functools import lru_cache
from typing import Any

from websockets.frames import Frame, Opcode

SHORT = 126  # bytes from which on a frame's head has more than two

type Receive = Callable[[], Awaitable[dict[str, Any]]]
type Send = Callable[[dict[str, Any]], Awaitable[None]]


def cut(scope: dict[str, Any]) -> None:
    """Cut a connection whose reader does not read: a polite close would wait behind what it does not take.

    The server says how, in the state it gives each connection (`config.websocket_limits`).
    """
    abort: Callable[[], None] | None = scope.get("state", {}).get("abort")
    if abort is not None:
        abort()


def write_text(scope: dict[str, Any], text: str) -> bool:
    """Write a text to a connection that is open and reads, at once; returns whether it did.

    A server that cannot (its state has no `write`) is sent the text in ASGI's words instead.
    """
    return writer_of(scope)(frame_of(text))


def writer_of(scope: dict[str, Any]) -> Callable[[bytes], bool]:
    """Return what writes a frame's bytes at once to a connection that is open and reads, and says whether it did; for a
    server that cannot, what never does.
    """
    write: Callable[[bytes], bool] = scope.get("state", {}).get("write", _never)
    return write


def deliver(scope: dict[str, Any], take: Callable[[list[bytes]], int]) -> None:
    """Let a connection's frames of bytes be handed to `take` in the moment in which they come, where the server can.

    `take` is given those that came together, and returns how many of them it took. The others come by `receive`, the
    first as ASGI has it, those after it in the same message's list `following`; so do all that come before the
    application has received that.
    """
    deliver_to = scope.get("state", {}).get("deliver_to")
    if deliver_to is not None:
        deliver_to(take)


def _never(_frame: bytes) -> bool:
    return False


@lru_cache(maxsize=16)
def frame_of(text: str) -> bytes:
    """Return a text as the bytes of a frame: the same for everybody whom the server sends it."""
    return Frame(Opcode.TEXT, text.encode()).serialize(mask=False)


def frame_of_bytes(data: bytes) -> bytes:
    """Return bytes as those of a frame, as `frame_of` does."""
    return frames_of_bytes((data,))


@lru_cache(maxsize=64)
def frames_of_bytes(every: tuple[bytes, ...]) -> bytes:
    """Return some bytes as those of frames that follow each other, to be written in one go. For short ones: they are
    kept for a while.
    """
    return b"".join(
        b"\x82%c%b" % (len(data), data) if len(data) < SHORT else Frame(Opcode.BINARY, data).serialize(mask=False)
        for data in every
    )
