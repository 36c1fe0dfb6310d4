"""A cache in Redis whose failure is a miss: every page works without it, only slower."""

import time
from collections.abc import Iterable
from typing import Any, ClassVar

import structlog
from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

PAUSE_S = 5.0
"""After a failure Redis is left alone for so long: a page that waits for each of ten keys would be no page."""

log = structlog.get_logger(__name__)


class ForgivingRedisCache(RedisCache):
    """Django's cache in Redis. While Redis is away nothing is found, nothing is kept, and nobody sees an error."""

    _silent_until: ClassVar[float] = 0.0  # of the process: each of its threads has a cache object of its own

    def _forgive(self, name: str, default: Any, *args: Any, **kwargs: Any) -> Any:
        """Call a method of Django's cache; return `default` where Redis fails, and until a while after that."""
        if time.monotonic() < ForgivingRedisCache._silent_until:
            return default
        try:
            return getattr(super(), name)(*args, **kwargs)
        except (RedisError, OSError):
            ForgivingRedisCache._silent_until = time.monotonic() + PAUSE_S
            log.warning("the cache failed and is left alone for a while", seconds=PAUSE_S, exc_info=True)
            return default

    def get(self, key: Any, default: Any = None, version: int | None = None) -> Any:
        return self._forgive("get", default, key, default, version=version)

    def get_many(self, keys: Iterable[Any], version: int | None = None) -> dict[Any, Any]:
        found: dict[Any, Any] = self._forgive("get_many", {}, keys, version=version)
        return found

    def has_key(self, key: Any, version: int | None = None) -> bool:
        return bool(self._forgive("has_key", False, key, version=version))  # noqa: FBT003  a value, not a switch

    def add(self, key: Any, value: Any, *args: Any, **kwargs: Any) -> bool:
        return bool(self._forgive("add", True, key, value, *args, **kwargs))  # noqa: FBT003

    def set(self, key: Any, value: Any, *args: Any, **kwargs: Any) -> None:
        self._forgive("set", None, key, value, *args, **kwargs)

    def set_many(self, data: dict[Any, Any], *args: Any, **kwargs: Any) -> list[Any]:
        failed: list[Any] = self._forgive("set_many", list(data), data, *args, **kwargs)
        return failed

    def incr(self, key: Any, delta: int = 1, version: int | None = None) -> int:
        return int(self._forgive("incr", 0, key, delta, version=version))

    def touch(self, key: Any, *args: Any, **kwargs: Any) -> bool:
        return bool(self._forgive("touch", False, key, *args, **kwargs))  # noqa: FBT003

    def delete(self, key: Any, version: int | None = None) -> bool:
        return bool(self._forgive("delete", False, key, version=version))  # noqa: FBT003

    def delete_many(self, keys: Iterable[Any], version: int | None = None) -> None:
        self._forgive("delete_many", None, keys, version=version)

    def clear(self) -> None:
        self._forgive("clear", None)
