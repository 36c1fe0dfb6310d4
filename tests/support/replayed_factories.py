"""What many tests begin with, made once in a process by the verbs of the program; then its rows are written again.

A project with a circle takes the program some hundred queries. What a factory marked `@replayed` wrote is remembered
under all that was made before it, and where the same is made in the same order in a database that holds nothing else,
these statements are executed again, its files are written again, and what it was given has the fields that it had
afterwards. Anything else (another database, travel in time, another thread, a row that a test wrote in between) is made
by the verbs, as it always would be. So are the verbs themselves, but where a scene is set (`SCENE_VERBS`): there they
are replayed as factories are. With RONDE_DEEP=1 nothing is replayed.
"""

import pickle
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from decimal import Decimal
from functools import wraps
from io import BytesIO
from pathlib import Path
from threading import get_ident
from typing import Any, ClassVar

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Model
from django.utils.translation import get_language
from time_machine import escape_hatch

from foundation.accounts.models import User
from foundation.audit import clock
from foundation.web.caches import page_cache
from tests.support.rotation import DEEP

WRITES = ("INSERT", "UPDATE", "DELETE")
NOW = clock.now
PLAIN = (str, bytes, int, float, Decimal, date, time, timedelta, bool, type(None))
LONGEST_BYTES = 2_000


class UnnamedError(Exception):
    """What a factory was given has no name that is the same in the next test."""


class Kept(pickle.Pickler):
    """Keeps all but what a factory was given: that is another object in each test."""

    def __init__(self, into: BytesIO, given: list[Model]) -> None:
        super().__init__(into)
        self.places = {id(one): place for place, one in enumerate(given)}

    def persistent_id(self, obj: Any) -> int | None:
        return self.places.get(id(obj))


class Found(pickle.Unpickler):
    """Finds what was kept, with what the factory is given now."""

    def __init__(self, kept: bytes, given: list[Model]) -> None:
        super().__init__(BytesIO(kept))
        self.given = given

    def persistent_load(self, pid: Any) -> Model:
        one: Model = self.given[pid]
        return one


@dataclass
class Recording:
    """What a factory wrote, what it returned, and what changed of what it was given."""

    statements: list[tuple[str, Any, bool]] = field(default_factory=list)
    files: dict[str, bytes] = field(default_factory=dict)
    made: bytes = b""
    is_sound: bool = True

    def remember(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
        """Wrap each statement of the connection."""
        if sql.startswith(WRITES):
            self.statements.append((sql, list(params) if many else params, many))
        elif sql.startswith("ROLLBACK"):
            self.is_sound = False
        return execute(sql, params, many, context)

    def make(self, factory: Callable[[], Any], given: list[Model]) -> Any:
        """Let the factory make it, and remember all of that."""
        files, fields = stored_files(), [fields_of(one) for one in given]
        with connection.execute_wrapper(self.remember):
            made = factory()
        self.files = {name: content for name, content in stored_files().items() if name not in files}
        changed = [
            {name: value for name, value in fields_of(one).items() if name not in before or before[name] != value}
            for one, before in zip(given, fields, strict=True)
        ]
        kept = BytesIO()
        try:
            Kept(kept, given).dump((made, changed))
        except (pickle.PicklingError, TypeError, AttributeError):  # what no process could keep
            self.is_sound = False
        self.made = kept.getvalue()
        return made

    def play(self, given: list[Model]) -> Any:
        """Write it again; forget what was read before, as who writes would."""
        page_cache.clear()
        with transaction.atomic(), connection.cursor() as cursor:
            for sql, params, many in self.statements:
                (cursor.executemany if many else cursor.execute)(sql, params)
        for name, content in self.files.items():
            path = Path(settings.MEDIA_ROOT) / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        made, changed = Found(self.made, given).load()
        for one, values in zip(given, changed, strict=True):
            one.__dict__.update(values)
        return made


def fields_of(one: Model) -> dict[str, Any]:
    """Return the values of an object's columns."""
    names = {column.attname for column in one._meta.concrete_fields}
    return {name: value for name, value in one.__dict__.items() if name in names}


def stored_files() -> dict[str, bytes]:
    """Return the files of this test; each test begins with none."""
    root = Path(settings.MEDIA_ROOT)
    return {str(path.relative_to(root)): path.read_bytes() for path in root.rglob("*") if path.is_file()}


class Replays:
    """What one test has made until now, from an empty database on."""

    recordings: ClassVar[dict[tuple[str, ...], Recording]] = {}
    current: "ClassVar[Replays | None]" = None

    def __init__(self, folder: str = "") -> None:
        self.folder = folder
        self.names: tuple[str, ...] = ()
        self.thread = get_ident()
        self.is_closed = connection.vendor != "sqlite" or User.objects.exists()
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

    def make(self, name: str, factory: Callable[[], Any], given: list[Model]) -> Any:
        """Return what a factory makes, or made in an earlier test that began in the same way."""
        self.names = (*self.names, name)
        recording = self.recordings.get(self.names)
        if recording:
            made = recording.play(given)
        else:
            recording, self.is_closed = Recording(), True
            made = recording.make(factory, given)
            self.is_closed = not recording.is_sound
            if recording.is_sound:
                self.recordings[self.names] = recording
        self.counted = self.changes()
        return made


def replayed[**P, T](factory: Callable[P, T], *, but_in: str = "") -> Callable[P, T]:
    """Let a factory be played again from what it wrote, but in a folder of tests that are about it."""

    @wraps(factory)
    def made(*args: P.args, **kwargs: P.kwargs) -> T:
        replays = Replays.current
        if DEEP or replays is None or (but_in and replays.folder == but_in) or not replays.is_open():
            return factory(*args, **kwargs)
        values = [*args, *(pair for name in sorted(kwargs) for pair in (name, kwargs[name]))]
        try:
            name = f"{factory.__module__} {factory.__qualname__} {get_language()} {[named(one) for one in values]}"
        except UnnamedError:
            return factory(*args, **kwargs)
        found: T = replays.make(name, lambda: factory(*args, **kwargs), list(models_in(values)))
        return found

    return made


def models_in(values: Iterable[Any]) -> Iterator[Model]:
    """Yield what a factory was given that stands in the database."""
    for value in values:
        if isinstance(value, Model):
            yield value
        elif isinstance(value, list | tuple):
            yield from models_in(value)


def named(value: Any) -> str:
    """Return what a value is called in each test.

    :raises UnnamedError: for what may be another one next time.
    """
    if isinstance(value, Model) and value.pk:
        return f"{value._meta.label} {value.pk}"
    if isinstance(value, type):
        return value.__qualname__
    if isinstance(value, list | tuple):
        return str([named(one) for one in value])
    if isinstance(value, PLAIN) and not (isinstance(value, bytes) and len(value) > LONGEST_BYTES):
        return repr(value)
    raise UnnamedError
