"""Every interleaving of calls, on real connections: each thread stops at breakpoints, and one at a time goes on.

A breakpoint stands before the project's head is locked, after it, and before each commit. On PostgreSQL it is an
advisory lock that the test holds until it lets the thread go on, and who waits for the head is seen in `pg_locks`; on
SQLite, where one transaction excludes the others, it is an event, and who would have to wait is not let go on. Which
threads could go on at each stop is remembered, and every other choice is tried in a later run: none is left out.
"""

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from django.db import connection

TIMEOUT_S = 20
BREAKPOINTS = 16
type Call = Callable[[], Any]


class StuckError(Exception):
    """A person took longer than `TIMEOUT_S` to come to a breakpoint or to an end."""


class SteppedThread:
    """One thread, stopped at `breakpoint` unless that is `passed`; `result` is what its call returned or raised."""

    def __init__(self, number: int, call: Call) -> None:
        self.number, self.call = number, call
        self.breakpoint = self.passed = -1
        self.kind, self.pid = "", 0
        self.holds_lock = self.is_done = False
        self.result: Any = None
        self.events = [threading.Event() for _ in range(BREAKPOINTS)]
        self.thread = threading.Thread(target=self.run)

    # What the controlling thread calls.

    def start(self) -> None:
        """Close all its breakpoints, and start."""
        if connection.vendor == "postgresql":
            _query("SELECT pg_advisory_lock(%s, b) FROM generate_series(0, %s) AS b", self.number, BREAKPOINTS - 1)
        self.thread.start()

    def step(self) -> None:
        """Let it go on from the breakpoint at which it stands."""
        self.passed = self.breakpoint
        if connection.vendor == "postgresql":
            _query("SELECT pg_advisory_unlock(%s, %s)", self.number, self.breakpoint)
        else:
            self.events[self.breakpoint].set()

    def finish(self) -> None:
        """Open all breakpoints, and wait for its end."""
        if connection.vendor == "postgresql":
            _query("SELECT pg_advisory_unlock_all()")
        for event in self.events:
            event.set()
        self.thread.join(2 * TIMEOUT_S)

    @property
    def is_stopped(self) -> bool:
        return not self.is_done and self.breakpoint > self.passed

    # What runs in its own thread, on a connection of its own.

    def run(self) -> None:
        try:
            connection.ensure_connection()
            if connection.vendor == "postgresql":
                self.pid = connection.connection.info.backend_pid
                self._execute_unseen(f"SET lock_timeout = '{TIMEOUT_S}s'")
            here: Any = connection  # Django's own commit is not in its types
            commit = here._commit
            here._commit = lambda: self._commit(commit)
            with connection.execute_wrapper(self._watch):
                self.result = self.call()
        except Exception as raised:  # noqa: BLE001 the test looks at it
            self.result = raised
        finally:
            connection.__dict__.pop("_commit", None)
            connection.close()
            self.holds_lock, self.is_done = False, True

    def _execute_unseen(self, sql: str, *parameters: Any) -> None:
        """Execute past `_watch`."""
        with connection.connection.cursor() as cursor:
            cursor.execute(sql, parameters or None)

    def _watch(self, execute: Any, sql: str, params: Any, many: Any, context: Any) -> Any:
        """Stop before and after the statement that locks the head; one that skips what is locked may get nothing."""
        if sql.startswith("ROLLBACK") and "SAVEPOINT" not in sql:
            self.holds_lock = False
        if not self._locks(sql) or (self.holds_lock and connection.in_atomic_block):
            return execute(sql, params, many, context)
        self._stop("before the lock")
        result = execute(sql, params, many, context)
        self.holds_lock = True
        self._stop("after the lock")
        return result

    @staticmethod
    def _locks(sql: str) -> bool:
        if connection.vendor == "sqlite":
            return sql.startswith("BEGIN")
        return "FOR UPDATE" in sql and '"audit_head"' in sql

    def _commit(self, commit: Callable[[], Any]) -> Any:
        if self.holds_lock:
            self._stop("before the commit")
        result = commit()
        self.holds_lock = False
        return result

    def _stop(self, kind: str) -> None:
        self.kind, self.breakpoint = kind, self.breakpoint + 1
        if connection.vendor == "postgresql":
            self._execute_unseen("SELECT pg_advisory_lock(%s, %s)", self.number, self.breakpoint)
        elif not self.events[self.breakpoint].wait(TIMEOUT_S):
            raise StuckError(kind)


def _query(sql: str, *parameters: Any) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return list(cursor.fetchall())


def _wait_for_locks(threads: Sequence[SteppedThread]) -> bool:
    """Say whether each of these waits for a lock of another person."""
    if connection.vendor == "sqlite":
        return False
    waiting = {pid for (pid,) in _query("SELECT pid FROM pg_locks WHERE NOT granted AND locktype <> 'advisory'")}
    return {thread.pid for thread in threads} <= waiting


def _runnable(threads: Sequence[SteppedThread]) -> list[SteppedThread]:
    """Wait until nobody moves; return those who can go on."""
    limit = time.monotonic() + TIMEOUT_S
    while time.monotonic() < limit:
        moving = [each for each in threads if not (each.is_done or each.is_stopped)]
        if not moving or _wait_for_locks(moving):
            stopped = [each for each in threads if each.is_stopped]
            if stopped or not moving:
                return [each for each in stopped if _can_step(each, threads)]
        time.sleep(0.0005)
    raise StuckError([(each.number, each.kind, each.is_done) for each in threads])


def _can_step(thread: SteppedThread, threads: Sequence[SteppedThread]) -> bool:
    held = any(other.holds_lock for other in threads if other is not thread)
    return connection.vendor == "postgresql" or thread.kind != "before the lock" or not held


def run_in_order(
    calls: Sequence[Call], order: Sequence[int]
) -> tuple[list[SteppedThread], list[tuple[int, list[int]]]]:
    """Make the calls in the order that `order` begins, then the first that can go on; return the threads and, for each
    stop, who went on and who could have.
    """
    threads = [SteppedThread(number, call) for number, call in enumerate(calls)]
    steps: list[tuple[int, list[int]]] = []
    try:
        for thread in threads:
            thread.start()
        while runnable := _runnable(threads):
            numbers = [thread.number for thread in runnable]
            chosen = order[len(steps)] if len(steps) < len(order) else numbers[0]
            steps.append((chosen, numbers))
            threads[chosen].step()
    finally:
        for thread in threads:
            thread.finish()
    return threads, steps


def every_order(make_calls: Callable[[], Sequence[Call]]) -> Iterator[tuple[list[SteppedThread], list[int]]]:
    """Run the calls, made anew each time, in every order; yields the threads, and who went on when."""
    untried: list[list[int]] = [[]]
    while untried:
        begun = untried.pop()
        threads, steps = run_in_order(make_calls(), begun)
        order = [chosen for chosen, _ in steps]
        for stop in range(len(begun), len(steps)):
            untried += [[*order[:stop], other] for other in steps[stop][1] if other != order[stop]]
        yield threads, order
