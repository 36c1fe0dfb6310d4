"""Reads what the server sends, for clients in tests and in the checker."""

from __future__ import annotations

import json
from typing import Any

from documents.richtext.yjs.lib0 import ByteReader

Frame = tuple[Any, ...]


def parsed(data: bytes) -> Frame:  # noqa: C901  one branch for each kind
    """Read a server's frame as a tuple whose first item names it."""
    reader = ByteReader(data)
    kind = reader.uint()
    match kind:
        case 0:
            return (("step1", "step2", "update")[reader.uint()], reader.bytes())
        case 1:
            return ("awareness", reader.bytes())
        case 101:
            return ("ack", reader.string(), reader.uint())
        case 102:
            return ("nack", reader.string(), reader.string())
        case 103:
            return ("hello", json.loads(reader.string()))
        case 104:
            return ("read-only", reader.string())
        case 105:
            return ("pong", reader.uint())
    raise AssertionError(f"the server sent kind {kind}")
