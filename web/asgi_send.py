"""What a socket needs beyond ASGI's words: to be cut where nobody reads."""

from collections.abc import Awaitable, Callable
from typing import Any

type Receive = Callable[[], Awaitable[dict[str, Any]]]
type Send = Callable[[dict[str, Any]], Awaitable[None]]


def cut(scope: dict[str, Any]) -> None:
    """Cut a connection whose reader does not read: a polite close would wait behind what it does not take.

    The server says how, in the state it gives each connection (`config.websocket_limits`).
    """
    abort: Callable[[], None] | None = scope.get("state", {}).get("abort")
    if abort is not None:
        abort()
