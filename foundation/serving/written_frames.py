"""Messages as the bytes of websocket frames, made once for all whom the server sends them.

Brings: half of what a keystroke costs (docs/performance.md, 3 and 4): S1 is 1.08 of Hocuspocus in memory with it, and
0.60 where each message goes to each socket by ASGI's `send`. May go when uvicorn takes what was framed before.
"""

from functools import lru_cache

from websockets.frames import Frame, Opcode

SHORT = 126  # bytes from which on a frame's head has more than two


@lru_cache(maxsize=16)
def frame_of(text: str) -> bytes:
    """Return a text as the bytes of a frame: the same for all whom the server sends it."""
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
