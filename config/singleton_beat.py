"""Beat, once: of several that run, one sends, and another takes over within two minutes when that one is gone.

What is sent twice does nothing twice (the tasks see to that, and the database): this only spares the work.
"""

from typing import Any

from celery.beat import Scheduler
from redis import Redis
from redis.exceptions import LockError, RedisError

HELD_S = 90.0
WAIT_S = 10.0
"""Between looks whether the other one is gone. A holder renews its lock every 30 s, with the shortest schedule."""
NAME = "ronde:beat"


class OneBeat(Scheduler):
    """Sends what is due while it holds a lock in Redis."""

    def __init__(self, app: Any, *args: Any, **options: Any) -> None:
        line = Redis.from_url(app.conf.broker_url, socket_timeout=5, socket_connect_timeout=5)
        self._lock = line.lock(NAME, timeout=HELD_S, blocking=False)
        super().__init__(app, *args, **options)

    def tick(self, *args: Any, **options: Any) -> float:
        """Send what is due, or wait where another beat does; returns the seconds until the next look."""
        return float(super().tick(*args, **options)) if self.holds() else WAIT_S

    def holds(self) -> bool:
        """Whether this is the one that sends, and stay it."""
        try:
            if self._lock.owned():
                self._lock.reacquire()
                return True
            return bool(self._lock.acquire())
        except (LockError, RedisError):  # just lost to another; or Redis is gone, and with it who would hear
            return False

    def close(self) -> None:
        """Let another one take over at once."""
        try:
            if self._lock.owned():
                self._lock.release()
        except (LockError, RedisError):
            pass
        super().close()
