"""Decides on many suggestions of a document by one press, and takes all of that back by another."""

import uuid
from collections.abc import Collection, Mapping
from contextlib import suppress
from uuid import UUID

from django.utils.translation import gettext as _

from documents.documents.models import Document, SuggestionVerdict, VerdictKind
from documents.documents.workflows.suggestion_verdicts import decide
from documents.documents.workflows.undo_verdict import undo_verdict
from foundation.accounts.models import User
from foundation.web.exceptions import Refused


def decide_on_all(
    document: Document,
    *,
    by: User,
    kind: VerdictKind,
    seen: Mapping[int, str],
    changes: Mapping[int, Collection[str]] | None = None,
) -> UUID | None:
    """Accept or refuse the open suggestions that were read, oldest first; `seen` has the places of both logs by their
    ids, `changes` (none: all) the keys of those changes that are decided on. What waits for a proposal stays, and so
    does what its author has changed since. Each is decided on by itself, on the text that those before it have made.
    Returns the name of what was decided, by which it is taken back; None where nothing was.

    :raises Refused: for a closed document.
    """
    document.refuse_if_closed()
    batch = uuid.uuid4()
    decided = 0
    chosen = seen if changes is None else seen.keys() & changes.keys()
    for suggestion in document.suggestions.decidable().filter(pk__in=chosen).order_by("pk").with_place():
        keys = changes[suggestion.pk] if changes is not None else ()
        with suppress(Refused):  # it stays open, and its card says so
            decide(suggestion, kind, by=by, keys=keys, seen=seen[suggestion.pk], batch=batch)
            decided += 1
    return batch if decided else None


def undo_batch(document: Document, batch: UUID, *, by: User, of_others: bool) -> int:
    """Take back what was decided by one press, the last first; returns how many suggestions are open again. Without
    `of_others` it is only taken back where `by` decided. What cannot be taken back stays decided, and its card says so.

    :raises Refused: where nothing of it can be taken back, with the first reason.
    """
    found = SuggestionVerdict.objects.in_force().filter(batch=batch, suggestion__document=document)
    found = found if of_others else found.filter(decided_by=by)
    undone, reason = 0, Refused(_("There is nothing left to undo."))
    for verdict in found.select_related("suggestion__document").reverse():
        try:
            undo_verdict(verdict, by=by)
            undone += 1
        except Refused as refused:
            reason = refused
    if not undone:
        raise reason
    return undone
