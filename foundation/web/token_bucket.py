"""How much a person may take of something: so much at once, and so much a second in the long run."""

import time


class TokenBucket:
    """Holds `burst` tokens at most and gains `rate` of them a second; who takes more overdraws it, and waits."""

    def __init__(self, burst: float, rate: float) -> None:
        self.burst, self.rate = burst, rate
        self._held, self._counted_at = burst, time.monotonic()

    @property
    def left(self) -> float:
        """Return what it holds now, less than nothing where it is overdrawn."""
        now = time.monotonic()
        self._held = min(self.burst, self._held + (now - self._counted_at) * self.rate)
        self._counted_at = now
        return self._held

    def take(self, tokens: float) -> None:
        """Take some, whether they are there or not."""
        self._held = self.left - tokens

    def wait_s(self) -> float:
        """Return the seconds until it is no longer overdrawn; 0 where it is not."""
        if self._held >= 0:  # it only gains, until something is taken
            return 0.0
        return max(0.0, -self.left / self.rate)
