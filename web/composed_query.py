"""Queries that the ORM composes once, to be asked again and again: to compose a long condition
takes twenty times longer than to ask it.
"""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import connection

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.db.models import QuerySet

type Row = tuple[Any, ...]


class ComposedQuery:
    """A query whose text is the same whatever ids it is asked about.

    `compose` makes the queryset for the ids in `names`. It is called once, with ids that are nobody's: among the
    parameters of the statement that Django then sends, the true ones take their place. So nothing in `compose` may look
    at what the ids stand for. Rows come as the database gives them (on SQLite, 1 is true).
    """

    def __init__(self, compose: Callable[..., QuerySet[Any, Any]], *names: str) -> None:
        self._compose = compose
        self._nobody = {name: uuid.uuid4() for name in names}
        self._statement: tuple[str, list[Any]] | None = None

    def rows(self, **ids: UUID) -> list[Row]:
        """Ask about these ids."""
        if self._statement is None:
            self._statement = self._composed()
        sql, params = self._statement
        true: dict[Any, Any] = {}
        for name, nobody in self._nobody.items():
            true |= {nobody: ids[name], nobody.hex: ids[name].hex}  # as PostgreSQL is given them, and SQLite
        with connection.cursor() as cursor:
            cursor.execute(sql, [true.get(param, param) for param in params])
            rows: list[Row] = cursor.fetchall()
        return rows

    def _composed(self) -> tuple[str, list[Any]]:
        sent: list[tuple[str, list[Any]]] = []

        def note(execute: Callable[..., Any], sql: str, params: Any, *more: Any) -> Any:
            sent.append((sql, list(params)))
            return execute(sql, params, *more)

        with connection.execute_wrapper(note):
            list(self._compose(**self._nobody))
        (statement,) = sent
        return statement
