"""Appends what sessions took to the logs of their documents: one transaction for a batch of many documents."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from django.db import IntegrityError, connection, transaction

from documents.coediting.log_access import failpoint
from documents.coediting.log_statements import LogRow, statements

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from documents.coediting.log_access import PendingUpdate


def append(batch: Sequence[PendingUpdate]) -> list[int]:
    """Write a batch of several documents in one transaction; return for each its place in its document's log.

    A message id that is in the log gets the place it has there and no second row: a client that never received the
    answer sends again, perhaps to another node. As this is rare, such ids are looked for only once the database has
    refused one.
    """
    try:
        return _append(batch, [pending for pending in batch if pending.data is None])
    except IntegrityError:
        return _append(batch, batch)


def _append(batch: Sequence[PendingUpdate], perhaps_known: Sequence[PendingUpdate]) -> list[int]:
    """Write a batch, of which some may be in the log already.

    The rows of the logs are locked in one order, so that places and commits have the same order and no reader ever sees
    a gap that fills up later.
    """
    sql = statements()
    with transaction.atomic(), connection.cursor() as cursor:
        seqs = sql.lock(cursor, sorted({pending.document for pending in batch}))
        names = [(pending.document, pending.message_id) for pending in perhaps_known]
        placed, rows = _place(batch, seqs, sql.find(cursor, names)) if names else _place_new(batch, seqs)
        if rows:
            sql.insert(cursor, rows)
            last = {row.document: row for row in rows}
            sql.move(cursor, list(last.values()))
        failpoint("after_append")
    failpoint("after_commit")
    return placed


def _place_new(batch: Sequence[PendingUpdate], seqs: dict[UUID, int]) -> tuple[list[int], list[LogRow]]:
    rows: list[LogRow] = []
    for pending in batch:
        seqs[pending.document] = seq = seqs[pending.document] + 1
        rows.append(LogRow(pending.document, seq, pending.message_id, pending.user, pending.data or b""))
    return [row.seq for row in rows], rows


def _place(
    batch: Sequence[PendingUpdate], seqs: dict[UUID, int], known: dict[tuple[UUID, str], tuple[int, bytes]]
) -> tuple[list[int], list[LogRow]]:
    placed: list[int] = []
    rows: list[LogRow] = []
    for pending in batch:
        name = (pending.document, pending.message_id)
        before = known.get(name)
        if pending.data is None or (before and before[1] == pending.data):
            placed.append(before[0] if before else seqs[pending.document])
            continue
        seqs[pending.document] = seq = seqs[pending.document] + 1
        # The same id for other content: nothing honest does this, but what was shown to others must be kept.
        message_id = uuid.uuid4().hex if before else pending.message_id
        rows.append(LogRow(pending.document, seq, message_id, pending.user, pending.data))
        known.setdefault(name, (seq, pending.data))
        placed.append(seq)
    return placed, rows
