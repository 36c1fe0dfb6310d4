"""The cache of pages: what was read once may be kept there for a while, and nothing breaks without it.

Django's default cache is another one: it stands in the database and counts tries to sign in (`settings.CACHES`).
"""

from django.core.cache import caches
from django.core.cache.backends.base import BaseCache
from django.utils.connection import ConnectionProxy

page_cache: BaseCache = ConnectionProxy(caches, "pages")  # type: ignore[assignment]  # it stands for the cache
