"""Queries that the ORM composes once, to be asked again and again: to compose a long condition
takes twenty times longer than to ask it.
"""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import connection

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from django.db.models import QuerySet

type Row = tuple[Any, ...]


class ComposedQuery:
    """A query whose text is the same whatever ids, or texts that name something, it is asked about.

    `compose` makes the queryset for the ids in `names`. It is called once, with ids that are nobody's: among the
    parameters of the statement that Django would send, the true ones take their place. So nothing in `compose` may look
    at what the ids stand for. Rows come as the database gives them (on SQLite, 1 is true, and `uuid_of` reads an id).
    """

    def __init__(self, compose: Callable[..., QuerySet[Any, Any]], *names: str) -> None:
        self._compose = compose
        self._nobody = {name: uuid.uuid4() for name in names}
        self._statement: tuple[str, Sequence[Any]] | None = None

    def rows(self, **ids: UUID | str) -> list[Row]:
        """Ask about these ids."""
        if self._statement is None:
            self._statement = self._compose(**self._nobody).query.sql_with_params()
        sql, params = self._statement
        true: dict[Any, Any] = {}
        for name, nobody in self._nobody.items():
            one = ids[name]
            # As PostgreSQL is given them, and SQLite; and where a text is asked for.
            true |= {str(nobody): one} if isinstance(one, str) else {nobody: one, nobody.hex: one.hex}
        with connection.cursor() as cursor:
            cursor.execute(sql, [true.get(param, param) for param in params])
            rows: list[Row] = cursor.fetchall()
        return rows


def uuid_of(value: UUID | str) -> UUID:
    """Return an id that came in a row."""
    return value if isinstance(value, UUID) else UUID(value)
