"""The updates of a document in order, with who and when, for the time slider that plays them.

The answer is binary, in lib0's coding: a header in JSON (`people`, `last`, `next`), then for each piece the place of
its author in `people` (plus one; 0 for nobody known), the place of the log that it reaches, its time in seconds and the
update. What one person did in a row may be one piece; nothing is left out that was deleted since.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from pycrdt import merge_updates

from documents.coediting.models import Log
from documents.documents.models import Document, Version
from documents.richtext.yjs.lib0 import var_bytes, var_string, var_uint
from foundation.accounts.models import User

ROWS = 4000  # of the log in one answer
MOST_BYTES = 512 * 1024
PIECES = 1500  # that all updates are parted in, roughly


@dataclass(slots=True)
class Piece:
    """What one person wrote in a row."""

    author: str
    seq: int = 0
    at: int = 0
    updates: list[bytes] = field(default_factory=list)

    def encoded(self, authors: dict[str, int]) -> bytes:
        """Write it as the browser reads it."""
        head = var_uint(authors.get(self.author, 0)) + var_uint(self.seq) + var_uint(self.at)
        return head + var_bytes(_merged(self.updates))


def updates_after(document: Document, seq: int) -> bytes:
    """Return the updates after a place of the log, as far as one answer goes."""
    last = Log.objects.values_list("seq", flat=True).get(pk=document.pk)
    pieces, people = _pieces(document, seq, longest=max(1, last // PIECES))
    reached = pieces[-1].seq if pieces else last
    header = {"people": list(people.values()), "last": last, "next": reached if reached < last else 0}
    authors = {key: place for place, key in enumerate(people, 1)}
    return b"".join([var_string(json.dumps(header)), *(piece.encoded(authors) for piece in pieces)])


def _pieces(document: Document, seq: int, *, longest: int) -> tuple[list[Piece], dict[str, dict[str, Any]]]:
    rows = document.log.updates.filter(seq__gt=seq).order_by("seq")[:ROWS]
    imported = _Imported(document, seq)
    pieces: list[Piece] = []
    size = 0
    for place, user, data, received_at in rows.values_list("seq", "user", "data", "received_at").iterator(500):
        author = str(user) if user else imported.author_of(place)
        last = pieces[-1] if pieces else None
        if last is None or last.author != author or len(last.updates) >= longest:
            if size > MOST_BYTES:
                break
            last = Piece(author)
            pieces.append(last)
        last.seq, last.at = place, int(received_at.timestamp())
        last.updates.append(bytes(data))
        size += len(data)
    authors = dict.fromkeys(piece.author for piece in pieces)  # in the order in which they came
    users = User.objects.in_bulk(authors.keys() - imported.people.keys() - {""})
    people = imported.people | {str(pk): shown(user) for pk, user in users.items()}
    return pieces, {author: people[author] for author in authors if author in people}


def shown(user: User) -> dict[str, Any]:
    """Return a person as the browser draws them."""
    return {"name": user.name, "initials": user.initials, "hue": user.hue}


class _Imported:
    """Who wrote what was imported: the version that an update is in says so."""

    def __init__(self, document: Document, seq: int) -> None:
        found = document.versions.filter(seq__gt=seq, origin=Version.Origin.IMPORTED).order_by("seq")
        self._rows: Iterator[Version] = found.iterator(chunk_size=500)
        self._now = next(self._rows, None)
        self.people: dict[str, dict[str, Any]] = {}

    def author_of(self, seq: int) -> str:
        """Return a key into `people`, or nothing where nobody is known. Places come in their order."""
        while self._now and self._now.seq < seq:
            self._now = next(self._rows, None)
        if not self._now or not self._now.imported_author:
            return ""
        key = f"imported {self._now.imported_author}"
        self.people.setdefault(key, shown(self._now.writers[0]))
        return key


def _merged(updates: Iterable[bytes]) -> bytes:
    one, *more = updates
    return merge_updates(one, *more) if more else one
