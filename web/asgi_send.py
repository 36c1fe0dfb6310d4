"""What a socket needs beyond ASGI's words: to be cut where nobody reads, and to be sent what many are sent."""

from collections.abc import Awaitable, Callable
from functools import lru_cache
from typing import Any

from websockets.frames import Frame, Opcode

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
    write: Callable[[bytes], bool] | None = scope.get("state", {}).get("write")
    return write is not None and write(frame_of(text))


@lru_cache(maxsize=16)
def frame_of(text: str) -> bytes:
    """Return a text as the bytes of a frame: the same for everybody whom the server sends it."""
    return Frame(Opcode.TEXT, text.encode()).serialize(mask=False)
