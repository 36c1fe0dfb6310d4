"""Bound how often a person may ask for what costs the server much; counted in the cache that all nodes share."""

from collections.abc import Hashable
from datetime import timedelta
from hashlib import blake2b

from django.utils.translation import gettext as _

from web.caches import page_cache
from web.exceptions import Refused

MINUTE = timedelta(minutes=1)
LONGEST_KEY = 200


class Throttled(Refused):
    """Asked for too often; answered 429."""

    status = 429


def throttle(key: Hashable, what: str, *, most: int, within: timedelta) -> None:
    """Count one more. While the cache is gone nothing is counted, and nobody is kept from their work.

    :raises Throttled: when that was more than `most` within that time.
    """
    if count(f"pace:{what}:{key}", within.total_seconds()) > most:
        raise Throttled(
            _("Too many requests; wait a minute, then try again.")
            if within <= MINUTE
            else _("Too many requests; wait an hour, then try again.")
        )


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


def count(key: str, within_s: float) -> int:
    """Return how often it was asked for since the first time within that span; 0 while the cache is gone."""
    key = safe_key(key)
    try:
        page_cache.add(key, 0, within_s)
        return page_cache.incr(key)
    except Exception:  # noqa: BLE001 whatever the cache has, a page must not fail for it
        return 0
