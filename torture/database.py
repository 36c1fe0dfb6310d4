"""What is done in a process with Django: the people and documents of a run, and what the logs give when replayed."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pycrdt import Doc, Text

if TYPE_CHECKING:
    from collections.abc import Sequence

TEXT = "t"


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

    `idle` are the places of rows that brought nothing that was not there. `updates` and `names`, {message id: place},
    are empty unless they were asked for.
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
        self.idle: list[int] = []
        self._rows = 0
        self._digest = b""
        self._brought = False
        self._watching = self.doc.observe(self._note)

    def follow(self, rows: Sequence[tuple[int, str, bytes]]) -> None:
        """Be what all these rows say: (place, message id, update)."""
        if _digest(rows[: self._rows]) != self._digest:
            self._begin()
        for place, _, update in rows[self._rows :]:
            self._brought = False
            self.doc.apply_update(update)
            if not self._brought:
                self.idle.append(place)
        self._rows, self._digest = len(rows), _digest(rows)

    def _note(self, _event: object) -> None:
        self._brought = True


def _digest(rows: Sequence[tuple[int, str, bytes]]) -> bytes:
    digest = hashlib.sha256()
    for place, _, update in rows:
        digest.update(b"%d %d " % (place, len(update)))
        digest.update(update)
    return digest.digest() if rows else b""


_replays: dict[str, Replay] = defaultdict(Replay)


def make_scene(documents: int, people: int, hostile: int) -> Scene:
    """Make documents that so many people, so many hostile ones and two strangers may write."""
    from accounts.models import Token, User
    from circles.models import Membership
    from circles.workflows.project_setup import create_project
    from documents.models import Document

    ada = User.objects.create_user("ada@ronde.example", name="Ada Mercier")
    circle = create_project("Torture", by=ada).general
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
    from documents.models import Document

    close_old_connections()  # the database may have crashed since
    texts = {}
    for document in documents:
        log = Document.objects.get(pk=document).log
        found = log.updates.order_by("seq").values_list("seq", "message_id", "data")
        rows = [(seq, name, bytes(data)) for seq, name, data in found]
        replay = _replays[document]
        replay.follow(rows)
        texts[document] = StoredText(
            replayed=str(replay.text),
            loaded=str(Replica(log.read().updates).doc.get(TEXT, type=Text)),
            is_gapless=[seq for seq, _, _ in rows] == list(range(1, len(rows) + 1)),
            idle=replay.idle,
            updates=[update for _, _, update in rows] if whole else [],
            names={name: seq for seq, name, _ in rows} if whole else {},
        )
    return texts
