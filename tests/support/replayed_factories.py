"""What many tests begin with, made once in a process by the verbs of the program; then its rows are written again.

A project with a circle takes the program some hundred queries. What a factory marked `@replayed` wrote is remembered
under all that was made before it, and where the same is made in the same order in a database that holds nothing else,
these statements are executed again. Anything else (another database, travel in time, another thread, a row that a test
wrote in between) is made by the verbs, as it always would be. The tests of decisions take 0.6 of the processor time
that they would take otherwise (November 2026). With RONDE_DEEP=1 nothing is replayed.
"""

import pickle
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal
from functools import wraps
from threading import get_ident
from typing import Any, ClassVar

from django.db import connection, transaction
from django.db.models import Model
from django.utils.translation import get_language
from time_machine import escape_hatch

from audit import clock
from tests.support.rotation import DEEP

WRITES = ("INSERT", "UPDATE", "DELETE")
NOW = clock.now
PLAIN = (str, int, float, Decimal, timedelta, bool, type(None))


class UnnamedError(Exception):
    """What a factory was given has no name that is the same in the next test."""


@dataclass
class Recording:
    """What a factory wrote, and what it returned."""

    statements: list[tuple[str, Any, bool]] = field(default_factory=list)
    made: bytes = b""
    is_sound: bool = True

    def remember(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
        """Wrap each statement of the connection."""
        if sql.startswith(WRITES):
            self.statements.append((sql, list(params) if many else params, many))
        elif sql.startswith("ROLLBACK"):
            self.is_sound = False
        return execute(sql, params, many, context)

    def play(self) -> Any:
        """Write it again."""
        with transaction.atomic(), connection.cursor() as cursor:
            for sql, params, many in self.statements:
                (cursor.executemany if many else cursor.execute)(sql, params)
        return pickle.loads(self.made)


class Replays:
    """What one test has made until now, from an empty database on."""

    recordings: ClassVar[dict[tuple[str, ...], Recording]] = {}
    current: "ClassVar[Replays | None]" = None

    def __init__(self) -> None:
        self.names: tuple[str, ...] = ()
        self.thread = get_ident()
        self.is_closed = connection.vendor != "sqlite"
        self.counted = () if self.is_closed else self.changes()

    def changes(self) -> tuple[int, ...]:
        """Return how many rows this connection has changed, and a number that goes on when another changes any."""
        with connection.cursor() as cursor:
            (version,) = cursor.execute("PRAGMA data_version").fetchone()
        return connection.connection.total_changes, version

    def is_open(self) -> bool:
        """Return whether all that the database holds was made by `replayed` factories, here and now."""
        if self.is_closed or self.thread != get_ident() or escape_hatch.is_travelling() or clock.now is not NOW:
            return False
        self.is_closed = self.counted != self.changes()
        return not self.is_closed

    def make(self, name: str, factory: Callable[[], Any]) -> Any:
        """Return what a factory makes, or made in an earlier test that began in the same way."""
        self.names = (*self.names, name)
        recording = self.recordings.get(self.names)
        if recording:
            made = recording.play()
        else:
            recording, self.is_closed = Recording(), True
            with connection.execute_wrapper(recording.remember):
                made = factory()
            self.is_closed = not recording.is_sound
            if recording.is_sound:
                recording.made = pickle.dumps(made)
                self.recordings[self.names] = recording
        self.counted = self.changes()
        return made


def replayed[**P, T](factory: Callable[P, T]) -> Callable[P, T]:
    """Let a factory be played again from what it wrote."""

    @wraps(factory)
    def made(*args: P.args, **kwargs: P.kwargs) -> T:
        replays = Replays.current
        if DEEP or replays is None or not replays.is_open():
            return factory(*args, **kwargs)
        try:
            given = [named(one) for one in (*args, *(pair for name in sorted(kwargs) for pair in (name, kwargs[name])))]
        except UnnamedError:
            return factory(*args, **kwargs)
        found: T = replays.make(f"{factory.__name__} {get_language()} {given}", lambda: factory(*args, **kwargs))
        return found

    return made


def named(value: Any) -> str:
    """Return what a value is called in each test.

    :raises UnnamedError: for what may be another one next time.
    """
    if isinstance(value, Model):
        return f"{value._meta.label} {value.pk}"
    if isinstance(value, list | tuple):
        return str([named(one) for one in value])
    if isinstance(value, PLAIN):
        return repr(value)
    raise UnnamedError
