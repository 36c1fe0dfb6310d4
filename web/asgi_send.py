"""What a socket needs beyond ASGI's words: the server's own `send`, and an end for who does not read."""

from collections.abc import Awaitable, Callable
from typing import Any

type Send = Callable[[dict[str, Any]], Awaitable[None]]


def bare(send: Send) -> Send:
    """Give the server's own `send`, without what the session wraps around it for each message."""
    wrapper: Any = getattr(send, "__self__", None)
    return getattr(wrapper, "real_send", send)


def cut(send: Send) -> None:
    """Cut a connection whose reader does not read: a polite close would wait behind what it does not take."""
    owner: Any = getattr(bare(send), "__self__", None)
    transport = getattr(owner, "transport", None)
    if transport is not None:
        transport.abort()
