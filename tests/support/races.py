"""Several people at the same moment: each in a thread, with a connection of their own."""

import threading
from collections.abc import Callable
from typing import Any

from django.db import connection

from accounts.access import Refused


def together(*deeds: Callable[[], Any]) -> list[Any]:
    """Do these at the same moment, each in a thread; gives what each returned, or the refusal it met."""
    start = threading.Barrier(len(deeds))
    results: list[Any] = [None] * len(deeds)

    def run(place: int, deed: Callable[[], Any]) -> None:
        try:
            start.wait(10)
            results[place] = deed()
        except Refused as refused:
            results[place] = refused
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(deeds)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert not any(thread.is_alive() for thread in threads)
    return results
