"""What one person's connections may take of this process: of the loop's time, of its memory, and how many they are.

Everybody's keystrokes pass through one loop. Who sends what takes long to read (a mebibyte of tiny changes: a fifth of
a second) waits for their own next turn, and nobody else does.
"""

from web.token_bucket import TokenBucket

BURST_S = 5.0  # of the loop's time that one person may take at once
LONG_RUN_PART = 0.5  # of it, in the long run
MAX_WAITING = 1024 * 1024  # bytes that wait for one slow reader, and one frame more
MAX_LARGE = 64 * 1024 * 1024  # bytes of such frames that wait for one person's connections
MAX_SOCKETS = 2500  # sockets of one person in a process


class FairShare:
    """One person's use of this process."""

    def __init__(self) -> None:
        self.sockets = 0
        self.large = 0
        self.seconds = TokenBucket(BURST_S, LONG_RUN_PART)

    def is_unused(self) -> bool:
        """Whether nothing of it is used, so that it may be forgotten."""
        return not self.sockets and self.seconds.left == BURST_S


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
