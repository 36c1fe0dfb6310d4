"""The connection of a socket: ASGI's two calls, and what a server may do for it beyond them.

The engine room (`foundation.serving.websocket_limits`) puts `abort`, `write_text`, `write_frames` and `deliver_to` into
the state that it gives each connection. Behind any other server these functions do nothing and say so, and what is to
be sent or read goes by ASGI's own words.
"""

from collections.abc import Awaitable, Callable
from typing import Any

type Receive = Callable[[], Awaitable[dict[str, Any]]]
type Send = Callable[[dict[str, Any]], Awaitable[None]]
type Application = Callable[[dict[str, Any], Receive, Send], Awaitable[None]]


def cut(scope: dict[str, Any]) -> None:
    """Cut a connection whose reader does not read: a polite close would wait behind what it does not take."""
    abort: Callable[[], None] | None = scope.get("state", {}).get("abort")
    if abort is not None:
        abort()


def write_text(scope: dict[str, Any], text: str) -> bool:
    """Write a text to a connection that is open and reads, at once; returns whether it did."""
    write: Callable[[str], bool] = scope.get("state", {}).get("write_text", _never)
    return write(text)


def frame_writer(scope: dict[str, Any]) -> Callable[[tuple[bytes, ...]], bool]:
    """Return what writes short messages of bytes at once, in one go, to a connection that is open and reads, and says
    whether it did; for a server that cannot, what never does.
    """
    write: Callable[[tuple[bytes, ...]], bool] = scope.get("state", {}).get("write_frames", _never)
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


def _never(_message: object) -> bool:
    return False
