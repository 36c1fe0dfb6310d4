"""What is done in a process with Django: the people and documents of a run, and what the logs give when replayed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from pycrdt import Doc, Text

TEXT = "t"


@dataclass(frozen=True)
class Scene:
    """Documents, and the tokens of the people who may write them: each honest client's own, and the others'."""

    documents: list[str]
    tokens: list[str]
    slow_token: str
    hostile_tokens: list[str]


@dataclass(frozen=True)
class StoredText:
    """A document's text as its log gives it, replayed by pycrdt alone, and as the server would load it."""

    replayed: str
    loaded: str
    is_gapless: bool
    updates: list[bytes]


def make_scene(documents: int, people: int, hostile: int) -> Scene:
    """Make documents that so many people, so many hostile ones and one who reads slowly may write."""
    from accounts.models import Token, User
    from circles.models import Membership
    from circles.workflows.project_setup import create_project
    from documents.models import Document

    ada = User.objects.create_user("ada@ronde.example", name="Ada Mercier")
    circle = create_project("Torture", by=ada).general
    users = [User(email=f"p{number}@ronde.example", name=f"Person {number}") for number in range(people + hostile + 1)]
    others = User.objects.bulk_create(users)
    Membership.objects.bulk_create(Membership(circle=circle, project=circle.project, user=user) for user in others)
    tokens = [Token.issue(user, "torture") for user in others]
    made = [str(Document.create(circle, f"Document {number}", by=ada).pk) for number in range(documents)]
    return Scene(made, tokens[:people], tokens[people], tokens[people + 1 :])


def stored_texts(documents: list[str]) -> dict[str, StoredText]:
    """Read and replay the logs."""
    from django.db import close_old_connections

    from documents.coediting.replica import Replica
    from documents.models import Document

    close_old_connections()  # the database may have crashed since
    texts = {}
    for document in documents:
        log = Document.objects.get(pk=document).log
        rows = [(seq, bytes(data)) for seq, data in log.updates.order_by("seq").values_list("seq", "data")]
        updates = [data for _, data in rows]
        is_gapless = [seq for seq, _ in rows] == list(range(1, len(rows) + 1))
        loaded = Replica(log.read().updates)
        texts[document] = StoredText(text_of(updates), str(loaded.doc.get(TEXT, type=Text)), is_gapless, updates)
    return texts


def text_of(updates: list[bytes]) -> str:
    """Replay updates with nothing of the server's."""
    doc: Doc[Any] = Doc()
    text = doc.get(TEXT, type=Text)
    for update in updates:
        doc.apply_update(update)
    return str(text)
