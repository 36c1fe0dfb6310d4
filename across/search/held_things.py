"""Things that belong to another one and change circle with it: comments and files."""

from collections.abc import Iterator
from typing import Any

from decisions.decisions.models import Objection, Proposal
from decisions.tracks.models import Evidence, Track
from documents.documents.models import Comment, Document
from foundation.files.models import Attachment


def held_by(thing: Any) -> Iterator[tuple[str, list[Any]]]:
    """Yield the things that are in whatever circle this one is in: their kind and their keys. Talk stays in its room,
    and clauses in their own circles.
    """
    if isinstance(thing, Document):
        yield "comment", _keys(Comment.objects.filter(thread__document=thing))
    bearers = {thing.kind: [thing.pk]}
    if isinstance(thing, Proposal):
        bearers["objection"] = _keys(Objection.objects.filter(proposal=thing))
    if isinstance(thing, Track):
        bearers["evidence"] = _keys(Evidence.objects.filter(track=thing))
    for kind, keys in bearers.items():
        attached = Attachment.objects.attached().filter(on_kind=kind, on_id__in=[str(key) for key in keys])
        yield "attachment", _keys(attached)


def _keys(found: Any) -> list[Any]:
    return list(found.order_by().values_list("pk", flat=True))
