"""Several people at the same moment: each in a thread, with a connection of their own."""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

from django.db import connection

from foundation.web.exceptions import Refused

type Call = Callable[[], Any]
type Together = Callable[..., list[Any]]


def together(*calls: Call) -> list[Any]:
    """Make these calls at the same moment, each in a thread; return what each returned, or the refusal it met."""
    with a_crowd(len(calls)) as at_once:
        return at_once(*calls)


@contextmanager
def a_crowd(people: int) -> Iterator[Together]:
    """Yield a `together` for so many at most, whose threads and connections are made once."""
    with ThreadPoolExecutor(people) as pool:

        def at_once(*calls: Call) -> list[Any]:
            start = threading.Barrier(len(calls))
            results = [pool.submit(_call, start, each) for each in calls]
            return [each.result(60) for each in results]

        try:
            yield at_once
        finally:
            at_once(*[_close_connection] * people)


def _call(start: threading.Barrier, call: Call) -> Any:
    try:
        start.wait(10)
        return call()
    except Refused as refused:
        return refused


def _close_connection() -> None:
    """Close the connection of the thread that calls this."""
    connection.close()
