"""Limits on what the connections of one person may use of this process: time on the event loop, memory, number.

All keystrokes pass through one event loop. A person whose frames take long to process (a mebibyte of tiny changes takes
a fifth of a second) waits before their next frame is read; other people do not wait.
"""

import asyncio

from foundation.web.token_bucket import TokenBucket

BURST_S = 2.0  # of the loop's time that one person may take at once
LONG_RUN_PART = 0.25  # of it, in the long run
FRAME_S = 0.00005  # that a frame costs beside its handling: reading, writing, answering
MORE_S = 0.000005  # that each further frame costs which is handled together with it
ROW_S = 0.00002  # that each further row costs which these are in the log
MAX_WAITING = 1024 * 1024  # bytes that wait for one slow reader, and one frame more
MAX_LARGE = 64 * 1024 * 1024  # bytes of such frames that wait for one person's connections
MAX_UNWRITTEN = 1000  # updates of one person that wait to be written, before their next one is read
MAX_UNWRITTEN_BYTES = 8 * 1024 * 1024
MAX_REJECTIONS = 10  # updates of one person that may be rejected in a minute
MAX_SOCKETS = 2500  # sockets of one person in a process


class FairShare:
    """One person's use of this process."""

    def __init__(self) -> None:
        self.sockets = 0
        self.large = 0
        self.seconds = TokenBucket(BURST_S, LONG_RUN_PART)
        self.rejections = TokenBucket(MAX_REJECTIONS, MAX_REJECTIONS / 60)
        self.unwritten = 0
        self.unwritten_bytes = 0
        self.has_room = asyncio.Event()  # not set where what others write would wait for what this person wrote
        self.has_room.set()
        self.slow = asyncio.Lock()  # one thing that takes long at a time

    @property
    def is_cut_off(self) -> bool:
        """Whether so much of theirs was rejected that they stay away for a moment."""
        return self.rejections.left < 0

    def count_unwritten(self, updates: int, size: int) -> None:
        """Count updates that wait to be written; fewer than none for those that are."""
        if updates > 1:
            self.seconds.take(ROW_S * (updates - 1))
        self.unwritten += updates
        self.unwritten_bytes += size
        if self.unwritten > MAX_UNWRITTEN or self.unwritten_bytes > MAX_UNWRITTEN_BYTES:
            self.has_room.clear()
        else:
            self.has_room.set()

    def is_unused(self) -> bool:
        """Whether nothing of it is used, so that it may be forgotten."""
        used = (self.seconds.left < BURST_S, self.rejections.left < MAX_REJECTIONS, self.slow.locked())
        return not self.sockets and not any(used)


class SendBacklog:
    """How much waits for one reader. A document can be larger than all that may wait, so one frame more is let in."""

    def __init__(self, share: FairShare) -> None:
        self._share = share
        self._bytes = 0
        self._large: bytes | None = None

    def add(self, frame: bytes) -> bool:
        """Count a frame; False when this is more than may wait."""
        if self._bytes + len(frame) <= MAX_WAITING:
            self._bytes += len(frame)
            return True
        if self._large is not None or self._share.large + len(frame) > MAX_LARGE:
            return False
        self._large = frame
        self._share.large += len(frame)
        return True

    def remove(self, frame: bytes) -> None:
        """Count a frame that waits no longer."""
        if frame is self._large:
            self._share.large -= len(frame)
            self._large = None
        else:
            self._bytes -= len(frame)

    def clear(self) -> None:
        """Count nothing any more: the reader is gone, or has been given everything."""
        if self._large is not None:
            self.remove(self._large)
        self._bytes = 0
