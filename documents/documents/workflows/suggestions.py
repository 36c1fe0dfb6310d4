"""Suggesting: what a person types in suggest mode, or another text that a program or a file brings, is kept beside the
document until a person takes it or leaves it.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Sum
from django.db.models.functions import Length
from django.utils.translation import gettext as _

from circles.projects.domain_events import LinkCreated
from documents.coediting.models import Log
from documents.coediting.replica import ApplyResult, Replica
from documents.coediting.sync import MAX_MESSAGE_ID, MAX_UPDATE
from documents.conversation.models import MAX_NICK
from documents.conversation.workflows.notices import notify_readers
from documents.documents.event_types import SuggestionNotice
from documents.documents.models import Document, Suggestion
from documents.documents.models.suggestion import MAX_SUGGESTION_REASON
from documents.documents.workflows.comment_notices import broadcast_note
from documents.richtext.nodes import Node
from documents.richtext.tree_edits import edit_into
from documents.richtext.yjs.updates import NOTHING
from foundation.accounts.models import User
from foundation.audit import clock
from foundation.inbox.models import Notice
from foundation.web.exceptions import Refused

MAX_BYTES = 8 * 1024 * 1024  # of one suggestion
MAX_UPDATES = 20_000
MAX_LOAD_S = 4.0  # of a processor that reading a text with one suggestion may take: everyone reads both again


class TextBehind(Refused):
    """A change that rests on what the text's log does not have yet: the editor sends it again."""

    status = 503
    code = "text_behind"


def open_suggestion(document: Document, by: User) -> Suggestion | None:
    """Return what a person is suggesting in a document, if anything."""
    return document.suggestions.open().filter(author=by, proposal="").first()


def own_suggestion(document: Document, pk: int | None, by: User) -> Suggestion | None:
    """Return a person's own suggestion with this id, in whatever state; without one what they are suggesting."""
    named = document.suggestions.filter(pk=pk, author=by).first() if pk else None
    return named or open_suggestion(document, by)


def suggest(document: Document, update: bytes, *, by: User, key: str, going_on: int | None = None) -> Suggestion:
    """Add an update to what a person suggests, begun with it where they suggest nothing yet, of which who made the
    document hears. Sent twice with one `key`, it stands once. An editor says which suggestion it is `going_on` with:
    where that was decided on meanwhile, it is open again, for what is new in it.

    :raises Refused: for a closed document, bytes that are no update, more than a suggestion holds, and one that was
        withdrawn or became a proposal.
    """
    document.refuse_if_closed()
    if not key or len(key) > MAX_MESSAGE_ID or len(update) > MAX_UPDATE:
        raise Refused(_("This change is too large; make it in parts."))
    _refuse_hostile(document, going_on, update, by=by)
    with transaction.atomic():
        Document.objects.select_for_update(of=("self",)).get(pk=document.pk)  # one begins it, also in two windows
        suggestion = _going_on(document, going_on, by) or open_suggestion(document, by) or _begin(document, by=by)
        suggestion = Suggestion.objects.select_for_update(of=("self",)).with_place().get(pk=suggestion.pk)
        if not suggestion.updates.filter(message_id=key).exists():
            _refuse_full(suggestion, update)
            append(suggestion, update, by=by, key=key)
        broadcast_note(document, f"s-{suggestion.pk}")
    return suggestion


def _going_on(document: Document, pk: int | None, by: User) -> Suggestion | None:
    """Return the suggestion that an editor goes on with, open again."""
    found = document.suggestions.filter(pk=pk, author=by).first() if pk else None
    if found is None or not (found.is_ended or found.proposal):
        return found
    if found.is_over or open_suggestion(document, by):
        raise Refused(_("This suggestion is closed; reload the page to suggest something else."))
    found.outcome, found.ended_at, found.ended_by = "", None, None
    found.save(update_fields=["outcome", "ended_at", "ended_by"])
    return found


def suggest_text(
    document: Document,
    nodes: Sequence[Node],
    *,
    by: User | None,
    reason: str = "",
    nick: str = "",
    at: datetime | None = None,
) -> Suggestion:
    """Suggest that a document says these nodes, as a suggestion of its own. Of an imported one `nick` is whose it is,
    and nobody hears of it.

    :raises Refused: for a closed document, where it says that already, and where `by` suggests something already.
    """
    document.refuse_if_closed()
    update = edit_into(Log.objects.get(pk=document.pk).read().updates, nodes)
    if update == NOTHING:
        raise Refused(_("The document says that already."))
    with transaction.atomic():
        Document.objects.select_for_update(of=("self",)).get(pk=document.pk)
        if by and open_suggestion(document, by):
            raise Refused(_("You are suggesting something in this document already; withdraw that first."))
        suggestion = _begin(document, by=by, reason=reason, nick=nick, at=at)
        append(suggestion, update, by=by, key=uuid.uuid4().hex, at=at)
        broadcast_note(document, f"s-{suggestion.pk}")
    return suggestion


def give_reason(suggestion: Suggestion, reason: str, *, by: User) -> None:
    """Say why, or say it anew.

    :raises Refused: to anyone but its author, and once it has ended.
    """
    with transaction.atomic():
        suggestion = own_locked(suggestion, by)
        suggestion.reason = " ".join(reason.split())[:MAX_SUGGESTION_REASON]
        suggestion.save(update_fields=["reason"])
        broadcast_note(suggestion.document, f"s-{suggestion.pk}")


def own_locked(suggestion: Suggestion, by: User) -> Suggestion:
    """Return a suggestion locked, for its author."""
    suggestion = suggestion.locked()
    suggestion.document.project.refuse_archived()
    if suggestion.author_id != by.pk:
        raise Refused(_("Only the person who suggested it can do this."))
    refuse_ended(suggestion)
    return suggestion


def refuse_ended(suggestion: Suggestion) -> None:
    """Raise Refused where nothing of it is to be decided any more."""
    if suggestion.is_ended:
        outcome = suggestion.get_outcome_display()
        raise Refused(_("This suggestion has ended: %(outcome)s.") % {"outcome": outcome})


def append(suggestion: Suggestion, update: bytes, *, by: User | None, key: str, at: datetime | None = None) -> None:
    """Add an update to the log of a suggestion, whose row the caller holds."""
    suggestion.seq += 1
    suggestion.edited_at = at or clock.now()
    suggestion.save(update_fields=["seq", "edited_at"])
    suggestion.updates.create(seq=suggestion.seq, message_id=key, user=by, data=update)


def wait_for_proposal(event: LinkCreated) -> None:
    """Let a suggestion wait for the proposal that was made of it: nobody changes it or decides on it by hand."""
    link = event.link
    if link.source_kind != "suggestion" or link.target_kind != "proposal":
        return
    suggestion = Suggestion.objects.get(pk=link.source)
    suggestion.proposal = link.target_words.partition(" ")[0][:20]
    suggestion.proposed_seq = Log.objects.get(pk=suggestion.document_id).seq
    suggestion.save(update_fields=["proposal", "proposed_seq"])
    broadcast_note(suggestion.document, f"s-{suggestion.pk}")


def _begin(
    document: Document, *, by: User | None, reason: str = "", nick: str = "", at: datetime | None = None
) -> Suggestion:
    when = at or clock.now()
    suggestion = Suggestion.objects.create(
        document=document,
        author=by,
        reason=reason[:MAX_SUGGESTION_REASON],
        nick=nick[:MAX_NICK],
        created_at=when,
        edited_at=when,
    )
    if by and document.created_by:
        owner = {document.created_by: Notice.Reason.OWNER}
        notify_readers(document, owner, SuggestionNotice.ADDED, by=by, address=suggestion.get_absolute_url())
    return suggestion


def _refuse_hostile(document: Document, going_on: int | None, update: bytes, *, by: User) -> None:
    """Raise Refused for what a document's own session would not take: each page that shows the suggestion reads it."""
    own = own_suggestion(document, going_on, by)
    replica = Replica([*Log.objects.get(pk=document.pk).read().updates, *(own.log() if own else ())])
    match replica.apply(update):
        case ApplyResult.HOLE:
            raise TextBehind(_("The server does not have the text yet that this rests on; it is sent again."))
        case ApplyResult.REJECTED | ApplyResult.BROKEN:
            raise Refused(_("The server could not take this change."))
        case ApplyResult.FULL:
            raise Refused(_("This suggestion has become too large; let someone decide on it first."))
    if replica.pace.spent > MAX_LOAD_S:
        raise Refused(_("This suggestion has become too large; let someone decide on it first."))


def _refuse_full(suggestion: Suggestion, update: bytes) -> None:
    size = suggestion.updates.aggregate(size=Sum(Length("data")))["size"] or 0
    if suggestion.seq >= MAX_UPDATES or size + len(update) > MAX_BYTES:
        raise Refused(_("This suggestion has become too large; let someone decide on it first."))
