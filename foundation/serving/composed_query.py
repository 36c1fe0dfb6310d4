"""Queries that the ORM composes once, to be asked again and again: to compose a long condition takes twenty times as
long as to ask it.

Brings (`script/bench composed`, processor time of the whole page or join, plainly in ratio to composed once): who is
let into a document 12.9 for a warm join and 4.3 for a cold one; the numbers beside the sidebar's links 1.2 to 1.7 on
every page, and what is unread and starred there 1.4 to 1.5; who may see what was found 1.3 to 1.4 for a search; who
comes by a token, and a document's log, 1.1 to 1.8 for a join. May go when Django composes a query of ten nested
conditions in less than a millisecond, or keeps its text.
"""

from __future__ import annotations

import uuid
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import connection
from psycopg.pq import Format

if TYPE_CHECKING:
    from collections.abc import Sequence

    from foundation.web.repeated_query import Ask, RepeatedQuery, Row


SOMETIME = datetime(1583, 3, 5, 7, 11, 13, 170019, tzinfo=UTC)
"""Stands for an instant while a query is composed, and its day for the day: no other one in it is this."""
SOMEDAY = SOMETIME.date()


class ComposedQuery:
    """A query whose text is the same whatever values it is asked about.

    Its `compose` is called once, with ids that are nobody's and an instant long ago: among the parameters of the
    statement that Django would send, the true ones take their place. Bytes are asked for as bytes: PostgreSQL sends
    them as hexadecimal text else, which takes four times as long.
    """

    def __init__(self, query: RepeatedQuery) -> None:
        self._query = query
        self._nobody = {name: uuid.uuid4() for name in query.names}
        self._statement: tuple[str, Sequence[Any]] | None = None

    def rows(self, *, now: datetime | None = None, today: date | None = None, **ids: UUID | str) -> list[Row]:
        """Ask about these values."""
        if self._statement is None:
            long_ago = {"now": SOMETIME, "today": SOMEDAY} if self._query.of_now else {}
            self._statement = self._query.compose(**self._nobody, **long_ago).query.sql_with_params()
        sql, params = self._statement
        as_sent, day_as_sent = connection.ops.adapt_datetimefield_value, connection.ops.adapt_datefield_value
        true: dict[Any, Any] = {}
        if self._query.of_now:
            true = {as_sent(SOMETIME): as_sent(now), day_as_sent(SOMEDAY): day_as_sent(today)}
        for name, nobody in self._nobody.items():
            one = ids[name]
            # As PostgreSQL is given them, and SQLite; and where a text is asked for.
            true |= {nobody: one, nobody.hex: one.hex} if isinstance(one, UUID) else {str(nobody): one}
        with connection.cursor() as cursor:
            if self._query.of_bytes and connection.vendor == "postgresql":
                cursor.cursor.format = Format.BINARY
            cursor.execute(sql, [true.get(param, param) for param in params])
            rows: list[Row] = cursor.fetchall()
        return rows


def ask_composed(query: RepeatedQuery) -> Ask:
    """Return what asks a query that is composed once."""
    return ComposedQuery(query).rows
