"""Every order in which deeds can mesh, on real connections: each thread stops at gates, and one at a time goes on.

A gate stands before the project's head is locked, after it, and before each commit. On PostgreSQL a gate is an advisory
lock that the test holds until it lets the thread go on, and who waits for the head is seen in `pg_locks`; on SQLite,
where one transaction excludes the others, a gate is an event, and who would have to wait is not let go on. Which
threads could go on at each stop is remembered, and every other choice is tried in a later run: none is left out.
"""

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from django.db import connection

BOUND_S = 20
GATES = 16
type Deed = Callable[[], Any]


class StuckError(Exception):
    """Somebody took longer than `BOUND_S` to come to a gate or to an end."""


class Walker:
    """One thread, and where it stands: at `gate`, of which those up to `passed` are open. `result` is what its deed
    gave or raised.
    """

    def __init__(self, place: int, deed: Deed) -> None:
        self.place, self.deed = place, deed
        self.gate = self.passed = -1
        self.kind, self.pid = "", 0
        self.is_inside = self.is_done = False
        self.result: Any = None
        self.events = [threading.Event() for _ in range(GATES)]
        self.thread = threading.Thread(target=self.run)

    def begin(self) -> None:
        """Shut all its gates, and start; by the controlling thread, as the next two."""
        if connection.vendor == "postgresql":
            _ask("SELECT pg_advisory_lock(%s, gate) FROM generate_series(0, %s) AS gate", self.place, GATES - 1)
        self.thread.start()

    def go_on(self) -> None:
        """Open the gate at which it stands."""
        self.passed = self.gate
        if connection.vendor == "postgresql":
            _ask("SELECT pg_advisory_unlock(%s, %s)", self.place, self.gate)
        else:
            self.events[self.gate].set()

    def let_go(self) -> None:
        """Open all gates, and wait for its end."""
        if connection.vendor == "postgresql":
            _ask("SELECT pg_advisory_unlock_all()")
        for event in self.events:
            event.set()
        self.thread.join(2 * BOUND_S)

    def run(self) -> None:
        """Do the deed, with gates in this thread's own connection."""
        try:
            connection.ensure_connection()
            if connection.vendor == "postgresql":
                self.pid = connection.connection.get_backend_pid()
                self.ask(f"SET lock_timeout = '{BOUND_S}s'")
            here: Any = connection  # Django's own commit is not in its types
            real = here._commit
            here._commit = lambda: self.commit(real)
            with connection.execute_wrapper(self.watch):
                self.result = self.deed()
        except Exception as raised:  # noqa: BLE001 the test looks at it
            self.result = raised
        finally:
            connection.__dict__.pop("_commit", None)
            connection.close()
            self.is_inside, self.is_done = False, True

    def ask(self, sql: str, *given: Any) -> None:
        """Execute past the watch."""
        with connection.connection.cursor() as cursor:
            cursor.execute(sql, given or None)

    def watch(self, execute: Any, sql: str, params: Any, many: Any, context: Any) -> Any:
        """Stop before and after the statement that locks the head; one that skips what is locked may get nothing."""
        if sql.startswith("ROLLBACK") and "SAVEPOINT" not in sql:
            self.is_inside = False
        if not self.locks(sql) or (self.is_inside and connection.in_atomic_block):
            return execute(sql, params, many, context)
        self.stop("before the lock")
        found = execute(sql, params, many, context)
        self.is_inside = True
        self.stop("after the lock")
        return found

    @staticmethod
    def locks(sql: str) -> bool:
        if connection.vendor == "sqlite":
            return sql.startswith("BEGIN")
        return "FOR UPDATE" in sql and '"audit_head"' in sql

    def commit(self, real: Callable[[], Any]) -> Any:
        if self.is_inside:
            self.stop("before the commit")
        done = real()
        self.is_inside = False
        return done

    def stop(self, kind: str) -> None:
        self.kind, self.gate = kind, self.gate + 1
        if connection.vendor == "postgresql":
            self.ask("SELECT pg_advisory_lock(%s, %s)", self.place, self.gate)
        elif not self.events[self.gate].wait(BOUND_S):
            raise StuckError(kind)

    @property
    def is_stopped(self) -> bool:
        return not self.is_done and self.gate > self.passed


def _ask(sql: str, *given: Any) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(sql, given)
        return list(cursor.fetchall())


def _blocked(walkers: Sequence[Walker]) -> set[int]:
    """Give the places of those who wait for a lock of somebody else."""
    if connection.vendor == "sqlite":
        return set()
    rows = _ask("SELECT pid FROM pg_locks WHERE NOT granted AND locktype <> 'advisory'")
    return {one.place for one in walkers if one.pid in {pid for (pid,) in rows}}


def _still(walkers: Sequence[Walker]) -> list[Walker]:
    """Wait until nobody moves; give those who can go on."""
    limit = time.monotonic() + BOUND_S
    while time.monotonic() < limit:
        moving = [one for one in walkers if not (one.is_done or one.is_stopped)]
        if not moving or {one.place for one in moving} <= _blocked(moving):
            stopped = [one for one in walkers if one.is_stopped]
            if stopped or not moving:
                return [one for one in stopped if _may_go(one, walkers)]
        time.sleep(0.0005)
    raise StuckError([(one.place, one.kind, one.is_done) for one in walkers])


def _may_go(one: Walker, walkers: Sequence[Walker]) -> bool:
    held = any(other.is_inside for other in walkers if other is not one)
    return connection.vendor == "postgresql" or one.kind != "before the lock" or not held


def walk(deeds: Sequence[Deed], choices: Sequence[int]) -> tuple[list[Walker], list[tuple[int, list[int]]]]:
    """Do the deeds in the order that `choices` begin, then the first who can; gives the threads and, for each stop,
    who went on and who could have.
    """
    walkers = [Walker(place, deed) for place, deed in enumerate(deeds)]
    taken: list[tuple[int, list[int]]] = []
    try:
        for one in walkers:
            one.begin()
        while able := _still(walkers):
            places = [one.place for one in able]
            chosen = choices[len(taken)] if len(taken) < len(choices) else places[0]
            taken.append((chosen, places))
            walkers[chosen].go_on()
    finally:
        for one in walkers:
            one.let_go()
    return walkers, taken


def every_order(make: Callable[[], Sequence[Deed]]) -> Iterator[tuple[list[Walker], list[int]]]:
    """Go every way through the deeds that `make` gives anew for each; yields the threads, and who went on when."""
    waiting: list[list[int]] = [[]]
    while waiting:
        begun = waiting.pop()
        walkers, taken = walk(make(), begun)
        way = [chosen for chosen, _ in taken]
        for stop in range(len(begun), len(taken)):
            waiting += [[*way[:stop], other] for other in taken[stop][1] if other != way[stop]]
        yield walkers, way
