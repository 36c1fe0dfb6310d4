"""How much of a rate is left: counted by the minute, in the cache that all nodes share."""

import time
from collections.abc import Hashable
from dataclasses import dataclass

from foundation.web.throttling import count

WINDOW_S = 60


@dataclass(frozen=True)
class Rate:
    """What a person may ask in a minute, what is left of it, and the seconds until it is whole again."""

    most: int
    left: int
    resets_s: int
    is_over: bool

    def headers(self) -> dict[str, str]:
        """Return what an answer says of it (draft-ietf-httpapi-ratelimit-headers)."""
        said = {
            "RateLimit-Policy": f'"minute";q={self.most};w={WINDOW_S}',
            "RateLimit": f'"minute";r={self.left};t={self.resets_s}',
        }
        return said | ({"Retry-After": str(self.resets_s)} if self.is_over else {})


def rate_of(key: Hashable, *, most: int) -> Rate:
    """Count one more in this minute. While the cache is gone nothing is counted."""
    now = int(time.time())
    asked = count(f"rate:{key}:{now // WINDOW_S}", WINDOW_S * 2)
    return Rate(most, max(most - asked, 0), WINDOW_S - now % WINDOW_S, asked > most)
