"""Splits the bytes of a websocket client into short binary frames, which are parsed here, and all else, which the
library parses.

Brings: 0.5 µs for each short frame in place of 10 (docs/performance.md, 18); one person's `ingest` sends 80,000 a
second. May go when `websockets` parses several frames at once, or `ingest` matters less.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from websockets.frames import Opcode

try:
    from websockets.speedups import apply_mask
except ImportError:  # where the library came without what is compiled
    from websockets.utils import apply_mask

if TYPE_CHECKING:
    from collections.abc import Iterator

FINAL, MASKED = 0x80, 0x80  # bits of a frame's first and second byte
WHOLE_BYTES = FINAL | Opcode.BINARY
SHORT = 126  # bytes from which on the second byte does not say the length
HEAD = 6  # bytes of a short frame's head: what it is, its length, its mask
LONGER = {126: 2, 127: 8}  # bytes that say the length of others


class FrameSplitter:
    """Follows one connection, from the end of its handshake on.

    What people type are short frames of bytes, often many at once, and the library takes ten times as long for each.
    It reads all others, byte for byte, also those that break the rules, and messages in several frames.
    """

    def __init__(self) -> None:
        self._rest = b""  # the beginning of a frame
        self._due = 0  # bytes still to come of one that is read elsewhere
        self._is_in_pieces = False  # a message of several frames has begun

    def split(self, data: bytes) -> Iterator[list[bytes] | bytes]:
        """Split what came, in order: what short frames hold, as lists, and the bytes of others."""
        data, at = self._rest + data, 0
        while at < len(data):
            if not self._due:
                frames, at = self._read_short(data, at)
                if frames:
                    yield frames
                self._due = self._size_of_other(data[at : at + HEAD + 8])
                if not self._due:
                    break
            piece = data[at : at + self._due]
            at += len(piece)
            self._due -= len(piece)
            yield piece
        self._rest = data[at:]

    def _read_short(self, data: bytes, at: int) -> tuple[list[bytes], int]:
        """Read short frames as long as whole ones follow each other; returns where the next one begins, too."""
        frames: list[bytes] = []
        last = len(data) - HEAD
        while at <= last and not self._is_in_pieces and data[at] == WHOLE_BYTES:
            begin = at + HEAD
            end = begin + data[at + 1] - MASKED
            if not begin <= end < begin + SHORT or end > len(data):
                break
            frames.append(apply_mask(data[begin:end], data[at + 2 : begin]))
            at = end
        return frames, at

    def _size_of_other(self, head: bytes) -> int:
        """Return the size of a frame that is read elsewhere, with its head; 0 where that is not known yet, or it is a
        short one that is not whole yet.
        """
        if len(head) < 2:
            return 0
        first, second = head[:2]
        length = second & ~MASKED
        if first == WHOLE_BYTES and second & MASKED and length < SHORT and not self._is_in_pieces:
            return 0
        longer = LONGER.get(length, 0)
        if len(head) < 2 + longer:
            return 0
        if first & 0x0F <= Opcode.BINARY:
            self._is_in_pieces = not first & FINAL
        if longer:
            length = int.from_bytes(head[2 : 2 + longer])
        return 2 + longer + (4 if second & MASKED else 0) + length
