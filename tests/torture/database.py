"""What is done in a process with Django: the people and documents of a run, and what the logs give when replayed."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from pycrdt import Doc, Text

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

TEXT = "t"
MOMENT = timedelta(seconds=0.1)
NO_INSERTION = b"\x00"  # with which an update begins that only deletes


class StoredUpdate(NamedTuple):
    """A row of a log."""

    place: int
    message_id: str
    update: bytes
    user: UUID | None = None
    at: datetime | None = None

    def is_together_with(self, other: StoredUpdate) -> bool:
        """Whether the two, one of which follows the other, are one person's of one moment."""
        if self.at is None or other.at is None:
            return False
        return self.user == other.user and abs(self.at - other.at) <= MOMENT


@dataclass(frozen=True)
class Scene:
    """Documents, and the tokens of the people who may write them: each honest client's own, and the others'."""

    documents: list[str]
    tokens: list[str]
    slow_token: str
    stray_token: str
    hostile_tokens: list[str]


@dataclass(frozen=True)
class StoredText:
    """A document's text as its log gives it, replayed by pycrdt alone, and as the server would load it.

    `idle` are the places of rows that brought nothing that was not there; not of deletions beside which the same person
    brought something: what was typed offline is taken in together, and some of it may have come before. `updates` and
    `names`, {message id: place}, are empty unless they were asked for.
    """

    replayed: str
    loaded: str
    is_gapless: bool
    idle: list[int]
    updates: list[bytes]
    names: dict[str, int]


class Replay:
    """A log's rows, applied one after the other with nothing of the server's.

    It goes on where it was, if what it applied is still there, byte for byte; otherwise it begins anew.
    """

    def __init__(self) -> None:
        self._begin()

    def _begin(self) -> None:
        self.doc: Doc[Any] = Doc()
        self.text = self.doc.get(TEXT, type=Text)
        self._idle: list[tuple[StoredUpdate, int]] = []  # with the number of their batch
        self._batch = 0  # rows of one person that follow each other
        self._effective: set[int] = set()  # batches that brought something
        self._last: StoredUpdate | None = None
        self._rows = 0
        self._digest = b""
        self._brought = False
        self._watching = self.doc.observe(self._note)

    @property
    def idle(self) -> list[int]:
        """Return the places of the rows that should not be there (see `StoredText`)."""
        return [
            row.place
            for row, batch in self._idle
            if batch not in self._effective or not row.update.startswith(NO_INSERTION)
        ]

    def follow(self, rows: Sequence[StoredUpdate]) -> None:
        """Be what all these rows say."""
        if _digest(rows[: self._rows]) != self._digest:
            self._begin()
        for row in rows[self._rows :]:
            if not (self._last and row.is_together_with(self._last)):
                self._batch += 1
            self._last, self._brought = row, False
            self.doc.apply_update(row.update)
            if self._brought:
                self._effective.add(self._batch)
            else:
                self._idle.append((row, self._batch))
        self._rows, self._digest = len(rows), _digest(rows)

    def _note(self, _event: object) -> None:
        self._brought = True


def _digest(rows: Sequence[StoredUpdate]) -> bytes:
    digest = hashlib.sha256()
    for row in rows:
        digest.update(b"%d %d " % (row.place, len(row.update)))
        digest.update(row.update)
    return digest.digest() if rows else b""


_replays: dict[str, Replay] = defaultdict(Replay)


def make_scene(documents: int, people: int, hostile: int) -> Scene:
    """Make documents that so many people, so many hostile ones and two strangers may write."""
    from circles.circles.models import Membership
    from circles.circles.workflows.project_setup import create_project
    from documents.documents.models import Document
    from foundation.accounts.models import Token, User

    ada = User.objects.create_user("ada@ronde.example", name="Ada Mercier")
    circle = create_project("Torture", by=ada).circles.general()
    users = [User(email=f"p{number}@ronde.example", name=f"Person {number}") for number in range(people + hostile + 2)]
    others = User.objects.bulk_create(users)
    Membership.objects.bulk_create(Membership(circle=circle, project=circle.project, user=user) for user in others)
    tokens = [Token.issue(user, "torture") for user in others]
    made = [str(Document.create(circle, f"Document {number}", by=ada).pk) for number in range(documents)]
    return Scene(made, tokens[:people], tokens[people], tokens[people + 1], tokens[people + 2 :])


def stored_texts(documents: list[str], *, whole: bool = False) -> dict[str, StoredText]:
    """Read and replay the logs; `whole`: return also what is in them."""
    from django.db import close_old_connections

    from documents.coediting.replica import Replica
    from documents.documents.models import Document

    close_old_connections()  # the database may have crashed since
    texts = {}
    for document in documents:
        log = Document.objects.get(pk=document).log
        found = log.updates.order_by("seq").values_list("seq", "message_id", "data", "user_id", "received_at")
        rows = [StoredUpdate(seq, name, bytes(data), user, at) for seq, name, data, user, at in found]
        replay = _replays[document]
        replay.follow(rows)
        texts[document] = StoredText(
            replayed=str(replay.text),
            loaded=str(Replica(log.read().updates).doc.get(TEXT, type=Text)),
            is_gapless=[row.place for row in rows] == list(range(1, len(rows) + 1)),
            idle=replay.idle,
            updates=[row.update for row in rows] if whole else [],
            names={row.message_id: row.place for row in rows} if whole else {},
        )
    return texts
