"""How far SQLite's write-ahead log goes, as the index beside it (`-shm`) says.

https://www.sqlite.org/walformat.html describes both; the index is in the byte order of the machine.
"""

import os
import struct
import time
from dataclasses import dataclass

WAL_HEADER = 32
FRAME_HEADER = 24
INDEX = struct.Struct("=IIIBBHII8s8s8s")
VERSION = 3_007_000
LARGEST_PAGE = 65_536
TRIES = 200


class UnknownLog(Exception):
    """The log or its index is not what we know how to read."""


@dataclass(frozen=True)
class LogEnd:
    """How many frames are committed, how large a page is, and the salts that tell this log from the one before it."""

    frames: int
    page: int
    salts: bytes

    @property
    def size(self) -> int:
        """Return up to which byte the log is committed."""
        return WAL_HEADER + self.frames * (FRAME_HEADER + self.page)


def read_log_end(index: int) -> LogEnd:
    """Read it from the open index file.

    :raises UnknownLog: when the index is of another format, or is never at rest.
    """
    for _ in range(TRIES):
        # Two copies, written one after the other: equal ones are whole.
        both = os.pread(index, 2 * INDEX.size, 0)
        first, second = both[: INDEX.size], both[INDEX.size :]
        if first == second and len(first) == INDEX.size:
            version, _unused, _change, ready, _big, page, frames, _pages, _sums, salts, _own = INDEX.unpack(first)
            if not ready or version != VERSION:
                raise UnknownLog("the index of the write-ahead log has another format")
            return LogEnd(frames, LARGEST_PAGE if page == 1 else page, salts)
        time.sleep(0.001)
    raise UnknownLog("the index of the write-ahead log is never at rest")
