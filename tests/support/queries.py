"""How many queries a page asks."""

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from foundation.web.caches import page_cache

MOST = 30
"""So many a page may ask, whatever there is to show and with nothing kept (docs/benchmarks.md)."""


def queries_of(browser: Client, path: str) -> list[str] | None:
    """Read a page with nothing kept, and return what it asked; None where no page answers."""
    page_cache.clear()
    _ = connection.features.supports_json_field  # Django asks SQLite that once in a process, whatever page comes first
    with CaptureQueriesContext(connection) as asked:
        answer = browser.get(path)
    is_page = answer.status_code == 200 and not answer.streaming and b"<html" in answer.content
    return [query["sql"] for query in asked] if is_page else None
