"""Brings back what an earlier version said, as an edit of who restores it."""

from django.db import transaction
from django.utils.translation import gettext as _

from documents.coediting.models import Log
from documents.documents.event_types import DocumentEvent
from documents.documents.models import Document, Version
from documents.documents.workflows.past_states import states_at
from documents.documents.workflows.versions import (
    WhatChanged,
    add_version,
    changed_since,
    for_record,
    make_past_version,
    what_changed,
)
from documents.richtext.tree_edits import edit_into
from documents.richtext.yjs.updates import NOTHING
from foundation.accounts.models import User
from foundation.web.exceptions import Refused


class AlreadyMatches(Refused):
    """There is nothing to restore: the document says what the version says."""

    def __init__(self) -> None:
        super().__init__(_("The document already matches this version."))


def restore_version(version: Version, *, by: User, seen: int | None = None) -> Version:
    """Write a version's text in place of what the document said at `seen`, the last update that `by` had read.

    It is one update more in the log: open editors take it like any other. What others wrote after `seen` stays, and
    what was there before it is a version as well, so that it can be undone. Nothing is locked while it is computed.

    :raises Refused: in a closed document.
    :raises AlreadyMatches: where it says that already.
    """
    document = version.document
    document.refuse_if_closed()
    log = Log.objects.get(pk=document.pk)
    base = log.seq if seen is None else max(version.seq, min(seen, log.seq))
    target, now = states_at(log, [version.seq, log.seq])
    update = edit_into(log.past(base), target, later=list(log.past(log.seq, after=base)) if base < log.seq else [])
    if update == NOTHING:
        raise AlreadyMatches
    last = document.versions.last_first().first()
    changed = changed_since(document, last, log.seq), what_changed(document, now, target)
    with transaction.atomic():
        document = document.locked()
        document.refuse_if_closed()
        return _append(document, version, update, changed, by=by)


def restore_moment(document: Document, seq: int, *, by: User, seen: int | None = None) -> Version:
    """Restore what a document said at a place of its log, which becomes a version as well.

    :raises Refused: in a closed document, and where nothing was written there.
    :raises AlreadyMatches: where it says that already.
    """
    return restore_version(make_past_version(document, seq, by=by), by=by, seen=seen)


def _append(
    document: Document, version: Version, update: bytes, changed: tuple[WhatChanged, WhatChanged], *, by: User
) -> Version:
    log = Log.objects.select_for_update().get(pk=document.pk)
    add_version(document, log.seq, changed[0], origin=Version.Origin.QUIET)
    log.append(update, by=by)
    made = add_version(document, log.seq, changed[1], origin=Version.Origin.RESTORED, by=by, restored=version.number)
    document.record_event(
        DocumentEvent.VERSION_RESTORED,
        by=by,
        version=version.number,
        name=for_record(document, version.name),
        made=made.number,
        also=["documents"],
    )
    return made
