"""Do what time has decided, one thing at a time: what fails is logged and counted, and the others go on."""

from collections.abc import Callable, Iterable, Iterator
from typing import Literal, get_args

import structlog
from django.db import connection
from prometheus_client.core import CounterMetricFamily
from prometheus_client.registry import Collector

from foundation.web.caches import page_cache

type Sweep = Literal[
    "rounds",
    "drafts",
    "reminders",
    "due_actions",
    "emails",
    "pushes",
    "notices",
    "reminders_of_people",
    "pulses",
    "terms",
    "restrictions",
    "guests",
    "bots",
    "public_links",
    "gates",
    "printouts",
    "answers",
    "tickets",
    "versions",
    "summaries",
    "sessions",
    "takeaways",
    "imports",
    "words",
    "uploads",
    "files",
    "file_words",
    "exports",
    "search",
    "tokens",
    "webhooks",
    "talk",
]
SWEEPS: tuple[Sweep, ...] = get_args(Sweep.__value__)
"""What is swept, as the figures name it."""

log = structlog.get_logger(__name__)


def each[T](sweep: Sweep, things: Iterable[T], act: Callable[[T], int]) -> int:
    """Do it with each thing on its own, and give the sum. One that fails holds nobody else up, and is tried again at
    the next run.

    :raises Exception: when the database itself is gone: then all the others would fail as well.
    """
    done = 0
    for thing in things:
        try:
            done += act(thing)
        except Exception:
            if not connection.is_usable():
                raise
            log.exception("a thing could not be swept", sweep=sweep, kind=type(thing).__name__, thing=_name(thing))
            _count(sweep)
    return done


class Failures(Collector):
    """How often sweeping failed, in all processes that share a cache: the worker shows no page of its own."""

    def collect(self) -> Iterator[CounterMetricFamily]:
        """Return one figure for each sweep; none while the cache is gone."""
        figure = CounterMetricFamily("ronde_sweep_failures", "Things that a sweep could not do.", labels=["sweep"])
        try:
            counted = page_cache.get_many([_key(sweep) for sweep in SWEEPS])
        except Exception:  # noqa: BLE001 figures must not fail because one of them cannot be had
            counted = {}
        for sweep in SWEEPS:
            figure.add_metric([sweep], counted.get(_key(sweep), 0))
        yield figure


def _count(sweep: Sweep) -> None:
    try:
        page_cache.add(_key(sweep), 0, timeout=None)
        page_cache.incr(_key(sweep))
    except Exception:
        log.exception("a failure could not be counted", sweep=sweep)


def _key(sweep: Sweep) -> str:
    return f"sweep-failures:{sweep}"


def _name(thing: object) -> str:
    return " ".join(thing) if isinstance(thing, tuple) else str(getattr(thing, "pk", ""))
