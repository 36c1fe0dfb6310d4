"""Several people at the same moment: each in a thread, with a connection of their own."""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

from django.db import connection

from web.exceptions import Refused

type Deed = Callable[[], Any]
type Together = Callable[..., list[Any]]


def together(*deeds: Deed) -> list[Any]:
    """Do these at the same moment, each in a thread; gives what each returned, or the refusal it met."""
    with a_crowd(len(deeds)) as at_once:
        return at_once(*deeds)


@contextmanager
def a_crowd(people: int) -> Iterator[Together]:
    """Give a `together` for so many at most, who stay: their threads and connections are made once."""
    with ThreadPoolExecutor(people) as pool:

        def at_once(*deeds: Deed) -> list[Any]:
            start = threading.Barrier(len(deeds))
            done: list[Future[Any]] = [pool.submit(_do, start, deed) for deed in deeds]
            return [one.result(60) for one in done]

        try:
            yield at_once
        finally:
            leave = threading.Barrier(people)
            gone = [pool.submit(_do, leave, _hang_up) for _ in range(people)]
            for one in gone:
                one.result(60)


def _do(start: threading.Barrier, deed: Deed) -> Any:
    try:
        start.wait(10)
        return deed()
    except Refused as refused:
        return refused


def _hang_up() -> None:
    connection.close()
