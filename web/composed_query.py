"""Queries that the ORM composes once, to be asked again and again: to compose a long condition
takes twenty times longer than to ask it.
"""

from __future__ import annotations

import secrets
import uuid
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import connection
from psycopg.pq import Format

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from django.db.models import QuerySet

type Row = tuple[Any, ...]

SOMETIME = datetime(1583, 3, 5, 7, 11, 13, 170019, tzinfo=UTC)
"""Stands for an instant while a query is composed: no other one in it is this."""
SOMEDAY = SOMETIME.date()
"""Stands for the day of asking: what a stand-in of a project says is the day at `SOMETIME`."""


class ComposedQuery:
    """A query whose text is the same whatever ids, or texts that name something, it is asked about; those in `numbers`
    are numbers.

    `compose` makes the queryset for the ids in `names`. It is called once, with ids that are nobody's: among the
    parameters of the statement that Django would send, the true ones take their place. So nothing in `compose` may look
    at what the ids stand for. It may use `SOMETIME` and `SOMEDAY` for the instant and day of asking. Rows come as the
    database gives them (on SQLite, 1 is true, and `uuid_of` reads an id). A query for bytes, and for numbers and texts
    beside them, is one `of_bytes`: PostgreSQL sends bytes as hexadecimal text else, which takes four times as long.
    """

    def __init__(
        self,
        compose: Callable[..., QuerySet[Any, Any]],
        *names: str,
        numbers: Sequence[str] = (),
        of_bytes: bool = False,
    ) -> None:
        self._compose = compose
        self._of_bytes = of_bytes
        self._nobody = {name: uuid.uuid4() for name in names}
        self._no_number = {name: secrets.randbelow(2**30) + 2**30 for name in numbers}
        self._statement: tuple[str, Sequence[Any]] | None = None

    def rows(self, *, now: datetime | None = None, today: date | None = None, **ids: UUID | str | int) -> list[Row]:
        """Ask about these ids, and of a query that depends on the time, now and today."""
        if self._statement is None:
            self._statement = self._compose(**self._nobody, **self._no_number).query.sql_with_params()
        sql, params = self._statement
        as_sent = connection.ops.adapt_datetimefield_value
        true: dict[Any, Any] = {as_sent(SOMETIME): as_sent(now)} if now else {}
        if today:
            true[connection.ops.adapt_datefield_value(SOMEDAY)] = connection.ops.adapt_datefield_value(today)
        for name, nobody in self._nobody.items():
            one = ids[name]
            # As PostgreSQL is given them, and SQLite; and where a text is asked for.
            true |= {nobody: one, nobody.hex: one.hex} if isinstance(one, UUID) else {str(nobody): one}
        true |= {nobody: ids[name] for name, nobody in self._no_number.items()}
        with connection.cursor() as cursor:
            if self._of_bytes and connection.vendor == "postgresql":
                cursor.cursor.format = Format.BINARY
            cursor.execute(sql, [true.get(param, param) for param in params])
            rows: list[Row] = cursor.fetchall()
        return rows


def uuid_of(value: UUID | str) -> UUID:
    """Return an id that came in a row."""
    return value if isinstance(value, UUID) else UUID(value)


def instant_of(value: datetime | str | None) -> datetime | None:
    """Return an instant that came in a row, or None; SQLite gives it without its zone, which is UTC."""
    read = datetime.fromisoformat(value) if isinstance(value, str) else value
    return read.replace(tzinfo=UTC) if read and read.tzinfo is None else read
