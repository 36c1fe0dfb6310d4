"""What leads to a document: things that name it, of which the person may read."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from circles.projects.thing_parts import search_texts
from circles.projects.workflows.following import FollowedLater
from documents.documents.models import Document, DocumentCitation
from foundation.accounts.models import User
from foundation.web.extension_registry import merged

MOST = 50
LONGEST = 140
FIRST = ("document", "decision", "proposal", "action", "message", "comment")
"""In this order; other kinds after."""
TALK = ("message", "comment")


@dataclass(frozen=True)
class LinkedFrom:
    """A thing that names a document."""

    kind: str
    name: str
    reference: str
    words: str
    address: str


def linked_from(document: Document, user: User) -> list[LinkedFrom]:
    """Return what names a document, as far as the person may read it: what may not be read cannot be told from what is
    not there. One query for each kind of thing.
    """
    rows = DocumentCitation.objects.filter(document=document).values_list("kind", "thing")[: 10 * MOST]
    by_kind: dict[str, list[str]] = {}
    for kind, thing in rows:
        by_kind.setdefault(kind, []).append(thing)
    found: list[LinkedFrom] = []
    for kind in sorted(by_kind, key=lambda one: (FIRST.index(one) if one in FIRST else len(FIRST), one)):
        found += _readable(kind, by_kind[kind], document, user)
    return found[:MOST]


def _readable(kind: str, keys: list[str], document: Document, user: User) -> Iterator[LinkedFrom]:
    model = _model_of(kind, document)
    if model is None:
        return
    manager: Any = model._default_manager
    found = manager.readable_by(user).listed() if kind == "document" else manager.visible_to(user)
    if kind in TALK:
        found = found.standing()
    found = found.with_place() if hasattr(found, "with_place") else found.select_related("project")
    for thing in found.filter(pk__in=keys).order_by("-pk")[:MOST]:
        if thing.record_id == document.project_id:
            talks = kind in TALK
            words = " ".join((thing.plain if talks else thing.headline).split())
            yield LinkedFrom(
                kind,
                str(thing._meta.verbose_name),
                "" if talks else thing.reference,
                words if len(words) <= LONGEST else f"{words[:LONGEST]}…",
                thing.get_absolute_url(),
            )


def _model_of(kind: str, document: Document) -> Any:
    """Return the model of things of a kind that say who may see them; None for any other."""
    later: Any = merged(FollowedLater).get(kind)
    texts = search_texts().get(kind)
    model = later or (texts.things(document.project).model if texts else None)
    return model if model and hasattr(model._default_manager, "visible_to") else None
