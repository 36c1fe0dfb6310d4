"""Bound how often a person may ask for what costs the server much; counted in the cache that all nodes share."""

import time
from collections.abc import Hashable
from datetime import timedelta
from hashlib import blake2b
from math import ceil

from django.utils.translation import ngettext

from foundation.web.caches import page_cache
from foundation.web.exceptions import Refused

MINUTE = timedelta(minutes=1)
LONGEST_KEY = 200


class Throttled(Refused):
    """Asked for too often; answered 429, with when to come again: in words, in `Retry-After`, and as `retry_after` for
    programs.
    """

    status = 429

    def __init__(self, wait: timedelta) -> None:
        wait_s = max(ceil(wait.total_seconds()), 1)
        super().__init__(when_again(wait_s))
        self.more, self.headers = {"retry_after": wait_s}, {"Retry-After": str(wait_s)}


def when_again(wait_s: int) -> str:
    """Say when to come again: in seconds up to a minute, else in minutes."""
    if wait_s <= MINUTE.total_seconds():
        said = ngettext(
            "Too many requests. Try again in %(number)d second.",
            "Too many requests. Try again in %(number)d seconds.",
            wait_s,
        )
        return said % {"number": wait_s}
    minutes = ceil(wait_s / 60)
    said = ngettext(
        "Too many requests. Try again in %(number)d minute.",
        "Too many requests. Try again in %(number)d minutes.",
        minutes,
    )
    return said % {"number": minutes}


def throttle(key: Hashable, what: str, *, most: int, within: timedelta) -> None:
    """Count one more. While the cache is gone nothing is counted, and nobody is kept from their work.

    :raises Throttled: when that was more than `most` within that time.
    """
    counter = f"pace:{what}:{key}"
    if count(counter, within.total_seconds()) > most:
        raise Throttled(left_of(counter, within))


def left_of(counter: str, within: timedelta) -> timedelta:
    """Return how long it is until a counter begins again; all of its time while the cache does not say."""
    try:
        ends_at = page_cache.get(until_key(counter))
    except Exception:  # noqa: BLE001 as below
        ends_at = None
    return within if ends_at is None else min(timedelta(seconds=ends_at - time.time()), within)


def until_key(counter: str) -> str:
    """Return where it stands when a counter begins again."""
    return safe_key(f"until:{counter}")


def safe_key(key: str) -> str:
    """Return a key as it is where every cache takes it, else its digest: Django warns of a blank and of a long one, and
    where warnings are errors nothing was counted under such a key.
    """
    if key.isascii() and key.isprintable() and " " not in key and len(key) <= LONGEST_KEY:
        return key
    return f"digest:{blake2b(key.encode(), digest_size=16).hexdigest()}"


def is_first(key: Hashable, *, within: timedelta) -> bool:
    """Return whether nobody asked so within that time, as far as the cache knows."""
    try:
        return page_cache.add(safe_key(f"first:{key}"), 1, within.total_seconds())
    except Exception:  # noqa: BLE001 as below
        return False


def was_asked(key: Hashable) -> bool:
    """Return whether `is_first` was asked for this within its time, as far as the cache knows."""
    try:
        return page_cache.get(safe_key(f"first:{key}")) is not None
    except Exception:  # noqa: BLE001 as below
        return False


def count(key: str, within_s: float) -> int:
    """Return how often it was asked for since the first time within that span; 0 while the cache is gone."""
    until, key = until_key(key), safe_key(key)
    try:
        if page_cache.add(key, 0, within_s):
            page_cache.set(until, time.time() + within_s, within_s)
        return page_cache.incr(key)
    except Exception:  # noqa: BLE001 whatever the cache has, a page must not fail for it
        return 0
