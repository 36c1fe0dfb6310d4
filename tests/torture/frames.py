"""Cuts what goes through a connection into the frames of a websocket, so that these can be put in another order."""

from __future__ import annotations

BINARY = 0x82  # a whole message of bytes
END_OF_HEAD = b"\r\n\r\n"


class FrameCutter:
    """What one side says, as whole frames; the handshake comes first, and is one piece."""

    def __init__(self) -> None:
        self._rest = bytearray()
        self._is_open = False
        self._is_websocket = True

    def cut(self, chunk: bytes) -> list[bytes]:
        """Return what is whole now, in order; the rest waits for what comes next."""
        self._rest += chunk
        pieces = []
        while size := self._size_of_first():
            pieces.append(bytes(self._rest[:size]))
            del self._rest[:size]
        return pieces

    def rest(self) -> bytes:
        """Return what was begun and not ended."""
        return bytes(self._rest)

    def _size_of_first(self) -> int:
        rest = self._rest
        if not self._is_websocket:
            return len(rest)
        if not self._is_open:
            end = rest.find(END_OF_HEAD)
            if end < 0:
                return 0
            self._is_open = True
            self._is_websocket = rest.startswith((b"GET ", b"HTTP/1.1 101"))
            return end + len(END_OF_HEAD)
        size = _head(rest) + _length(rest) if len(rest) >= _head(rest) else 0
        return size if len(rest) >= size else 0


def is_message(piece: bytes) -> bool:
    """Whether this is a frame with a message of bytes, rather than the handshake, a ping or a farewell."""
    return piece[0] == BINARY


def message_of(piece: bytes) -> bytes:
    """Return the message in a frame of the server, which masks nothing."""
    return piece[_head(piece) :]


def _head(frame: bytes | bytearray) -> int:
    """Return how many bytes come before what a frame carries."""
    if len(frame) < 2:
        return 2
    length, is_masked = frame[1] & 0x7F, frame[1] >> 7
    return 2 + {126: 2, 127: 8}.get(length, 0) + 4 * is_masked


def _length(frame: bytes | bytearray) -> int:
    match frame[1] & 0x7F:
        case 126:
            return int.from_bytes(frame[2:4])
        case 127:
            return int.from_bytes(frame[2:10])
        case length:
            return length
