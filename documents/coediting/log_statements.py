"""The statements by which logs grow, and by which other nodes read what is new, hundreds of times a second.

They are written in SQL because each must have the same text every time, however many rows it is about: then SQLite has
it compiled already, and nothing is composed. By the ORM, composing took most of the writer's time
(docs/performance.md).
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, NamedTuple, Protocol
from uuid import UUID

from django.db import connection

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from django.db.backends.utils import CursorWrapper

type Name = tuple[UUID, str]
type Place = tuple[UUID, int]


class LogRow(NamedTuple):
    """A row of a log to be."""

    document: UUID
    seq: int
    message_id: str
    user: UUID | None
    data: bytes


class Statements(Protocol):
    """What the writer does in a transaction, on one kind of database."""

    def lock(self, cursor: CursorWrapper, documents: Sequence[UUID]) -> dict[UUID, int]:
        """Lock the ends of these logs, in this order; return how far each goes."""

    def find(self, cursor: CursorWrapper, names: Sequence[Name]) -> dict[Name, tuple[int, bytes]]:
        """Return where in the logs these names are, and what stands there."""

    def insert(self, cursor: CursorWrapper, rows: Sequence[LogRow]) -> None:
        """Add rows."""

    def move(self, cursor: CursorWrapper, last: Sequence[LogRow]) -> None:
        """Note how far logs go now, and who edited last: by the last row of each."""

    def read_after(self, cursor: CursorWrapper, places: Sequence[Place]) -> Iterator[tuple[UUID, int, bytes]]:
        """Return what logs hold after these places, of each in order."""


def statements() -> Statements:
    """Return the statements for the database in use."""
    return PostgresStatements() if connection.vendor == "postgresql" else SqliteStatements()


class SqliteStatements:
    """Lists come as JSON; ids are hexadecimal. The transaction has locked the whole database already."""

    LOCK = "SELECT document_id, seq FROM coediting_log WHERE document_id IN (SELECT value FROM json_each(%s))"
    FIND = """
        SELECT found.document_id, found.message_id, found.seq, found.data FROM json_each(%s) AS name
        CROSS JOIN coediting_update AS found
        ON found.document_id = json_extract(name.value, '$[0]') AND found.message_id = json_extract(name.value, '$[1]')
    """
    INSERT = "INSERT INTO coediting_update (document_id, seq, message_id, user_id, data) VALUES (%s, %s, %s, %s, %s)"
    MOVE = """
        UPDATE coediting_log SET seq = %s, edited_by_id = %s, edited_at = STRFTIME('%%Y-%%m-%%d %%H:%%M:%%f', 'NOW')
        WHERE document_id = %s
    """
    READ = """
        SELECT found.document_id, found.seq, found.data FROM json_each(%s) AS place
        CROSS JOIN coediting_update AS found
        ON found.document_id = json_extract(place.value, '$[0]') AND found.seq > json_extract(place.value, '$[1]')
        ORDER BY found.document_id, found.seq
    """

    def lock(self, cursor: CursorWrapper, documents: Sequence[UUID]) -> dict[UUID, int]:
        cursor.execute(self.LOCK, [json.dumps([document.hex for document in documents])])
        return {UUID(document): seq for document, seq in cursor.fetchall()}

    def find(self, cursor: CursorWrapper, names: Sequence[Name]) -> dict[Name, tuple[int, bytes]]:
        cursor.execute(self.FIND, [json.dumps([(document.hex, message_id) for document, message_id in names])])
        return {(UUID(document), name): (seq, bytes(data)) for document, name, seq, data in cursor.fetchall()}

    def insert(self, cursor: CursorWrapper, rows: Sequence[LogRow]) -> None:
        cursor.executemany(
            self.INSERT,
            [(row.document.hex, row.seq, row.message_id, row.user.hex if row.user else None, row.data) for row in rows],
        )

    def move(self, cursor: CursorWrapper, last: Sequence[LogRow]) -> None:
        ends = [(row.seq, row.user.hex if row.user else None, row.document.hex) for row in last]
        cursor.executemany(self.MOVE, ends)

    def read_after(self, cursor: CursorWrapper, places: Sequence[Place]) -> Iterator[tuple[UUID, int, bytes]]:
        cursor.execute(self.READ, [json.dumps([(document.hex, seq) for document, seq in places])])
        return ((UUID(document), seq, bytes(data)) for document, seq, data in cursor.fetchall())


class PostgresStatements:
    """Lists come as arrays, so that any number of rows is one statement."""

    LOCK = "SELECT document_id, seq FROM coediting_log WHERE document_id = ANY(%s) ORDER BY document_id FOR UPDATE"
    FIND = """
        SELECT found.document_id, found.message_id, found.seq, found.data
        FROM unnest(%s::uuid[], %s::text[]) AS name (document_id, message_id)
        JOIN coediting_update AS found USING (document_id, message_id)
    """
    INSERT = """
        INSERT INTO coediting_update (document_id, seq, message_id, user_id, data)
        SELECT * FROM unnest(%s::uuid[], %s::integer[], %s::text[], %s::uuid[], %s::bytea[])
    """
    MOVE = """
        UPDATE coediting_log AS log SET seq = last.seq, edited_by_id = last.user_id, edited_at = STATEMENT_TIMESTAMP()
        FROM unnest(%s::uuid[], %s::integer[], %s::uuid[]) AS last (document_id, seq, user_id)
        WHERE log.document_id = last.document_id
    """
    READ = """
        SELECT found.document_id, found.seq, found.data
        FROM unnest(%s::uuid[], %s::integer[]) AS place (document_id, seq)
        JOIN coediting_update AS found ON found.document_id = place.document_id AND found.seq > place.seq
        ORDER BY found.document_id, found.seq
    """

    def lock(self, cursor: CursorWrapper, documents: Sequence[UUID]) -> dict[UUID, int]:
        cursor.execute(self.LOCK, [list(documents)])
        return dict(cursor.fetchall())

    def find(self, cursor: CursorWrapper, names: Sequence[Name]) -> dict[Name, tuple[int, bytes]]:
        documents, message_ids = zip(*names, strict=True)
        cursor.execute(self.FIND, [list(documents), list(message_ids)])
        return {(document, name): (seq, bytes(data)) for document, name, seq, data in cursor.fetchall()}

    def insert(self, cursor: CursorWrapper, rows: Sequence[LogRow]) -> None:
        cursor.execute(self.INSERT, [list(column) for column in zip(*rows, strict=True)])

    def move(self, cursor: CursorWrapper, last: Sequence[LogRow]) -> None:
        ends = [(row.document, row.seq, row.user) for row in last]
        cursor.execute(self.MOVE, [list(column) for column in zip(*ends, strict=True)])

    def read_after(self, cursor: CursorWrapper, places: Sequence[Place]) -> Iterator[tuple[UUID, int, bytes]]:
        cursor.execute(self.READ, [list(column) for column in zip(*places, strict=True)])
        return ((document, seq, bytes(data)) for document, seq, data in cursor.fetchall())
