"""Taking or leaving what a person suggests, block by block or whole.

What is taken becomes an edit of the document's own log, computed on what who accepts has read; what others wrote since
stays. The suggestion is edited along, so that it goes on suggesting the rest and nothing twice.
"""

from __future__ import annotations

import secrets
import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from circles.projects.domain_events import ThingAdopted
from circles.projects.models import Link
from documents.coediting.models import Log
from documents.conversation.workflows.notices import notify_readers
from documents.documents.models import Suggestion, VerdictKind
from documents.documents.workflows.comment_notices import broadcast_note
from documents.documents.workflows.quiet_text import process_quiet_text
from documents.documents.workflows.suggestions import append, own_locked, refuse_ended
from documents.richtext.comparison.block_changes import BlockChange, block_changes, with_changes
from documents.richtext.comparison.change_words import shortened, words_changed
from documents.richtext.comparison.look_changes import look_changes
from documents.richtext.comparison.renamed_changes import called_now, names_since
from documents.richtext.nodes import load, tree_of
from documents.richtext.tree_edits import edit_document, edit_into
from documents.richtext.yjs.updates import NOTHING, read_state_vector
from foundation.accounts.models import User
from foundation.audit import clock
from foundation.inbox.models import Notice
from foundation.web.exceptions import Refused

ENOUGH = 2**20
"""Client numbers to choose among. Browsers take theirs by chance from four thousand million: one in 4,000 is lower."""


@dataclass(frozen=True)
class VerdictUpdates:
    """What follows for both logs: updates (or NOTHING), the changes it is about, how many are left; and the places of
    both logs that it was computed at.
    """

    text: bytes
    own: bytes
    changes: list[BlockChange]
    left: int
    text_seq: int
    own_seq: int


def accept(
    suggestion: Suggestion,
    *,
    by: User | None,
    keys: Collection[str] = (),
    seen: str = "",
    decision: str = "",
    batch: UUID | None = None,
) -> None:
    """Write what is suggested into the document: all, or the changes with these keys. `seen` are the places of both
    logs that who accepts has read. Records `suggestion.accepted`, of which its author hears.

    :raises Refused: for a closed document, an ended suggestion, a change that is not there any more or was changed by
        its author since.
    """
    decide(suggestion, VerdictKind.ACCEPT, by=by, keys=keys, seen=seen, decision=decision, batch=batch)


def refuse(
    suggestion: Suggestion, *, by: User, keys: Collection[str] = (), seen: str = "", batch: UUID | None = None
) -> None:
    """Leave what is suggested: all, or the changes with these keys. Records `suggestion.refused`, of which its author
    hears.

    :raises Refused: as `accept` does.
    """
    decide(suggestion, VerdictKind.REFUSE, by=by, keys=keys, seen=seen, batch=batch)


def withdraw(suggestion: Suggestion, *, by: User) -> None:
    """Take one's own suggestion back; its log stays."""
    with transaction.atomic():
        suggestion = own_locked(suggestion, by)
        _end(suggestion, Suggestion.Outcome.WITHDRAWN, by=by)
        broadcast_note(suggestion.document, f"s-{suggestion.pk}")


def apply_adopted(event: ThingAdopted) -> None:
    """Accept what the suggestion says of which an adopted proposal was made; what others wrote since it was proposed
    stays.
    """
    for link in Link.objects.into(event.thing).filter(source_kind="suggestion"):
        found = Suggestion.objects.open().with_place().filter(pk=link.source).first()
        if found and not found.document.is_closed:
            accept(found, by=event.by, seen=f"{found.proposed_seq}.{found.seq}", decision=event.decision)


def decide(
    suggestion: Suggestion,
    kind: VerdictKind,
    *,
    by: User | None,
    keys: Collection[str] = (),
    seen: str = "",
    decision: str = "",
    batch: UUID | None = None,
) -> None:
    """Decide on what is suggested, as `accept` and `refuse` do. Records the event of the kind."""
    _apply(suggestion, kind, by=by, keys=keys, seen=seen, decision=decision, batch=batch)
    if kind.facts.is_accepted:
        process_quiet_text(suggestion.document_id)


def _apply(
    suggestion: Suggestion,
    kind: VerdictKind,
    *,
    by: User | None,
    keys: Collection[str],
    seen: str,
    decision: str,
    batch: UUID | None,
) -> None:
    suggestion.document.refuse_if_closed()
    _refuse_undecidable(suggestion, decision)
    verdict = _verdict(suggestion, keys, _places(seen), accepts=kind.facts.is_accepted)
    changes = [changed_words(change) for change in verdict.changes]
    with transaction.atomic():
        document = suggestion.document.locked()
        document.refuse_if_closed()
        suggestion = suggestion.locked()
        _refuse_undecidable(suggestion, decision)
        if suggestion.seq != verdict.own_seq:
            raise Refused(_("This suggestion has just changed; read it again."))
        written, log = None, Log.objects.select_for_update().get(pk=document.pk)
        if verdict.text != NOTHING:
            # They are the words of who suggested them; the record says who let them in.
            log.append(verdict.text, by=suggestion.author or by)
            written = log.seq
        if verdict.own != NOTHING:
            append(suggestion, verdict.own, by=by, key=uuid.uuid4().hex)
        suggestion.verdicts.create(
            is_accepted=kind.facts.is_accepted,
            batch=batch,
            changes=changes,
            text_seq=verdict.text_seq,
            own_seq=verdict.own_seq,
            written_seq=written,
            decided_by=by,
        )
        _count(suggestion, verdict, kind, by=by)
        document.record_event(
            kind.facts.event,
            by=by,
            personal={"author": suggestion.speaker or "–"},
            changes=len(verdict.changes),
            decision=decision or None,
            also=["documents"],
        )
        if suggestion.author:
            author = {suggestion.author: Notice.Reason.OWNER}
            notify_readers(document, author, kind.facts.event, by=by, address=suggestion.get_absolute_url())
        broadcast_note(document, f"s-{suggestion.pk}")


def _verdict(
    suggestion: Suggestion, keys: Collection[str], places: tuple[int | None, int | None], *, accepts: bool
) -> VerdictUpdates:
    """Work out what deciding on the changes with these keys (none: all) writes; nothing is locked meanwhile.

    :raises Refused: where its author went on since, and for a key that is not among its changes any more.
    """
    log = Log.objects.get(pk=suggestion.document_id)
    text_seq, seen_seq = places
    own_seq, own = suggestion.seq, list(suggestion.log())
    if seen_seq is not None and suggestion.updates.filter(seq__gt=seen_seq, user=suggestion.author_id).exists():
        raise Refused(_("This suggestion has just changed; read it again."))
    base = log.seq if text_seq is None else min(text_seq, log.seq)
    read, later = list(log.past(base)), list(log.past(log.seq, after=base)) if base < log.seq else []
    text_doc, own_doc = load(read), load([*read, *own])
    now, then = tree_of(text_doc), tree_of(own_doc)
    changes = block_changes(now, then)
    there = {change.key for change in changes}
    chosen = set(keys) or there
    if not chosen <= there:
        raise Refused(_("This change no longer exists; read the suggestion again."))
    decided, whole, text = [change for change in changes if change.key in chosen], [*read, *later], NOTHING
    if accepts:
        client = _client_before(text_doc.get_state(), own_doc.get_state())
        text = edit_into(read, with_changes(now, then, chosen.__contains__), later=later, client=client)
    if later:
        changes = block_changes(tree_of(load(whole)), tree_of(load([*whole, *own])))
        decided = called_now(decided, names_since(read, later), changes)
    rest, left = _rest(whole, own, text, {change.key for change in decided}, accepts=accepts)
    return VerdictUpdates(text, rest, decided, left, log.seq, own_seq)


def changed_words(change: BlockChange) -> dict[str, Any]:
    """Return what a verdict keeps of a change: its key, kind, words, and what changes in its look."""
    words = [[each.kind, each.text] for each in shortened(words_changed(change))]
    looks = [[each.look, each.is_given, each.text] for each in look_changes(change)]
    return {"key": change.key, "kind": change.kind, "words": words, "looks": looks}


def _client_before(text_state: bytes, own_state: bytes) -> int | None:
    """Return a client number lower than those of who suggests, by chance: what was accepted stands before what they
    type on there. None where too few are lower: two that accept at once must not get the same.
    """
    known = read_state_vector(own_state)
    suggesting = known.keys() - read_state_vector(text_state).keys()
    lower = range(1, min(suggesting, default=1))
    number = lower[secrets.randbelow(len(lower))] if len(lower) >= ENOUGH else None
    return None if number in known else number


def _rest(
    whole: Sequence[bytes], own: Sequence[bytes], text: bytes, chosen: Collection[str], *, accepts: bool
) -> tuple[bytes, int]:
    """Return the update by which a suggestion gives up the chosen changes, and how many changes it makes then.

    `whole` is the document's log, `own` the suggestion's, `text` what is added to the document (or NOTHING). It gives
    up its own words for them, then says again what it said: with those of the document.
    """
    doc = load([*whole, *own])
    suggests, before = tree_of(doc), doc.get_state()
    edit_document(doc, with_changes(tree_of(load(whole)), suggests, lambda key: key not in chosen))
    if accepts:
        doc.apply_update(text)
        edit_document(doc, suggests)
    left = block_changes(tree_of(load([*whole, text])), tree_of(doc))
    return doc.get_update(before), len(left)


def _count(suggestion: Suggestion, verdict: VerdictUpdates, kind: VerdictKind, *, by: User | None) -> None:
    counted_as = kind.facts.counted_as
    setattr(suggestion, counted_as, getattr(suggestion, counted_as) + len(verdict.changes))
    suggestion.save(update_fields=[counted_as])
    if not verdict.left:
        decided = [one for one in VerdictKind if getattr(suggestion, one.facts.counted_as)] or [VerdictKind.REFUSE]
        _end(suggestion, decided[0].facts.outcome if len(decided) == 1 else Suggestion.Outcome.PARTLY, by=by)


def _end(suggestion: Suggestion, outcome: Suggestion.Outcome, *, by: User | None) -> None:
    suggestion.outcome, suggestion.ended_at, suggestion.ended_by = outcome, clock.now(), by
    suggestion.save(update_fields=["outcome", "ended_at", "ended_by"])


def _refuse_undecidable(suggestion: Suggestion, decision: str) -> None:
    refuse_ended(suggestion)
    if suggestion.proposal and not decision:
        raise Refused(_("This depends on %(proposal)s: its adoption applies it.") % {"proposal": suggestion.proposal})


def _places(seen: str) -> tuple[int | None, int | None]:
    text, _dot, own = seen.partition(".")
    if not (text.isdecimal() and own.isdecimal() and len(seen) < 30):
        return None, None
    return int(text), int(own)
