"""Queries that are asked again and again, about other ids each time.

Plain, the ORM composes such a query each time. The engine room composes it once (`foundation.serving.composed_query`).
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any
from uuid import UUID

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.db.models import QuerySet

type Row = tuple[Any, ...]
type Compose = Callable[..., QuerySet[Any, Any]]
type Ask = Callable[..., list[Row]]


class RepeatedQuery:
    """Asks `compose(**values)` for its rows. `names` are those of ids, or of texts that name something; a query
    `of_now` is given `now`, an instant, and `today` as well.

    `compose` may be called once only, with values that stand for nothing: so it may not look at what they stand for. A
    row's values come as the ORM reads them, or as the database gives them (on SQLite, 1 is true, and `uuid_of` reads an
    id). A query `of_bytes` asks for bytes, and for numbers and texts beside them.
    """

    def __init__(self, compose: Compose, *names: str, of_now: bool = False, of_bytes: bool = False) -> None:
        self.compose, self.names, self.of_now, self.of_bytes = compose, names, of_now, of_bytes

    @cached_property
    def rows(self) -> Ask:
        """Ask about these values, given by name."""
        return _asked[0](self)


def ask_plainly(query: RepeatedQuery) -> Ask:
    """Return what lets the ORM compose a query each time."""
    return lambda **values: list(query.compose(**values))


_asked: list[Callable[[RepeatedQuery], Ask]] = [ask_plainly]


def use(asked: Callable[[RepeatedQuery], Ask]) -> None:
    """Let queries be asked this way, those that were not asked yet."""
    _asked[:] = [asked]


def uuid_of(value: UUID | str) -> UUID:
    """Return an id that came in a row."""
    return value if isinstance(value, UUID) else UUID(value)
