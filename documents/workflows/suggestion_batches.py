"""Decides on many suggestions of a document by one press, and takes all of that back by another."""

import uuid
from contextlib import suppress
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from documents.models import Document, SuggestionVerdict
from documents.workflows.suggestion_verdicts import accept, refuse
from documents.workflows.undo_verdict import undo_verdict
from web.exceptions import Refused


def decide_on_all(document: Document, *, by: User, accepts: bool, author: UUID | None = None) -> UUID | None:
    """Accept or refuse each open suggestion of a document, oldest first, or those of one `author`; what waits for a
    proposal stays, and so does what its author is changing at this moment. Each is decided on by itself, on the text
    that those before it have made. Returns the name of what was decided, by which it is taken back; None where nothing
    was.

    :raises Refused: for a closed document.
    """
    document.refuse_if_closed()
    found = document.suggestions.decidable().order_by("pk")
    batch = uuid.uuid4()
    decided = 0
    for suggestion in (found.filter(author=author) if author else found).with_place():
        if not suggestion.changes().changes:
            continue
        with suppress(Refused):  # it stays open, and says so on its card
            (accept if accepts else refuse)(suggestion, by=by, batch=batch)
            decided += 1
    return batch if decided else None


def undo_batch(document: Document, batch: UUID, *, by: User) -> int:
    """Take back what was decided by one press, the last first, all or nothing; returns how many suggestions are open
    again.

    :raises Refused: where there is nothing of it any more, and as `undo_verdict` does.
    """
    found = SuggestionVerdict.objects.in_force().filter(batch=batch, suggestion__document=document)
    verdicts = list(found.select_related("suggestion__document").reverse())
    if not verdicts:
        raise Refused(_("There is nothing left to undo."))
    with transaction.atomic():
        for verdict in verdicts:
            undo_verdict(verdict, by=by)
    return len(verdicts)
